-- A decision is taken back for every owner that it answered.
update ops.resolution r
   set known_to = %(known)s,
       why = coalesce(r.why, '{{}}') || jsonb_build_object(
           'revoked', jsonb_build_object('by', %(by)s::text, 'reason', %(reason)s::text))
 where r.reference = %(reference)s and r.number = %(number)s and r.name = %(name)s
   and r.master_id = %(master_id)s and r.method = 'decision' and r.known_to = 'infinity'
