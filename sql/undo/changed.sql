-- The masters of which a table says something else than it said before the undo. Rows that came
-- and went within it were never to be seen: they leave no trace.
delete from {history} h using undo_master u
 where h.master_id = u.master_id and h.known_from = %(known)s and h.known_to = %(known)s;
with before as (
    select {of_history}, h.valid_from, h.valid_to
      from undo_master u join {history} h on h.master_id = u.master_id
     where h.known_from < %(known)s and h.known_to = %(known)s
), said as (
    select {of_current}, c.valid_from, date 'infinity' as valid_to
      from undo_master u join {current} c on c.master_id = u.master_id
     where c.known_from = %(known)s
    union all
    select {of_history}, h.valid_from, h.valid_to
      from undo_master u join {history} h on h.master_id = u.master_id
     where h.known_from = %(known)s and h.known_to = 'infinity'
)
insert into undo_changed (master_id)
select b.master_id from before b
 where not exists (select from said s where s.master_id = b.master_id
                      and s.valid_from = b.valid_from and s.valid_to = b.valid_to
                      and not ({differs}))
union
select s.master_id from said s
 where not exists (select from before b where s.master_id = b.master_id
                      and s.valid_from = b.valid_from and s.valid_to = b.valid_to
                      and not ({differs}))
on conflict do nothing
