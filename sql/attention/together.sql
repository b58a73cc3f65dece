-- The records of the masters looked at.
(select a.master_id, r.* from {looked_at} a
   join {link} l on l.master_id = a.master_id and l.known_to = 'infinity'
   join {record} r on r.record_id = l.record_id)
