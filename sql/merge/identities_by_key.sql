-- The numbers of the masters that are new, for ever, with the key each will be known by.
insert into {identity} (master_id, natural_key, known_from, delivery_id, founder)
select p.master_id, {natural_key}, %(known)s, %(delivery_id)s, p.record_id
  from plan p join {staged} d using (line)
 where p.alone;
insert into {identity} (master_id, natural_key, known_from, delivery_id, founder)
select distinct on (p.master_id) p.master_id, {natural_key}, %(known)s, %(delivery_id)s,
       min(p.record_id) over (partition by p.master_id)
  from plan p join {staged} d using (line)
 where p.founds and not p.alone
 order by p.master_id, p.line;
