-- Rows that waited for a thing, and what they refer to now.
drop table if exists found;
create temporary table found on commit drop as
select {row_of_table}, {found} as found, t.valid_from, t.delivery_id
  from {table} t
  join ({arrived}) a on a.value = t.{by}{lookups}
 where {waits} and t.{by} is not null and {found} is not null
