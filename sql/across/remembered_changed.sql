select r.owner_id
  from changed c join ops.resolution r on r.master_id = c.master_id and r.known_to = 'infinity'
 where r.reference = %(reference)s and r.state <> 'refused'
