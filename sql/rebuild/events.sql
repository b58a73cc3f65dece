-- All that bears on who is who of a thing, in the order in which it became known.
select 'merge' as what, d.delivery_id as number, d.known_at as at
  from ops.delivery d join ops.dataset s using (dataset_id)
 where s.thing = %(thing)s and d.known_at is not null
union all
select 'undo', d.delivery_id, d.undone_at
  from ops.delivery d join ops.dataset s using (dataset_id)
 where s.thing = %(thing)s and d.known_at is not null and d.undone_at is not null
union all
select 'judge', c.decision_id, c.decided_at
  from rebuild_decision c where c.verdict <> 'unsure'
union all
select 'revoke', c.decision_id, c.revoked_at
  from rebuild_decision c where c.verdict <> 'unsure' and c.revoked_at is not null
 order by at, what desc
