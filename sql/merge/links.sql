-- Which master each record speaks of. A link that no longer holds is closed, never deleted; a
-- record that comes back after its delivery was undone has none and gets one.
create temporary table relinked on commit drop as
select l.record_id, l.master_id as former, p.master_id, p.valid_from
  from plan p join {link} l on l.record_id = p.record_id and l.known_to = 'infinity'
 where not p.fresh and p.op = 'u' and l.master_id <> p.master_id;

update {link} l set known_to = %(known)s
  from relinked x where l.record_id = x.record_id and l.known_to = 'infinity';

insert into {identity} (master_id, natural_key, known_from, delivery_id)
select p.master_id, {natural_key}, %(known)s, %(delivery_id)s
  from plan p join {staged} d using (line)
 where p.alone
 order by p.line;
insert into {identity} (master_id, natural_key, known_from, delivery_id)
select distinct on (p.master_id) p.master_id, {natural_key}, %(known)s, %(delivery_id)s
  from plan p join {staged} d using (line)
 where p.founds and not p.alone
 order by p.master_id, p.line;

insert into {link} (record_id, master_id, method, score, decider, why, delivery_id, known_from, known_to)
select p.record_id, p.master_id, p.method, p.score, p.decider, p.why, %(delivery_id)s, %(known)s, 'infinity'
  from plan p
 where p.op = 'u'
   and (p.fresh or exists (select from relinked x where x.record_id = p.record_id)
        or (p.action in ('created', 'changed') and not exists (
            select from {link} l where l.record_id = p.record_id and l.known_to = 'infinity')))
 order by p.line;

-- The masters whose records changed, and since when; but for those that one new record founds.
create temporary table affected on commit drop as
select master_id, min(since) as since
  from (select p.master_id, p.valid_from as since from plan p where p.fresh and not p.alone
        union all
        select l.master_id, w.since
          from windows w join {link} l on l.record_id = w.owner and l.known_to = 'infinity'
        union all
        select m.master_id, said.since
          from relinked x
          cross join lateral (values (x.master_id), (x.former)) m(master_id)
          cross join lateral (
               select r.valid_from from {record} r where r.record_id = x.record_id
               union all
               select h.valid_from from {record_history} h
                where h.record_id = x.record_id and h.known_to = 'infinity') said(since)) a
 group by master_id;
create unique index on affected (master_id);
analyze affected;
