-- The numbers of the masters that are new, for ever.
insert into {identity} (master_id, natural_key, known_from, delivery_id)
select p.master_id, null, %(known)s, %(delivery_id)s
  from plan p
 where p.alone
 order by p.line;
insert into {identity} (master_id, natural_key, known_from, delivery_id)
select distinct p.master_id, null, %(known)s, %(delivery_id)s
  from plan p
 where p.founds and not p.alone
 order by p.master_id;
