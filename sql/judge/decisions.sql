-- The decisions in force on some records and masters.
select d.decision_id, d.record_id, d.master_id, d.verdict
  from ops.decision d
 where d.thing = %(thing)s and d.revoked_at is null and d.verdict <> 'unsure'
   and d.record_id = any(%(records)s)
union
select d.decision_id, d.record_id, d.master_id, d.verdict
  from ops.decision d
 where d.thing = %(thing)s and d.revoked_at is null and d.verdict <> 'unsure'
   and d.master_id = any(%(masters)s)
