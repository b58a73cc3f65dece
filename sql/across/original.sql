(select min(o.original ->> {attribute}) from {record} o where o.record_id = t.record_id)
