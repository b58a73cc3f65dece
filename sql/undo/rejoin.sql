-- Who would found a master comes back to the one it spoke of: always where what identifies it is as
-- it was, though others have joined that master; else where nobody stands, the first who left. None
-- comes back where the founder stands elsewhere by now.
with candidate as (
    select m.cluster, o.former, o.steady, m.line
      from undo_matched m
      join undo_open o using (line)
      join {identity} i on i.master_id = o.former and i.merged_into is null
     where m.founds
       and not exists (select from {link} f where f.record_id = i.founder and f.known_to = 'infinity'
                                              and f.master_id <> i.master_id)
       and not exists (select from undo_matched f where f.record_id = i.founder
                                                    and f.master_id <> i.master_id)
       and (o.steady
            or (not exists (select from {link} l
                             where l.master_id = o.former and l.known_to = 'infinity')
                and not exists (select from undo_matched f where f.master_id = o.former)))
), chosen as (
    select distinct on (c.cluster) c.cluster, c.former
      from candidate c
     where c.steady
        or (c.former, c.line) in (select f.former, min(f.line) from candidate f
                                   group by f.former having not bool_or(f.steady))
     order by c.cluster, c.steady desc, c.line
)
update undo_matched m set master_id = c.former, founds = false
  from chosen c where m.founds and m.cluster = c.cluster
