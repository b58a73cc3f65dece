-- Links in force that lead elsewhere than those that stand.
select n.record_id, n.master_id, n.method, n.score, n.decider, n.why::text as why
  from {link} n
  left join rebuild_link l on l.record_id = n.record_id and l.known_to = 'infinity'
 where n.known_to = 'infinity' and n.master_id is distinct from l.master_id
 order by n.record_id
