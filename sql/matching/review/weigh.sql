-- What a decision on these pairs is worth: models/worth.py explains the measure.
with pair as materialized (
    select v.review_id, v.score, v.asked_at, v.master_id, l.master_id as own{identifiers}
      from ops.review v
      left join {record} r on r.record_id = v.record_id
      left join {link} l on l.record_id = v.record_id and l.known_to = 'infinity'
      left join {master} o on o.master_id = l.master_id
     where v.thing = %(thing)s and v.decision is null
       and (%(reviews)s::bigint[] is null or v.review_id = any(%(reviews)s::bigint[]))
), weighed as materialized (
    select x.review_id, extract(epoch from x.asked_at) / 86400 as asked,
           greatest(coalesce(x.score, %(unknown)s), %(least)s) as doubt,
           (select count(*) from {link} k
             where k.known_to = 'infinity' and k.master_id in (x.master_id, x.own)){references}
           as reach,
           case when m.master_id is null then 1
                when {differing} then %(differing)s
                when {gained} then %(gained)s
                else 1 end as stakes,
           case when exists (select from ops.vote b
                              where b.review_id = x.review_id and b.revoked_at is null)
                then %(begun)s else 1 end as begun
      from pair x
      left join {master} m on m.master_id = x.master_id
), ranked as materialized (
    select w.*, w.doubt * ln(2.0 + w.reach) / ln(2.0) * w.stakes * w.begun as worth from weighed w
)
update ops.review v
   set reach = r.reach, stakes = r.stakes, worth = r.worth,
       standing = ln(r.worth) / ln(2.0) - r.asked / %(doubles)s
  from ranked r
 where v.review_id = r.review_id
