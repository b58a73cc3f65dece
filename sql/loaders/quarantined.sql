-- Rows set aside, of one delivery or dataset or of all, the newest delivery first.
SELECT q.delivery_id AS delivery, s.name AS dataset, d.as_of::text AS as_of, q.line, q.step, q.rule,
    q."column", q.value, q.zh, q.en, q.raw, part.name AS part,
    q.line - coalesce(part.first_line, 1) + 1 AS line_in_part, a.delivery_id AS answered_by
FROM ops.quarantine q
LEFT JOIN LATERAL (
    SELECT name, first_line FROM ops.part
    WHERE part.delivery_id = q.delivery_id AND first_line <= q.line
    ORDER BY first_line DESC LIMIT 1
) part ON true
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
ORDER BY q.delivery_id DESC, q.line
LIMIT %(limit)s
