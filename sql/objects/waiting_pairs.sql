-- Pairs of one thing that wait for a person, with all a page needs to list them and show them.
select 'pair'::text as kind, v.review_id as number, v.thing::text as thing, v.standing,
       power(2.0, v.standing + extract(epoch from now())::double precision
                               / 86400 / {doubles}) as worth,
       v.asked_at, v.record_id, r.dataset_id, r.source_key::text as source_key, l.master_id as own_master_id,
       m.master_id, v.score, (v.why ->> 'weight')::double precision as bits, v.wanted, v.disputed,
       (select count(*) from ops.vote b
         where b.review_id = v.review_id and b.revoked_at is null) as votes,
       (select array_agg(a.reviewer::text order by a.reviewer) from ops.lease a
         where a.review_id = v.review_id and a.until > now()) as handed_to,
       v.why, to_jsonb(r) as record, to_jsonb(m) as master
  from ops.review v
  join {record} r on r.record_id = v.record_id
  join {link} l on l.record_id = v.record_id and l.known_to = 'infinity'
  join {master} m on m.master_id = {lead} and m.master_id <> l.master_id
 where v.thing = {thing} and v.decision is null
