-- The master on a day, as known at a moment, and which record won each attribute.
select m.claims, m.valid_from, m.known_from, m.delivery_id
  from {masters}(%(day)s::date, %(known)s::timestamptz) m
 where m.master_id = %(master)s
