(select min(o.original ->> {attribute})
   from {link} l join {record} o on o.record_id = l.record_id
  where l.master_id = t.master_id and l.known_to = 'infinity')
