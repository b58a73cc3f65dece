-- Legal entities: who bears an identifier of a line, and whether anything else agrees. It is
-- believed when a name agrees (or one name holds the other), or another registration fact does; a
-- branch under its parent's code is not the parent, unless representative and date say so. A tax number may be the credit code.
create temp table match_strong on commit drop as
with branch(words) as (
    values ('分公司|分店|分行|支行|分部|分所|分校|分院|分局|营业部|营业厅|办事处|服务站')
), claim as (
    select o.line, o.record_id, v.kinds, v.value, v.rank
    from match_open o
    join {staged} d using (line)
    cross join lateral (values
        (array['credit_code', 'tax_number'], d.credit_code, 1),
        (array['credit_code', 'tax_number'], d.tax_number, 1),
        (array['organization_code'], d.organization_code, 2),
        (array['organization_code'], substr(d.credit_code, 9, 9), 2),
        (array['registration_number'], d.registration_number, 3)
    ) v(kinds, value, rank)
    where v.value is not null
), candidate as (
    select c.line, c.record_id, f.master_id, min(c.rank) as rank, count(distinct c.rank) as ranks,
        array_agg(distinct f.kind::text) as kinds
    from claim c
    join legal_entity.entity_identifier f on f.value = c.value and f.kind = any (c.kinds)
    group by c.line, c.record_id, f.master_id
), judged as (
    select c.line, c.master_id, c.rank, c.kinds,
        coalesce(p.name in (d.name, d.former_name, d.short_name), false) or exists (
            select from legal_entity.entity_name n
            where n.master_id = c.master_id and n.kind <> 'english'
              and n.text in (d.name, d.former_name, d.short_name)
        ) as by_name,
        least(length(d.name), length(p.name)) >= 4
            and (position(d.name in p.name) > 0 or position(p.name in d.name) > 0) as by_part,
        (d.name ~ b.words) = (p.name ~ b.words) as one_kind,
        coalesce(d.legal_representative_name = p.legal_representative_name, false)
            as by_representative,
        coalesce(d.established_date = p.established_date, false) as by_date,
        coalesce(d.registered_address = p.registered_address, false) as by_address,
        c.ranks > 1 and 'registration_number' = any (c.kinds) as by_number
    from candidate c
    join {staged} d using (line)
    join legal_entity.entity p using (master_id)
    cross join branch b
    where not exists (
        select from ops.review v
        where v.thing = 'entity' and v.record_id = c.record_id and v.master_id = c.master_id
          and v.decision = 'different'
    )
)
select line, master_id, rank, kinds,
    array_remove(array[
        case when by_name then 'name' when by_part then 'part of the name' end,
        case when by_representative then 'legal_representative_name' end,
        case when by_date then 'established_date' end,
        case when by_address then 'registered_address' end,
        case when by_number then 'second identifier' end
    ], null) as agreed,
    by_name or (by_representative and by_date)
        or (one_kind and (by_part or by_representative or by_date or by_address or by_number))
        as believed
from judged;

analyze match_strong;
