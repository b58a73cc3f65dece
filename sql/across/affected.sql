-- The owners whose sayings are looked at: each of these queries names some.
drop table if exists affected;
create temporary table affected on commit drop as
with changed as not materialized (
    select c.master_id from ops.change c
     where c.delivery_id = %(delivery_id)s and c.thing = %(thing)s
)
select distinct a.owner_id from ({queries}) a (owner_id);
analyze affected
