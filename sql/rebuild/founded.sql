-- The ids that records had founded when something was decided, and that nothing has founded yet.
select distinct on (i.founder) i.founder, i.master_id
  from rebuild_identity i
 where i.founder = any(%(founders)s)
   and not exists (select from {identity} n where n.master_id = i.master_id)
 order by i.founder, (i.known_from = %(at)s) desc, i.known_from, i.master_id
