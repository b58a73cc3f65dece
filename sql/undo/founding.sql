-- The clusters that found a master, and the first record of each.
select m.cluster, (array_agg(m.record_id order by m.line))[1] as founder
  from undo_matched m
 where m.founds
 group by m.cluster
 order by m.cluster
