-- The workshop, empty for the next event.
create temporary table if not exists affected (
    master_id bigint primary key, since date
) on commit drop;
delete from affected;
delete from relinked;
delete from rebuild_matched
