-- A delivery's date, and the dataset's delivery before it.
SELECT d.as_of, p.as_of AS previous_as_of, p.delivered AS previous_rows
FROM ops.delivery d
LEFT JOIN LATERAL (
    SELECT as_of, delivered FROM ops.delivery
    WHERE dataset_id = d.dataset_id AND state IN ('merged', 'published')
        AND (as_of, delivery_id) < (d.as_of, d.delivery_id)
    ORDER BY as_of DESC, delivery_id DESC LIMIT 1
) p ON true
WHERE d.delivery_id = %(delivery_id)s
