-- What the records of these masters say of each attribute, the winner first, and where it is from.
select c.master_id, c.attribute, c.value, c.won, s.zh, s.en, c.dataset, r.source_key
  from {claim} c
  join {record} r on r.record_id = c.record_id
  join ops.dataset s on s.name = c.dataset
 where c.master_id = any(%(masters)s)
 order by c.master_id, c.attribute, c.won desc, c.record_id
