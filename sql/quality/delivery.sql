-- Everything the ledger says of a delivery, with its dataset and department.
SELECT d.*, s.name AS dataset, s.zh AS title_zh, s.en AS title_en, s.base, s.thing, s.contract,
    p.code AS department, p.zh AS department_zh, p.en AS department_en, p.golden
FROM ops.delivery d
JOIN ops.dataset s USING (dataset_id)
JOIN ops.department p ON p.code = s.department
WHERE d.delivery_id = %(delivery_id)s
