-- A record whose link an undo closed, and which now would found a master: it founds the one again
-- that it spoke of, if nobody else does. So an identity outlives the undo of its delivery.
with closed as (
    select distinct on (m.line) m.cluster, l.master_id, l.known_to
      from {matched} m
      join {link} l on l.record_id = m.record_id and l.known_to < 'infinity'
     where m.master_id is null and m.cluster is not null and m.record_id is not null
     order by m.line, l.known_to desc, l.known_from desc
), free as (
    select distinct on (c.cluster) c.cluster, c.master_id
      from closed c
      join {identity} i on i.master_id = c.master_id and i.merged_into is null
     where c.known_to in (select d.undone_at from ops.delivery d
                           where d.dataset_id = %(dataset_id)s and d.undone_at is not null)
       and not exists (select from {link} o
                        where o.master_id = c.master_id and o.known_to = 'infinity')
       and not exists (select from {matched} o where o.master_id = c.master_id)
     order by c.cluster, c.known_to desc, c.master_id
), chosen as (
    select distinct on (f.master_id) f.cluster, f.master_id from free f
     order by f.master_id, f.cluster
)
update {matched} m set master_id = c.master_id
  from chosen c where m.master_id is null and m.cluster = c.cluster;
