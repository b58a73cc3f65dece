-- The links in force of some records and of all that stand at some masters; `home` is where the
-- machine put the record.
select l.record_id, l.master_id, l.method,
       case when l.method in ('decision', 'merged', 'split') then (l.why ->> 'home')::bigint
            else l.master_id end as home,
       (l.why ->> 'decision')::bigint as decision_id
  from {link} l
 where l.known_to = 'infinity'
   and (l.record_id = any(%(records)s) or l.master_id = any(%(masters)s))
