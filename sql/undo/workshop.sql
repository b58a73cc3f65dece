-- The temporary tables that merging left, so that it can merge again.
select c.relname from pg_class c
 where c.relnamespace = pg_my_temp_schema() and c.relkind = 'r' and c.relname not like all(%(keep)s::text[])
