-- Every value that a record linked in force claims for its master, and whether it won.
SELECT l.master_id, said.attribute, said.value, r.record_id, d.name AS dataset, r.delivery_id,
    r.valid_from, coalesce(m.claims[p.position] = r.record_id, false) AS won
FROM {link} l
JOIN {record} r ON r.record_id = l.record_id
JOIN ops.dataset d ON d.dataset_id = r.dataset_id
LEFT JOIN {master} m ON m.master_id = l.master_id
CROSS JOIN LATERAL (VALUES {values}) AS said (attribute, value)
JOIN ops.attribute p ON p.thing = {thing} AND p.name = said.attribute
WHERE l.known_to = 'infinity' AND said.value IS NOT NULL
