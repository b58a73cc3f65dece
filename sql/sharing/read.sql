SELECT row_to_json(t)::text AS row, t.master_id::text AS master_id
FROM (
    SELECT {columns}
    FROM {view} v
    WHERE {conditions}
    ORDER BY {order}
    LIMIT %(limit)s OFFSET %(offset)s
) t
