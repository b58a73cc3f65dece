-- Pairs that wait for a decision and concern this master or its records.
select v.review_id, v.record_id, v.master_id, v.score, v.why
  from ops.review v
 where v.thing = %(thing)s and v.decision is null
   and (v.master_id = any(%(masters)s) or v.record_id = any(%(records)s))
 order by v.review_id
