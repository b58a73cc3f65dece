-- Of judged pairs only those stay whose line's dataset lists the master already, or would once this
-- delivery's other lines are merged.
delete from match_listed j
using match_loose s
where s.line = j.line
  and not exists (select from {result} m where m.master_id = j.master_id)
  and not exists (
      -- From the master to its records, never from all records of the dataset.
      select from (
          select l.record_id from {link} l
          where l.master_id = j.master_id and l.known_to = 'infinity'
          offset 0
      ) l
      join {record} r using (record_id)
      where r.dataset_id = %(dataset)s and r.record_id is distinct from s.record_id
  )
