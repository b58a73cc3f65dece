-- Ids for records that leave a master and never had one of their own.
insert into {identity} (master_id, natural_key, known_from, delivery_id, founder)
select n.master_id, null, %(known)s, %(delivery_id)s, n.founder
  from unnest(%(masters)s::bigint[], %(founders)s::bigint[]) n(master_id, founder)
