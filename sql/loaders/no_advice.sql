-- Forget what an earlier attempt to read a delivery advised.
DELETE FROM ops.finding WHERE delivery_id = %(delivery)s AND rule LIKE %(prefix)s
