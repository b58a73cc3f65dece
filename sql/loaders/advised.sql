-- What a delivery advised.
SELECT attribute, substr(rule, length(%(prefix)s || attribute || ':') + 1) AS flaw,
    assessed - satisfied AS rows, examples
FROM ops.finding
WHERE delivery_id = %(delivery)s AND starts_with(rule, %(prefix)s)
ORDER BY rule
