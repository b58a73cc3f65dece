-- Rows that waited for a thing: their reference is filled in, as something we did not know before.
drop table if exists found;
create temporary table found on commit drop as
select {row_of_table}, {found} as found, t.valid_from, t.delivery_id
  from {table} t
  join ({arrived}) a on a.value = t.{by}{lookups}
 where {waits} and t.{by} is not null and {found} is not null;

insert into {history} ({columns}, valid_from, valid_to, known_from, known_to, delivery_id)
select {of_table}, t.valid_from, 'infinity', t.known_from, %(known)s, t.delivery_id
  from {table} t join found f on {same_row};
update {table} t set {reference} = f.found, known_from = %(known)s
  from found f where {same_row};
insert into resolved (thing, master_id, valid_from, delivery_id)
select %(owner)s, f.master_id, f.valid_from, f.delivery_id from found f;
