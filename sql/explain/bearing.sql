-- The masters that bear an identifier on a day, as known at a moment.
select distinct f.master_id
  from {identifiers}(%(day)s::date, %(known)s::timestamptz) f
 where f.value = %(value)s and (%(kind)s::text is null or f.kind = %(kind)s)
 order by 1
