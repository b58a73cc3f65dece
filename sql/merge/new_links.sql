-- Which master each new or relinked record speaks of.
insert into {link} (record_id, master_id, method, score, decider, why, delivery_id, known_from, known_to)
select p.record_id, p.master_id, p.method, p.score, p.decider, p.why, %(delivery_id)s, %(known)s, 'infinity'
  from plan p
 where p.op = 'u'
   and (p.fresh or exists (select from relinked x where x.record_id = p.record_id)
        or (p.action in ('created', 'changed') and not exists (
            select from {link} l where l.record_id = p.record_id and l.known_to = 'infinity')));
