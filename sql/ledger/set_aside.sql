-- For which reasons rows of a delivery were set aside, most frequent first.
select q.step, q.rule, q.column, count(*) as rows
  from ops.quarantine q
 where q.delivery_id = %(delivery)s
 group by q.step, q.rule, q.column
 order by count(*) desc, q.rule, q.column
