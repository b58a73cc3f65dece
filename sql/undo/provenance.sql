-- What is so again was said by whom it was said before.
update {record} r set delivery_id = b.delivery_id
  from undo_base b
 where r.record_id = b.record_id and r.valid_from = b.valid_from and b.valid_to = 'infinity'
   and r.known_from = %(known)s;
update {record_history} h set delivery_id = b.delivery_id
  from undo_base b
 where h.record_id = b.record_id and h.valid_from = b.valid_from and h.valid_to = b.valid_to
   and h.known_from = %(known)s and h.known_to = 'infinity'
