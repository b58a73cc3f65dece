-- Things with a natural key: the master that bears the key, or a new one for each new key.
with keyed as (
    select d.line, k.record_id, {natural_key} as natural_key
    {examined}
)
insert into {result} (line, record_id, master_id, cluster, method, score, decider, why)
select k.line, k.record_id, i.master_id,
    case when i.master_id is null
        then min(k.line) over (partition by coalesce(k.natural_key, 'line ' || k.line)) end,
    'key', 1, %(decider)s, %(why)s::jsonb
from keyed k
left join {identity} i on i.natural_key = k.natural_key;
