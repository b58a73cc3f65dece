-- How many rows are set aside for each reason (sql/loaders/quarantined.sql).
SELECT s.name AS dataset, q.step, q.rule, q."column", count(*) AS rows,
    count(DISTINCT q.delivery_id) AS deliveries
FROM ops.quarantine q
JOIN ops.delivery d USING (delivery_id)
JOIN ops.dataset s USING (dataset_id)
LEFT JOIN ops.delivery a
    ON a.delivery_id = q.answered_by AND a.state NOT IN ('failed', 'undone')
WHERE (%(delivery)s::bigint IS NULL OR q.delivery_id = %(delivery)s)
    AND (%(dataset)s::text IS NULL OR s.name = %(dataset)s)
    AND (%(rule)s::text IS NULL OR q.rule = %(rule)s)
    AND (%(column)s::text IS NULL OR %(column)s = any(string_to_array(q."column", ', ')))
    AND (%(step)s::text IS NULL OR q.step = %(step)s)
    AND (%(answered)s OR (a.delivery_id IS NULL AND d.state <> 'undone'))
GROUP BY s.name, q.step, q.rule, q."column"
ORDER BY count(*) DESC, s.name, q.step, q.rule, q."column"
