-- Who joined on the word of what is undone and came to the same master without it keeps the link it
-- had. How many joined, and how many stand elsewhere now.
create temporary table undo_unmoved on commit drop as
select l.record_id, w.known_from
  from undo_joined j
  join {link} l on l.record_id = j.record_id and l.known_from = %(known)s and l.known_to = 'infinity'
  join {link} w on w.record_id = j.record_id and w.known_to = %(known)s and w.known_from = j.linked
 where l.master_id = w.master_id and l.method not in ('decision', 'merged', 'split');
delete from {link} l using undo_unmoved s
 where l.record_id = s.record_id and l.known_from = %(known)s;
update {link} l set known_to = 'infinity'
  from undo_unmoved s where l.record_id = s.record_id and l.known_from = s.known_from;
select (select count(*) from undo_joined) as joined,
       (select count(*) from undo_joined j
          join {link} l on l.record_id = j.record_id and l.known_to = 'infinity'
         where l.master_id <> j.former) as moved
