-- Legal entities: which masters, and which lines of the same delivery, are worth comparing: those
-- that bear one of the line's names now or did before, and the disputed holders of an identifier.
create temp table match_pair on commit drop as
with name as (
    select distinct s.line, v.text, s.trusted, s.code
    from match_loose s
    cross join lateral (values (s.name), (s.former_name), (s.short_name)) v(text)
    where v.text is not null
), candidate as (
    select s.line, p.master_id
    from name s
    join legal_entity.entity_name n on n.text = s.text and n.kind <> 'english'
    join legal_entity.entity p on p.master_id = n.master_id
    where not s.trusted or p.credit_code is null
    union
    select s.line, s.master_id
    from match_strong s
    join match_loose l using (line)
), fellow as (
    select s.line, t.line as other
    from name s
    join name t on t.text = s.text and t.line <> s.line
    where not s.trusted
    union
    select s.line, t.line
    from match_loose s
    join match_loose t on t.code = s.code and t.line <> s.line
)
select c.line, c.master_id, null::bigint as other,
    exists (
        select from legal_entity.entity_link l
        join legal_entity.entity_record r using (record_id)
        where l.master_id = c.master_id and l.known_to = 'infinity'
          and r.dataset_id = %(dataset)s
          and r.record_id is distinct from s.record_id
    ) or exists (
        select from {result} m where m.master_id = c.master_id
    ) as same_register
from candidate c
join match_loose s using (line)
where not exists (
    select from ops.review v
    where v.thing = 'entity' and v.record_id = s.record_id and v.master_id = c.master_id
      and v.decision = 'different'
)
union all
select distinct greatest(f.line, f.other), null::bigint, least(f.line, f.other), true
from fellow f;
