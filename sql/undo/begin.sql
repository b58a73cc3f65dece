-- The masters to be derived anew, and since when: none yet.
create temporary table if not exists affected (
    master_id bigint primary key, since date
) on commit drop;
delete from affected
