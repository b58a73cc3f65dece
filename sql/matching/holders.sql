-- Who bears an identifier of a line, and what else agrees: `believed` when that is enough.
create temp table match_strong on commit drop as
with claim as (
    select o.line, v.kinds, v.value, v.rank
    from match_open o
    join {staged} d using (line)
    cross join lateral (values {claims}) v(kinds, value, rank)
    where v.value is not null
), candidate as (
    select c.line, f.master_id, min(c.rank) as rank, count(distinct c.rank) as ranks,
        array_agg(distinct f.kind::text) as kinds
    from claim c
    join {identifiers} f on f.value = c.value and f.kind = any (c.kinds)
    group by c.line, f.master_id
), judged as (
    select c.line, c.master_id, c.rank, c.kinds, x.*
    from candidate c
    join {staged} d using (line)
    join {master} p using (master_id)
    cross join lateral (select {facts}) x
    where not exists (
        select from match_apart a where a.line = c.line and a.master_id = c.master_id
    )
)
select line, master_id, rank, kinds, array_remove(array[{agreed}], null) as agreed,
    coalesce({believed}, false) as believed
from judged;

analyze match_strong;
