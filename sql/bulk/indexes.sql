-- A primary key grows at its end when ids are given in their order, so it is left in its place.
select i.indexrelid::regclass::text as name, pg_get_indexdef(i.indexrelid) as definition
  from pg_index i
 where i.indrelid = %(table)s::regclass
   and not exists (select from pg_constraint c where c.conindid = i.indexrelid)
 order by i.indexrelid
