SELECT count(*)
FROM ops.quarantine q
JOIN ops.delivery d USING (delivery_id)
JOIN ops.dataset s USING (dataset_id)
WHERE (%(delivery)s::bigint IS NULL OR q.delivery_id = %(delivery)s)
    AND (%(dataset)s::text IS NULL OR s.name = %(dataset)s)
