-- References to masters that changed: each is looked up again, in what is so now and in
-- what we still believe was so; one that finds nothing waits again.
drop table if exists undo_found;
create temporary table undo_found on commit drop as
with pointing as (
    select {of_table}, t.valid_from, date 'infinity' as valid_to, t.known_from, t.delivery_id,
           true as stands
      from {changed} u join {table} t on t.{reference} = u.master_id
    union all
    select {of_history}, h.valid_from, h.valid_to, h.known_from, h.delivery_id, false
      from {changed} u join {history} h on h.{reference} = u.master_id
     where h.known_to = 'infinity'
)
select p.*, {found} as found
  from pointing p{lookups};
delete from undo_found f where f.found is not distinct from f.{reference};

insert into {history} ({columns}, valid_from, valid_to, known_from, known_to, delivery_id)
select {of_found}, f.valid_from, f.valid_to, f.known_from, %(known)s, f.delivery_id
  from undo_found f where f.stands and f.known_from < %(known)s;
update {table} t set {reference} = f.found, known_from = %(known)s
  from undo_found f where f.stands and {same_row};
update {history} h set known_to = %(known)s
  from undo_found f
 where not f.stands and h.known_to = 'infinity' and {same_past} and h.valid_from = f.valid_from;
insert into {history} ({columns}, valid_from, valid_to, known_from, known_to, delivery_id)
select {of_refound}, f.valid_from, f.valid_to, %(known)s, 'infinity', f.delivery_id
  from undo_found f where not f.stands;
insert into {pointing} (thing, master_id, valid_from, delivery_id)
select %(owner)s, f.master_id, f.valid_from, f.delivery_id from undo_found f
