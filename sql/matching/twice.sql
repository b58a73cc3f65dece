-- Lines of one delivery that share an identifier and agree enough. An identifier on more than twenty
-- lines is a placeholder, not a number.
create temp table match_shared on commit drop as
with claim as materialized (
    select distinct o.line, v.kinds, v.value
    from match_open o
    join {staged} d using (line)
    cross join lateral (values {claims}) v(kinds, value, rank)
    where v.value is not null
      and not exists (select from {result} m where m.line = o.line)
)
select c.kinds, c.value, c.line
from claim c
join (
    select kinds, value from claim group by kinds, value having count(*) between 2 and 20
) s using (kinds, value);

analyze match_shared;

-- Only these rows are looked at, so that no condition is asked of all.
create temp table match_sharing on commit drop as
select d.* from {staged} d where d.line in (select line from match_shared);

analyze match_sharing (line);

insert into match_edge (line, other, method, score, decider, why)
select a.line, b.line, 'strong', 1, %(decider)s,
    jsonb_build_object('identifiers', array_agg(distinct x.kinds[1]), 'agreed', array['name'])
from match_shared x
join match_shared y on y.kinds = x.kinds and y.value = x.value and y.line > x.line
join match_sharing a on a.line = x.line
join match_sharing b on b.line = y.line
where ({twice})
  and not exists (
      select from match_apart p
      where (p.line, p.other) in ((a.line, b.line), (b.line, a.line))
  )
group by a.line, b.line;
