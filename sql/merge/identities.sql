-- The numbers of the masters that are new, for ever; and which record founds each.
insert into {identity} (master_id, natural_key, known_from, delivery_id, founder)
select p.master_id, null, %(known)s, %(delivery_id)s, p.record_id
  from plan p
 where p.alone;
insert into {identity} (master_id, natural_key, known_from, delivery_id, founder)
select p.master_id, null, %(known)s, %(delivery_id)s, min(p.record_id)
  from plan p
 where p.founds and not p.alone
 group by p.master_id
 order by p.master_id;
