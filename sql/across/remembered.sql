select coalesce(
           (select m.master_id
              from ops.resolution r
              join {identity} d on d.master_id = r.master_id
              join {master} m on m.master_id = coalesce(d.merged_into, d.master_id)
             where r.reference = {reference} and r.owner_id = {owner} and r.known_to = 'infinity'
               and r.number = coalesce({by}, '') and r.name = coalesce({name}, '')
               and r.state = 'linked'),
           (select case when min(i.master_id + 0) = max(i.master_id + 0) then min(i.master_id + 0) end
              from {identifiers}
             where i.value = {by} and {bears}
               and not exists (select from ops.resolution r
                                where r.reference = {reference} and r.owner_id = {owner}
                                  and r.known_to = 'infinity' and r.number = coalesce({by}, '')
                                  and r.name = coalesce({name}, '') and r.state = 'refused'
                                  and r.master_id = i.master_id))) as {column}
