-- The masters whose records together break a rule, and what they say.
insert into broken (master_id, rule, detail)
select a.master_id, %(rule)s,
       jsonb_build_object('values', {values}, 'records', jsonb_agg(distinct r.record_id) filter (where {says}))
  from contradictory a
  join {link} l on l.master_id = a.master_id and l.known_to = 'infinity'
  join {record} r on r.record_id = l.record_id
 group by a.master_id
having {broken}
