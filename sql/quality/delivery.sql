-- Everything the ledger says of a delivery, with its dataset and department.
SELECT d.delivery_id, d.as_of, d.state, d.gate, d.source, d.checksum, d.bytes, d.landing, d.error,
    d.delivered, d.staged, d.quarantined, d.created, d.changed, d.unchanged, d.held, d.withdrawn,
    d.masters_created, d.masters_changed, d.carried,
    d.carried_from, d.score, d.received_at, d.known_at, d.undone_at, d.seconds,
    s.name AS dataset, s.zh AS title_zh, s.en AS title_en, s.base, s.thing,
    coalesce(d.contract, s.contract) AS contract,
    p.code AS department, p.zh AS department_zh, p.en AS department_en, p.golden
FROM ops.delivery d
JOIN ops.dataset s USING (dataset_id)
JOIN ops.department p ON p.code = s.department
WHERE d.delivery_id = %(delivery_id)s
