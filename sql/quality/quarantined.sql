-- How many rows of a delivery one step set aside, by rule or by column, with the first of each.
SELECT by, total, line, source_key, "column", value
FROM (
    SELECT coalesce({by}, '') AS by, line, source_key, "column", value,
        count(*) OVER same AS total,
        row_number() OVER (PARTITION BY coalesce({by}, '') ORDER BY line) AS nth
    FROM ops.quarantine
    WHERE delivery_id = %(delivery_id)s AND step = %(step)s
    WINDOW same AS (PARTITION BY coalesce({by}, ''))
) numbered
WHERE nth <= %(limit)s
ORDER BY by, line
