-- What was found to be otherwise at a moment is known no more.
insert into {record_history} ({columns}, valid_from, valid_to, known_from, known_to, delivery_id)
select {of_kept}, k.valid_from, k.valid_to, k.known_from, k.known_to, k.delivery_id
  from rebuild_record k
 where k.known_to = %(at)s and k.valid_to = 'infinity' and k.known_from < %(at)s;
delete from {record} r
 using rebuild_record k
 where k.known_to = %(at)s and k.valid_to = 'infinity'
   and r.record_id = k.record_id and r.known_from = k.known_from;
update {record_history} h set known_to = k.known_to
  from rebuild_record k
 where k.known_to = %(at)s and k.valid_to < 'infinity'
   and h.record_id = k.record_id and h.valid_from = k.valid_from and h.known_from = k.known_from
   and h.known_to = 'infinity'
