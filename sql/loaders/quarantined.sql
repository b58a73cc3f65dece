-- Rows set aside, of one delivery or dataset or of all, the newest delivery first.
SELECT q.delivery_id AS delivery, s.name AS dataset, d.as_of::text AS as_of, q.line, q.step, q.rule,
    q."column", q.value, q.zh, q.en, q.raw
FROM ops.quarantine q
JOIN ops.delivery d USING (delivery_id)
JOIN ops.dataset s USING (dataset_id)
WHERE (%(delivery)s::bigint IS NULL OR q.delivery_id = %(delivery)s)
    AND (%(dataset)s::text IS NULL OR s.name = %(dataset)s)
ORDER BY q.delivery_id DESC, q.line
LIMIT %(limit)s
