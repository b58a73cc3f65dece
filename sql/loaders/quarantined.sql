-- Rows set aside, of one delivery or dataset or of all, the newest delivery first.
SELECT q.delivery_id AS delivery, s.name AS dataset, d.as_of::text AS as_of, q.line, q.step, q.rule,
    q."column", q.value, q.zh, q.en, q.raw, part.name AS part,
    q.line - coalesce(part.first_line, 1) + 1 AS line_in_part
FROM ops.quarantine q
LEFT JOIN LATERAL (
    SELECT name, first_line FROM ops.part
    WHERE part.delivery_id = q.delivery_id AND first_line <= q.line
    ORDER BY first_line DESC LIMIT 1
) part ON true
JOIN ops.delivery d USING (delivery_id)
JOIN ops.dataset s USING (dataset_id)
WHERE (%(delivery)s::bigint IS NULL OR q.delivery_id = %(delivery)s)
    AND (%(dataset)s::text IS NULL OR s.name = %(dataset)s)
ORDER BY q.delivery_id DESC, q.line
LIMIT %(limit)s
