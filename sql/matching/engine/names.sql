-- DuckDB. Every name that nodes bear or bore, once.
select distinct n.name
from raw r cross join lateral (select unnest(list_append(string_split(r.names, chr(31)), r.name))) n(name)
where n.name is not null
order by 1;
