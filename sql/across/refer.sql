-- The rows in `found` mean whom was found, or nobody, as something we did not know before.
insert into {history} ({columns}, valid_from, valid_to, known_from, known_to, delivery_id)
select {of_table}, t.valid_from, 'infinity', t.known_from, %(known)s, t.delivery_id
  from {table} t join found f on {same_row}
 where t.known_from < %(known)s;
update {table} t set {reference} = f.found, known_from = %(known)s
  from found f where {same_row};
insert into resolved (thing, master_id, valid_from, delivery_id)
select %(owner)s, f.master_id, f.valid_from, f.delivery_id from found f
