-- Clusters that break a rule: those that wait, and what became of the others.
select t.thing, count(*) filter (where t.settled_at is null) as waiting,
       count(*) filter (where t.outcome = 'accepted') as accepted,
       count(*) filter (where t.outcome = 'gone') as gone,
       min(t.since) filter (where t.settled_at is null) as oldest
  from ops.attention t
 group by t.thing
 order by t.thing
