-- What the rows of a master say of whom they mean, and what was found out of that.
select t.{by}::text as said, {name}::text as name, t.{column} as found,
       r.state, r.method, r.score, r.decider, r.why, r.master_id
  from {table} t
  left join ops.resolution r
    on r.reference = %(reference)s and r.owner_id = t.master_id and r.number = coalesce(t.{by}, '')
   and r.name = coalesce({name}, '') and r.known_to = 'infinity' and r.state <> 'refused'
 where t.master_id = %(master_id)s
 order by 1, 2
