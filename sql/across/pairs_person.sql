-- Persons who may be meant: by the number; by the name, where something else agrees; those who have
-- to do with the owner anyway. With what agrees, and how many bear the name.
with said as (
    select s.*, c.phone, c.addresses, c.parties, c.divisions,
           case when s.number ~ '^\d{{17}}[\dX]$' then s.number else s.raw end as written,
           case when s.number ~ '^\d{{17}}[\dX]$' then substr(s.number, 7, 8) end as born
      from saying s left join context c using (owner_id)
), bearing as (
    select s.saying_id, n.master_id
      from said s join population.person_name n on n.text = s.name
), namesakes as (
    select saying_id, count(distinct master_id) as bearers from bearing group by saying_id
), found as (
    select s.saying_id, i.master_id
      from said s join population.person_identifier i on i.value = s.number
     where s.number <> ''
    union
    select s.saying_id, p.master_id
      from said s
      join bearing b using (saying_id)
      join population.person p on p.master_id = b.master_id
     where to_char(p.birth_date, 'YYYYMMDD') = s.born or p.phone = s.phone
        or p.master_id = any(s.parties)
        or left(p.citizen_number, 6) = left(s.written, 6)
        or substr(p.citizen_number, 7, 8) = substr(s.written, 7, 8)
        or right(p.citizen_number, 4) = right(s.written, 4)
        or exists (select from unnest(s.divisions) d
                    where left(d, 6) in (left(p.registered_division, 6), left(p.residence_division, 6)))
        or exists (select from population.residence a
                    where a.master_id = p.master_id and a.address = any(s.addresses))
    union
    select s.saying_id, unnest(s.parties) from said s
)
select f.saying_id, f.master_id, s.number, s.name, s.raw, s.kind, coalesce(n.bearers, 0) as bearers,
       exists (select from bearing b where b.saying_id = f.saying_id and b.master_id = f.master_id)
           as named,
       p.name as own_name,
       array_to_string(array(select distinct m.text from population.person_name m
                              where m.master_id = p.master_id and m.text <> p.name), E'\x1f') as also,
       p.citizen_number as own_number,
       exists (select from population.person_identifier i
                where i.master_id = f.master_id and i.value = s.number) as numbered,
       p.birth_date as own_birth, p.sex as own_sex,
       coalesce(p.phone = s.phone, false) as phone,
       exists (select from population.residence a
                where a.master_id = p.master_id and a.address = any(s.addresses)) as address,
       coalesce(p.master_id = any(s.parties), false) as party,
       (select max(case when left(d, 9) = left(o, 9) and length(d) >= 9 then 9
                        when left(d, 6) = left(o, 6) then 6
                        when left(d, 4) = left(o, 4) then 4 else 0 end)
          from unnest(s.divisions) d, unnest(array[p.registered_division, p.residence_division]) o
         where o is not null) as near,
       exists (select from legal_entity.entity_name e where e.text = s.name) as rival
  from found f
  join said s using (saying_id)
  join population.person p on p.master_id = f.master_id
  left join namesakes n using (saying_id)
