-- What people say of a saying holds for every owner that says the same.
with answered as (
    update ops.resolution r set known_to = %(known)s
     where r.reference = %(reference)s and r.number = %(number)s and r.name = %(name)s
       and r.master_id = %(master_id)s and r.state = 'asked' and r.known_to = 'infinity'
    returning r.owner_id, r.score, r.why
)
insert into ops.resolution (resolution_id, reference, owner_id, number, name, master_id, state,
                            method, score, decider, why, known_from)
select %(last)s + row_number() over (order by a.owner_id), %(reference)s, a.owner_id, %(number)s,
       %(name)s, %(master_id)s, %(state)s, 'decision', a.score, %(by)s,
       coalesce(a.why, '{{}}') || jsonb_build_object('reason', %(reason)s::text), %(known)s
  from answered a
