-- What was found out is noted; what it contradicts was believed until now.
update ops.resolution r set known_to = %(known)s
  from saying s left join verdict v using (saying_id)
 where r.reference = %(reference)s and r.owner_id = s.owner_id and r.number = s.number
   and r.name = s.name and r.known_to = 'infinity' and r.state <> 'refused'
   and (v.master_id, v.state, v.method) is distinct from (r.master_id, r.state, r.method);
delete from ops.resolution r
 where r.reference = %(reference)s and r.known_from = %(known)s and r.known_to = %(known)s;
insert into ops.resolution (resolution_id, reference, owner_id, number, name, master_id, state,
                            method, score, decider, why, known_from)
select %(last)s + row_number() over (order by s.saying_id), %(reference)s, s.owner_id, s.number,
       s.name, v.master_id, v.state, v.method, v.score, %(decider)s, v.why, %(known)s
  from verdict v join saying s using (saying_id)
 where not exists (select from ops.resolution r
                    where r.reference = %(reference)s and r.owner_id = s.owner_id
                      and r.number = s.number and r.name = s.name and r.known_to = 'infinity'
                      and r.state <> 'refused')
