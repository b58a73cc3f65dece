-- The first rows set aside in a delivery, as they stand in the file.
SELECT line, step, rule, "column", value, zh, en, raw FROM ops.quarantine
WHERE delivery_id = %(delivery_id)s ORDER BY line LIMIT %(limit)s
