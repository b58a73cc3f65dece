-- All about one pair: who says it, what both sides say, and whose word each side's records are.
select v.review_id, v.thing, v.score, v.why, v.record_id, v.master_id, v.decision, v.reason,
       v.decided_by, v.decided_at, v.asked_at, v.wanted, v.disputed, v.reach, v.stakes, v.worth,
       exists (select from ops.vote b where b.review_id = v.review_id and b.revoked_at is null)
       as begun,
       power(2.0, v.standing + extract(epoch from clock_timestamp()) / 86400 / %(doubles)s)
       as worth_now,
       extract(epoch from clock_timestamp() - v.asked_at) / 86400 as days,
       s.name as dataset, s.zh as dataset_zh, s.en as dataset_en, p.zh as department_zh,
       p.en as department_en, r.source_key, r.valid_from, d.as_of, r.original,
       l.master_id as own, to_jsonb(r) as record, to_jsonb(m) as master,
       w.master_id as master_now,
       exists (select from {link} k join {record} o using (record_id)
                where k.master_id = w.master_id and k.known_to = 'infinity'
                  and o.dataset_id = r.dataset_id and o.record_id <> v.record_id) as same_register,
       (select array_agg(k.record_id order by k.record_id) from {link} k
         where k.master_id = w.master_id and k.known_to = 'infinity') as master_records,
       (select array_agg(k.record_id order by k.record_id) from {link} k
         where k.master_id = l.master_id and k.known_to = 'infinity'
           and k.record_id <> v.record_id) as own_records
  from ops.review v
  left join {record} r on r.record_id = v.record_id
  left join {link} l on l.record_id = v.record_id and l.known_to = 'infinity'
 cross join lateral (select {lead} as master_id) w
  left join {master} m on m.master_id = w.master_id
  left join ops.dataset s on s.dataset_id = r.dataset_id
  left join ops.department p on p.code = s.department
  left join ops.delivery d on d.delivery_id = r.delivery_id
 where v.review_id = %(review)s
