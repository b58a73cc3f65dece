-- The masters that were derived anew, and since when.
insert into undo_master (master_id, since)
select a.master_id, min(a.since) from affected a group by a.master_id
on conflict (master_id) do update set since = least(undo_master.since, excluded.since)
