select r.owner_id from ops.resolution r
 where r.reference = {reference} and r.known_to = 'infinity' and r.state <> 'refused'
   and exists (select from changed c where c.master_id = r.owner_id)
