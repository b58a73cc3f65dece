-- What a delivery changed of a thing; without one, nothing is told apart.
drop table if exists changed;
create temporary table changed on commit drop as
select distinct c.master_id from ops.change c
 where c.delivery_id = %(delivery_id)s and c.thing = %(thing)s;
analyze changed
