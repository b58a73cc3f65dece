-- What became known at a moment.
insert into {record} ({columns}, valid_from, known_from, delivery_id)
select {of_kept}, k.valid_from, k.known_from, k.delivery_id
  from rebuild_record k
 where k.known_from = %(at)s and k.known_to > %(at)s and k.valid_to = 'infinity';
insert into {record_history} ({columns}, valid_from, valid_to, known_from, known_to, delivery_id)
select {of_kept}, k.valid_from, k.valid_to, k.known_from, 'infinity', k.delivery_id
  from rebuild_record k
 where k.known_from = %(at)s and k.known_to > %(at)s and k.valid_to < 'infinity'
