-- Every record that speaks of the master, or did, with its department and why it is linked.
select l.record_id, d.name as dataset, p.code as department, p.zh as department_zh,
       p.en as department_en, r.source_key, r.valid_from, r.delivery_id,
       l.method, l.score, l.decider, l.why, l.known_from as linked_from,
       nullif(l.known_to, 'infinity') as linked_until, r.says
  from {link} l
  left join lateral (
       select t.dataset_id, t.source_key, t.valid_from, t.delivery_id,
              t.valid_from <= %(day)s::date and %(day)s::date < t.valid_to
              and t.known_from <= %(known)s::timestamptz and %(known)s::timestamptz < t.known_to
              as says
         from {timeline} t
        where t.record_id = l.record_id and t.known_from <= %(known)s::timestamptz
        order by says desc, t.known_to desc, t.valid_from desc
        limit 1) r on true
  left join ops.dataset d on d.dataset_id = r.dataset_id
  left join ops.department p on p.code = d.department
 where l.master_id = %(master)s and l.known_from <= %(known)s::timestamptz
   and not exists (select from {link} later
                    where later.record_id = l.record_id and later.master_id = l.master_id
                      and later.known_from > l.known_from
                      and later.known_from <= %(known)s::timestamptz)
 order by l.known_to desc, p.code, d.name, r.source_key, l.record_id
