-- What people decided about this master, by any of its ids, and about its records.
select x.decision_id, x.record_id, x.master_id, x.verdict, x.reason, x.decided_by, x.decided_at,
       x.revoked_by, x.revoked_at, x.revoked_reason
  from ops.decision x
 where x.thing = %(thing)s and x.decided_at <= %(known)s::timestamptz
   and (x.master_id = any(%(masters)s) or x.record_id = any(%(records)s))
 order by x.decision_id
