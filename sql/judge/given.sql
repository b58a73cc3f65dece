-- Records among those just linked that decisions bear on: they are decided, or what founded the
-- master, or they came to where one of these stands.
with decided as (
    select d.record_id, d.master_id
      from ops.decision d
     where d.thing = %(thing)s and d.revoked_at is null and d.verdict <> 'unsure'
), involved as (
    select d.record_id from decided d
    union
    select i.founder from decided d join {identity} i using (master_id) where i.founder is not null
), places as (
    select d.master_id from decided d
    union
    select l.master_id from involved v join {link} l using (record_id) where l.known_to = 'infinity'
)
select l.record_id
  from {link} l
 where l.known_to = 'infinity' and l.known_from = %(known)s
   and (l.record_id in (select v.record_id from involved v)
        or l.master_id in (select p.master_id from places p))
