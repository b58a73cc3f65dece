-- A record whose link an undo closed, and which now would found a master, comes back to the one it
-- spoke of: always where what identifies it is as it was, though others have joined that master;
-- else where nobody has. So an identity outlives the undo of its delivery.
with closed as (
    select distinct on (m.line) m.line, m.cluster, l.master_id, l.known_to, k.changed
      from {matched} m
      join match_known k using (line)
      join {link} l on l.record_id = m.record_id and l.known_to < 'infinity'
     where m.master_id is null and m.cluster is not null
     order by m.line, l.known_to desc, l.known_from desc
), candidate as (
    select c.cluster, c.master_id, c.changed, c.line
      from closed c
      join {identity} i on i.master_id = c.master_id and i.merged_into is null
     where c.known_to in (select d.undone_at from ops.delivery d
                           where d.dataset_id = %(dataset_id)s and d.undone_at is not null)
       and (not c.changed
            or (not exists (select from {link} o
                             where o.master_id = c.master_id and o.known_to = 'infinity')
                and not exists (select from {matched} o where o.master_id = c.master_id)))
), chosen as (
    select distinct on (c.cluster) c.cluster, c.master_id
      from candidate c
     where not c.changed
        or (c.master_id, c.line) in (select f.master_id, min(f.line) from candidate f
                                      group by f.master_id having bool_and(f.changed))
     order by c.cluster, c.changed, c.line
)
update {matched} m set master_id = c.master_id
  from chosen c where m.master_id is null and m.cluster = c.cluster;
