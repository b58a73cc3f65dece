-- Legal entities: lines of one delivery that share an identifier and a name. An identifier on more
-- than twenty lines is a placeholder, not a number.
create temp table match_shared on commit drop as
with claim as materialized (
    select distinct o.line, v.kind, v.value
    from match_open o
    join {staged} d using (line)
    cross join lateral (values
        ('credit_code', d.credit_code),
        ('credit_code', d.tax_number),
        ('organization_code', d.organization_code),
        ('registration_number', d.registration_number)
    ) v(kind, value)
    where v.value is not null
      and not exists (select from {result} m where m.line = o.line)
)
select c.kind, c.value, c.line
from claim c
join (
    select kind, value from claim group by kind, value having count(*) between 2 and 20
) s on s.kind = c.kind and s.value = c.value;

analyze match_shared;

insert into match_edge (line, other, method, score, decider, why)
select a.line, b.line, 'strong', 1, %(decider)s,
    jsonb_build_object('identifiers', array_agg(distinct x.kind), 'agreed', array['name'])
from match_shared x
join match_shared y on y.kind = x.kind and y.value = x.value and y.line > x.line
join {staged} a on a.line = x.line
join {staged} b on b.line = y.line
where (a.name in (b.name, b.former_name, b.short_name) or b.name in (a.former_name, a.short_name))
group by a.line, b.line;
