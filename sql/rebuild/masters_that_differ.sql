-- Rows of masters or their facets as they were kept and as they were derived again, where these
-- differ; references are left out.
(select 'stands' as side, {columns} from {kept} except all select 'stands', {columns} from {table})
union all
(select 'told' as side, {columns} from {table} except all select 'told', {columns} from {kept})
order by 2, 1
