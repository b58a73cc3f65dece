-- What became of pairs, by thing; and how long they had waited.
select v.thing, count(*) filter (where v.decision = 'same') as same,
       count(*) filter (where v.decision = 'different') as different,
       count(*) filter (where v.decision = 'unsure') as unsure,
       count(*) filter (where v.decision in ('moot', 'undone')) as moot,
       percentile_cont(0.5) within group (
           order by extract(epoch from v.decided_at - v.asked_at)::double precision / 86400
       ) filter (where v.decision in ('same', 'different', 'unsure')) as median_days_waited
  from ops.review v
 where v.decision is not null
 group by v.thing
 order by v.thing
