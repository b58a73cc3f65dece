-- One row in the feed for every master that one new record founds (see feed.sql for the order).
insert into ops.change (change_id, thing, master_id, action, valid_from, known_from, delivery_id)
select %(last)s + {number}, %(thing)s, p.master_id, 'i',
       p.valid_from, %(known)s, %(delivery_id)s
  from plan p
 where p.alone;
