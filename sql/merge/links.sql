-- Which master each record speaks of. A link that no longer holds is closed, never deleted; a
-- record that comes back after its delivery was undone has none and gets one.
create temporary table relinked on commit drop as
select l.record_id, l.master_id as former, p.master_id, p.valid_from
  from plan p join {link} l on l.record_id = p.record_id and l.known_to = 'infinity'
 where not p.fresh and p.op = 'u' and l.master_id <> p.master_id;

update {link} l set known_to = %(known)s
  from relinked x where l.record_id = x.record_id and l.known_to = 'infinity';
