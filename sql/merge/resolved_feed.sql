insert into ops.change (change_id, thing, master_id, action, valid_from, known_from, delivery_id)
select %(last)s + row_number() over (order by r.thing, r.master_id), r.thing, r.master_id, 'u',
       min(r.valid_from), %(known)s, max(r.delivery_id)
  from resolved r
 group by r.thing, r.master_id;
