-- Persons: who bears an identifier of a line, and whether anything else agrees. It is believed
-- when a name agrees, or birth date and sex do and nobody else bears that name and birth date.
create temp table match_strong on commit drop as
with claim as (
    select o.line, o.record_id, v.kind, v.value, v.rank
    from match_open o
    join {staged} d using (line)
    cross join lateral (values
        ('citizen_number', d.citizen_number, 1),
        ('passport', d.passport_number, 2),
        ('permit', d.permit_number, 3)
    ) v(kind, value, rank)
    where v.value is not null
), candidate as (
    select c.line, c.record_id, f.master_id, min(c.rank) as rank,
        array_agg(distinct c.kind) as kinds
    from claim c
    join population.person_identifier f on f.value = c.value and f.kind = c.kind
    group by c.line, c.record_id, f.master_id
), judged as (
    select c.line, c.master_id, c.rank, c.kinds,
        coalesce(p.name in (d.name, d.former_name), false) or exists (
            select from population.person_name n
            where n.master_id = c.master_id
              and n.text in (d.name, d.former_name, d.latin_name, d.script_name)
        ) as by_name,
        coalesce(d.birth_date = p.birth_date, false) as by_birth,
        coalesce(nullif(d.sex, '0') = nullif(p.sex, '0'), true) as one_sex,
        d.name, d.birth_date
    from candidate c
    join {staged} d using (line)
    join population.person p using (master_id)
    where not exists (
        select from ops.review v
        where v.thing = 'person' and v.record_id = c.record_id and v.master_id = c.master_id
          and v.decision = 'different'
    )
)
select j.line, j.master_id, j.rank, j.kinds,
    array_remove(array[
        case when j.by_name then 'name' end, case when j.by_birth then 'birth_date' end
    ], null) as agreed,
    case
        when j.by_name then j.by_birth or j.one_sex
        when j.by_birth and j.one_sex then not exists (
            select from population.person q
            where q.name = j.name and q.birth_date = j.birth_date and q.master_id <> j.master_id
        )
        else false
    end as believed
from judged j;

analyze match_strong;
