-- Which master each record spoke of at a moment is so again; what was linked since is closed. A
-- person's decision stays, as does a record that founded a master and would leave others there; a
-- record of which nothing was known then is linked to nothing.
create temporary table undo_link on commit drop as
with recursive once as (
    select u.owner as record_id, l.master_id, l.method, l.score, l.decider, l.why, l.delivery_id
      from undo_record u join {link} l on l.record_id = u.owner
     where l.known_from < %(at)s and l.known_to >= %(at)s
), redirected as (
    select o.record_id, o.master_id, 1 as hops from once o
    union all
    select r.record_id, i.merged_into, r.hops + 1
      from redirected r join {identity} i on i.master_id = r.master_id
     where i.merged_into is not null
), led as (
    select distinct on (r.record_id) r.record_id, r.master_id from redirected r
     order by r.record_id, r.hops desc
)
select n.record_id, n.master_id as former, d.master_id, o.score, o.decider, o.delivery_id,
       case when d.master_id = o.master_id or o.method in ('decision', 'merged', 'split')
            then o.method else 'merged' end as method,
       case when d.master_id = o.master_id or o.method in ('decision', 'merged', 'split')
            then o.why else jsonb_build_object('home', o.master_id) end as why
  from (select u.owner as record_id, l.master_id, l.method from undo_record u
          left join {link} l on l.record_id = u.owner and l.known_to = 'infinity') n
  left join once o on o.record_id = n.record_id
  left join led d on d.record_id = n.record_id
 where n.master_id is distinct from d.master_id and n.method is distinct from 'decision'
   and not (d.master_id is not null and exists (
       select from {identity} i
         join {link} f on f.master_id = i.master_id and f.known_to = 'infinity'
                      and f.record_id <> n.record_id
        where i.master_id = n.master_id and i.founder = n.record_id
          and (f.method = 'decision' or f.record_id not in (
               select u.owner from undo_record u union all select j.record_id from undo_joined j))));

update {link} l set known_to = %(known)s
  from undo_link x
 where l.record_id = x.record_id and l.known_to = 'infinity' and x.former is not null;
insert into {link} (record_id, master_id, method, score, decider, why, delivery_id, known_from, known_to)
select x.record_id, x.master_id, x.method, x.score, x.decider, x.why, x.delivery_id, %(known)s, 'infinity'
  from undo_link x where x.master_id is not null
