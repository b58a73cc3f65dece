-- The indexes of a table: what takes each away and what makes it again as it was. A key that others
-- refer to stays.
select case when c.oid is null then format('drop index %%s', i.indexrelid::regclass)
            else format('alter table %%s drop constraint %%I', i.indrelid::regclass, c.conname)
       end as gone,
       case when c.oid is null then pg_get_indexdef(i.indexrelid)
            else format('alter table %%s add constraint %%I %%s', i.indrelid::regclass, c.conname,
                        pg_get_constraintdef(c.oid))
       end as again
  from pg_index i
  left join pg_constraint c on c.conindid = i.indexrelid and c.conrelid = i.indrelid
 where i.indrelid = %(table)s::regclass
   and not exists (select from pg_depend d
                    where d.objid <> i.indexrelid
                      and (d.refclassid = 'pg_constraint'::regclass and d.refobjid = c.oid
                           or d.refclassid = 'pg_class'::regclass and d.refobjid = i.indexrelid))
 order by i.indexrelid
