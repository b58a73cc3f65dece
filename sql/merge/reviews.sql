-- Pairs that the machine could not decide: a record, and the master it may speak of — one that was
-- there before, or one that another line of the delivery founds.
with founded as (
    select o.cluster, min(o.master_id) as master_id
      from {plan} o
     where o.founds and o.cluster in (select r.cluster from {review} r)
     group by o.cluster
), pairs as (
    select p.record_id, p.master_id as own, r.score, r.why,
           coalesce(r.master_id, f.master_id) as master_id
      from {review} r
      join {plan} p using (line)
      left join founded f on f.cluster = r.cluster
     where p.record_id is not null
), open as (
    select distinct on (o.record_id, o.master_id) o.*
      from pairs o
     where o.own <> o.master_id
       and not exists (select from ops.review v
                        where v.thing = %(thing)s and v.record_id = o.record_id
                          and v.master_id = o.master_id
                          and coalesce(v.decision, '') not in ('undone', 'moot'))
     order by o.record_id, o.master_id, o.score desc
)
insert into ops.review (review_id, thing, record_id, master_id, score, why, delivery_id)
select %(last)s + row_number() over (order by o.record_id, o.master_id), %(thing)s, o.record_id,
       o.master_id, o.score, o.why, %(delivery_id)s
  from open o
on conflict (thing, record_id, master_id) do update
   set score = excluded.score, why = excluded.why, delivery_id = excluded.delivery_id,
       decision = null, reason = null, decided_by = null, decided_at = null,
       asked_at = clock_timestamp()
returning review_id
