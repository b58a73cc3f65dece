-- Ids by number, by what leads to them, and by the records that founded them.
select i.master_id, i.founder, i.merged_into, i.known_from,
       exists (select from {link} l
                where l.record_id = i.founder and l.known_from = i.known_from
                  and l.master_id = i.master_id and l.method = 'split') as of_split
  from {identity} i
 where i.master_id = any(%(masters)s)
    or i.merged_into = any(%(masters)s)
    or i.master_id in (select l.master_id from {link} l where l.record_id = any(%(records)s))
       and i.founder = any(%(records)s)
