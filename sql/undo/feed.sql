-- Masters that an undo changed: those that nothing speaks of any more end, those that a delivery
-- founds which was merged again begin.
insert into ops.change (change_id, thing, master_id, action, valid_from, known_from, delivery_id)
select %(last)s + row_number() over (order by u.master_id), %(thing)s, u.master_id,
       case when not exists (select from {master} m where m.master_id = u.master_id) then 'd'
            when i.known_from = %(known)s then 'i'
            else 'u' end,
       a.since, %(known)s, %(delivery_id)s
  from undo_changed u
  join undo_master a on a.master_id = u.master_id
  join {identity} i on i.master_id = u.master_id
