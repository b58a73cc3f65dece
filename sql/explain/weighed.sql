-- Per record its claims as text, each with what every rule of its attribute makes of it.
select c.record_id, c.dataset_id, {claims}
  from claimed c
 order by {succession}
