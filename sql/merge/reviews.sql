insert into ops.review (review_id, thing, record_id, master_id, score, why, delivery_id)
select %(last)s + row_number() over (order by p.line, r.master_id), %(thing)s, p.record_id,
       r.master_id, r.score, r.why, %(delivery_id)s
  from {review} r join plan p using (line)
 where p.record_id is not null and p.master_id <> r.master_id
   and not exists (select from ops.review v
                    where v.thing = %(thing)s and v.record_id = p.record_id
                      and v.master_id = r.master_id);
