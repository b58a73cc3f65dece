-- Records get the links that decisions, or their end, call for: where the machine has its say
-- again, its last word on that master is said again. What was linked in this very transaction was
-- never to be seen, and is corrected in place.
create temporary table if not exists judged (
    record_id bigint, former bigint, master_id bigint, fresh boolean, method text,
    score double precision, decider text, why jsonb
) on commit drop;
delete from judged;
insert into judged (record_id, former, master_id, fresh, method, score, decider, why)
select n.record_id, l.master_id, n.master_id, l.known_from = %(known)s,
       coalesce(m.method, replace(n.method, 'machine', 'new')), m.score,
       coalesce(m.decider, n.decider),
       case when n.method = 'machine' then m.why
            else jsonb_strip_nulls(jsonb_build_object('decision', n.decision_id, 'home', n.home))
       end
  from unnest(%(records)s::bigint[], %(masters)s::bigint[], %(methods)s::text[],
              %(deciders)s::text[], %(decisions)s::bigint[], %(homes)s::bigint[])
       n(record_id, master_id, method, decider, decision_id, home)
  join {link} l on l.record_id = n.record_id and l.known_to = 'infinity'
  left join lateral (
       select o.method, o.score, o.decider, o.why from {link} o
        where n.method = 'machine' and o.record_id = n.record_id and o.master_id = n.master_id
          and o.method not in ('decision', 'merged', 'split')
        order by o.known_from desc
        limit 1) m on true;

update {link} l
   set master_id = j.master_id, method = j.method, score = j.score, decider = j.decider, why = j.why
  from judged j
 where j.fresh and l.record_id = j.record_id and l.known_to = 'infinity';
update {link} l set known_to = %(known)s
  from judged j
 where not j.fresh and l.record_id = j.record_id and l.known_to = 'infinity';
insert into {link} (record_id, master_id, method, score, decider, why, delivery_id, known_from, known_to)
select j.record_id, j.master_id, j.method, j.score, j.decider, j.why, %(delivery_id)s, %(known)s, 'infinity'
  from judged j
 where not j.fresh
 order by j.record_id;

insert into affected (master_id, since)
select a.master_id, min(said.since)
  from judged j
  cross join lateral (values (j.master_id), (j.former)) a(master_id)
  cross join lateral (
       select r.valid_from from {record} r where r.record_id = j.record_id
       union all
       select h.valid_from from {record_history} h
        where h.record_id = j.record_id and h.known_to = 'infinity') said(since)
 where j.master_id <> j.former
 group by a.master_id
on conflict (master_id) do update set since = least(affected.since, excluded.since);
