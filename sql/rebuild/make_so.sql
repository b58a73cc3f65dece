-- What a rebuild found otherwise becomes so: ids first, then links, and the masters this concerns.
insert into {identity} (master_id, natural_key, merged_into, known_from, delivery_id, founder)
select n.master_id, null, n.merged_into, %(known)s, 0, n.founder
  from unnest(%(ids)s::bigint[], %(founders)s::bigint[], %(leads)s::bigint[])
       n(master_id, founder, merged_into)
on conflict (master_id) do update set merged_into = excluded.merged_into;

create temporary table remade on commit drop as
select n.record_id, n.master_id, l.master_id as former, n.method, n.score, n.decider,
       n.why::jsonb as why
  from unnest(%(records)s::bigint[], %(masters)s::bigint[], %(methods)s::text[],
              %(scores)s::double precision[], %(deciders)s::text[], %(reasons)s::text[])
       n(record_id, master_id, method, score, decider, why)
  left join {link} l on l.record_id = n.record_id and l.known_to = 'infinity';
update {link} l set known_to = %(known)s
  from remade n where l.record_id = n.record_id and l.known_to = 'infinity';
insert into {link} (record_id, master_id, method, score, decider, why, delivery_id, known_from, known_to)
select n.record_id, n.master_id, n.method, n.score, n.decider, n.why, 0, %(known)s, 'infinity'
  from remade n;

-- From the first day of any record that is or was theirs: what a record that left had begun would
-- else stay a row of its own.
create temporary table affected on commit drop as
select l.master_id, min(said.since) as since
  from {link} l
  cross join lateral (
       select r.valid_from from {record} r where r.record_id = l.record_id
       union all
       select h.valid_from from {record_history} h
        where h.record_id = l.record_id and h.known_to = 'infinity') said(since)
 where l.master_id in (select master_id from remade union select former from remade)
 group by l.master_id;
create unique index on affected (master_id);
