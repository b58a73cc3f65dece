-- Rows that were set aside when the delivery came are set aside now, too.
delete from {staged} s using ops.quarantine q
 where q.delivery_id = %(delivery_id)s and q.line = s.line
