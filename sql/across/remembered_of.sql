select r.owner_id from ops.resolution r
 where r.reference = %(reference)s and r.known_to = 'infinity' and r.state <> 'refused'
