-- What the records are called in the source.
select r.source_key from undo_record u join {record} r on r.record_id = u.owner
union
select h.source_key from undo_record u join {record_history} h on h.record_id = u.owner
