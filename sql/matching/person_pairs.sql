-- Persons: which masters, and which lines of the same delivery, are worth comparing. Masters by
-- birth date with the surname or the prefecture, by name with a birth date that could be a slip, and
-- the disputed holders of an identifier. A line whose number is trusted looks only among the masters
-- without one: they are few and have indexes of their own, so that the stock does not matter. Lines
-- by birth date with the surname, or the prefecture for names that are spelt in many ways: one
-- register lists nobody twice unless nearly all agrees.
create temp table match_pair on commit drop as
with born_alike as (
    select s.line, s.name as said, s.prefecture, p.master_id, p.name,
        coalesce(p.registered_division, p.residence_division) as division
    from match_loose s
    join population.person p on p.birth_date = s.birth_date
    where not s.trusted
    union all
    select s.line, s.name, s.prefecture, p.master_id, p.name,
        coalesce(p.registered_division, p.residence_division)
    from match_loose s
    join population.person p on p.birth_date = s.birth_date and p.citizen_number is null
    where s.trusted
), named_alike as (
    select s.line, s.birth_date as said, p.master_id, p.birth_date
    from match_loose s
    join population.person p on p.name = s.name
    where not s.trusted
    union all
    select s.line, s.birth_date, p.master_id, p.birth_date
    from match_loose s
    join population.person p on p.name = s.name and p.citizen_number is null
    where s.trusted
), candidate as (
    select b.line, b.master_id
    from born_alike b
    where left(b.name, 1) = left(b.said, 1) or left(b.division, 4) = b.prefecture
    union
    select n.line, n.master_id
    from named_alike n
    where n.birth_date is null or n.said is null
       or abs(n.birth_date - n.said) <= 31
       or to_char(n.birth_date, 'YYYYDDMM') = to_char(n.said, 'YYYYMMDD')
       or to_char(n.birth_date, 'MMDD') = to_char(n.said, 'MMDD')
    union
    select s.line, s.master_id
    from match_strong s
    join match_loose l using (line)
), fellow as (
    select s.line, t.line as other
    from match_loose s
    join match_loose t on t.birth_date = s.birth_date and t.line <> s.line
    where not s.trusted
      and (left(t.name, 1) = left(s.name, 1)
           or (t.prefecture = s.prefecture and (s.transliterated or t.transliterated)))
    union
    select s.line, t.line
    from match_loose s
    join match_loose t on t.citizen_number = s.citizen_number and t.line <> s.line
)
select c.line, c.master_id, null::bigint as other,
    exists (
        select from population.person_link l
        join population.person_record r using (record_id)
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
    where v.thing = 'person' and v.record_id = s.record_id and v.master_id = c.master_id
      and v.decision = 'different'
)
union all
-- A pair of two unsettled lines is found from both sides; once is enough.
select distinct greatest(f.line, f.other), null::bigint, least(f.line, f.other), true
from fellow f;
