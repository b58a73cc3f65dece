-- Rows that came and went within the undo were never to be seen: they leave no trace.
delete from {table} t using undo_record u
 where t.record_id = u.owner and t.known_from = %(known)s and t.known_to = %(known)s
