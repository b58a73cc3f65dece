-- What the model compares of some masters and of some records.
select 'm' || d.master_id as which, {line}
from (select p.*, null::jsonb as original from {master} p where p.master_id = any(%(masters)s)) d
union all
select 'r' || d.record_id, {line}
from {record} d
where d.record_id = any(%(records)s);
