-- The rules that the master's records break together, which nobody settled yet.
select a.attention_id, a.rule, a.since, a.detail
  from ops.attention a
 where a.thing = %(thing)s and a.master_id = any(%(masters)s) and a.settled_at is null
 order by a.attention_id
