-- The deliveries that were judged, of all datasets or of one, oldest first within each.
SELECT s.base, s.name AS dataset, s.zh AS title_zh, s.en AS title_en, p.zh AS department_zh,
    p.en AS department_en, d.delivery_id, d.as_of, d.state, d.gate, d.score, d.delivered, d.staged,
    d.quarantined, d.received_at
FROM ops.delivery d
JOIN ops.dataset s USING (dataset_id)
JOIN ops.department p ON p.code = s.department
WHERE d.gate IS NOT NULL AND (%(dataset)s IS NULL OR s.name = %(dataset)s)
ORDER BY s.base, s.name, d.as_of, d.delivery_id
