-- Of whom something was found out that a changed master bears on.
select r.owner_id
  from changed c
  join (select master_id, text from {names} union all select master_id, text from {past_names}) n
    on n.master_id = c.master_id
  join ops.resolution r on r.name = n.text and r.known_to = 'infinity'
 where r.reference = %(reference)s and r.state <> 'refused'
union
select r.owner_id
  from changed c join ops.resolution r on r.master_id = c.master_id and r.known_to = 'infinity'
 where r.reference = %(reference)s and r.state <> 'refused'
