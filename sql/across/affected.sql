-- The owners whose sayings are looked at: each of these queries names some.
drop table if exists affected;
create temporary table affected on commit drop as
select distinct a.owner_id from ({queries}) a (owner_id)
