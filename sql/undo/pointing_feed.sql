insert into ops.change (change_id, thing, master_id, action, valid_from, known_from, delivery_id)
select %(last)s + row_number() over (order by p.thing, p.master_id), p.thing, p.master_id, 'u',
       min(p.valid_from), %(known)s, %(delivery_id)s
  from undo_pointing p
 where not (p.thing = %(thing)s and p.master_id in (select u.master_id from undo_changed u))
 group by p.thing, p.master_id
