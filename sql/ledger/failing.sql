-- The quality rules that not every row of a delivery satisfied, worst first.
select f.rule, f.severity, f.dimension, f.assessed, f.satisfied, f.score, f.zh, f.en
  from ops.finding f
 where f.delivery_id = %(delivery)s and f.satisfied < f.assessed
 order by f.score, f.rule
