-- Which master each line's record speaks of. A new master has the id that its founder had founded
-- at that moment, or else founded at all; who founds for the first time gets a new one.
delete from rebuild_linked;
insert into rebuild_linked (record_id, master_id, founder, method, score, decider, why)
with told as (
    select m.* from rebuild_matched m
), founding as (
    select t.cluster, min(t.record_id) as founder from told t
     where t.master_id is null group by t.cluster
), had as (
    select f.cluster, f.founder,
           (select i.master_id from rebuild_identity i
             where i.founder = f.founder
               and not exists (select from {identity} n where n.master_id = i.master_id)
             order by (i.known_from = %(at)s) desc, i.known_from, i.master_id
             limit 1) as master_id
      from founding f
), numbered as (
    select h.cluster, h.founder,
           coalesce(h.master_id, %(last)s + row_number() over (
               partition by h.master_id is null order by h.founder)) as master_id
      from had h
)
select t.record_id, coalesce(t.master_id, n.master_id) as master_id, n.founder,
       t.method, t.score, t.decider, t.why
  from told t left join numbered n on n.cluster = t.cluster and t.master_id is null;

insert into {identity} (master_id, natural_key, known_from, delivery_id, founder)
select distinct n.master_id, null, %(at)s::timestamptz, %(delivery_id)s::bigint, n.founder
  from rebuild_linked n where n.founder is not null;

delete from relinked;
insert into relinked (record_id, former, master_id)
select l.record_id, l.master_id, n.master_id
  from rebuild_linked n join {link} l on l.record_id = n.record_id and l.known_to = 'infinity'
 where l.master_id <> n.master_id;
update {link} l set known_to = %(at)s
  from relinked x where l.record_id = x.record_id and l.known_to = 'infinity';
insert into {link} (record_id, master_id, method, score, decider, why, delivery_id, known_from, known_to)
select n.record_id, n.master_id, n.method, n.score, n.decider, n.why, %(delivery_id)s, %(at)s, 'infinity'
  from rebuild_linked n
 where not exists (select from {link} l
                    where l.record_id = n.record_id and l.known_to = 'infinity')
