-- The records that stand at a master, each with what it says, whose word it is, and why it is here.
select r.record_id, s.name as dataset, s.zh as dataset_zh, s.en as dataset_en, r.source_key,
       d.as_of, l.method, l.score, l.decider, to_jsonb(r) as record
  from {link} l
  join {record} r on r.record_id = l.record_id
  join ops.dataset s on s.dataset_id = r.dataset_id
  left join ops.delivery d on d.delivery_id = r.delivery_id
 where l.master_id = %(master)s and l.known_to = 'infinity'
 order by r.record_id
