-- Pairs that need no decision any more leave the queue; those that need one again come back, also
-- where the decision was revoked by another way than the review's. A master that was merged speaks
-- through the one it was merged into.
with revoked as (
    select d.review_id from ops.decision d
     where d.thing = %(thing)s and d.revoked_at is not null and d.review_id is not null
       and not exists (select from ops.decision e
                        where e.thing = d.thing and e.record_id = d.record_id
                          and e.master_id = d.master_id and e.revoked_at is null)
), pair as (
    select v.review_id, v.record_id, v.master_id, v.decision,
           case when i.merged_into is null then v.master_id else (
               with recursive led as (
                   select i.merged_into as master_id
                   union all
                   select n.merged_into from led join {identity} n using (master_id)
                    where n.merged_into is not null
               )
               select n.master_id from led join {identity} n using (master_id)
                where n.merged_into is null
           ) end as now
      from ops.review v
      left join {identity} i on i.master_id = v.master_id
     where v.thing = %(thing)s
       and (v.decision is null or v.decision = 'moot'
            or v.decision <> 'undone' and v.review_id in (select review_id from revoked))
       and (%(reviews)s::bigint[] is null or v.review_id = any(%(reviews)s::bigint[]))
), told as (
    select p.review_id, p.decision,
           case when exists (select from ops.decision d
                              where d.thing = %(thing)s and d.record_id = p.record_id
                                and d.master_id = p.master_id and d.revoked_at is null)
                then %(decided)s
                when r.record_id is null or l.master_id is null then %(record_gone)s
                when l.master_id = p.now then %(together)s
                when not exists (select from {master} m where m.master_id = p.now)
                then %(master_gone)s
           end as moot
      from pair p
      left join {record} r on r.record_id = p.record_id
      left join {link} l on l.record_id = p.record_id and l.known_to = 'infinity'
)
update ops.review v
   set decision = case when t.moot is not null then 'moot' end,
       reason = t.moot,
       decided_by = case when t.moot is not null then 'siku' end,
       decided_at = case when t.moot is not null then clock_timestamp() end
  from told t
 where v.review_id = t.review_id
   and (t.moot is not null and t.decision is null or t.moot is null and t.decision is not null)
returning v.review_id, v.decision
