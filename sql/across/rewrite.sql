-- The rows of these sayings mean whom was found, or nobody, as something we did not know before.
drop table if exists found;
create temporary table found on commit drop as
select {row_of_table}, case when v.state = 'linked' then v.master_id end as found,
       t.valid_from, t.delivery_id
  from saying s
  left join verdict v using (saying_id)
  join {table} t on t.master_id = s.owner_id and coalesce(t.{by}, '') = s.number and {same_name}
 where t.{reference} is distinct from case when v.state = 'linked' then v.master_id end;

insert into {history} ({columns}, valid_from, valid_to, known_from, known_to, delivery_id)
select {of_table}, t.valid_from, 'infinity', t.known_from, %(known)s, t.delivery_id
  from {table} t join found f on {same_row}
 where t.known_from < %(known)s;
update {table} t set {reference} = f.found, known_from = %(known)s
  from found f where {same_row};
insert into resolved (thing, master_id, valid_from, delivery_id)
select %(owner)s, f.master_id, f.valid_from, f.delivery_id from found f
