-- The records whose history a delivery wrote at the moment it was merged.
insert into undo_record (owner)
select r.record_id from {record} r
 where r.dataset_id = %(dataset_id)s and r.known_from = %(at)s
union
select h.record_id from {record_history} h
 where h.dataset_id = %(dataset_id)s and (h.known_from = %(at)s or h.known_to = %(at)s)
on conflict do nothing
