-- Entities that may be meant: by the number, by the organisation code within it, by the name. With
-- what agrees, and how many bear the name.
with said as (
    select s.*, c.divisions, coalesce(nullif(s.number, ''), s.raw) as written
      from saying s left join context c using (owner_id)
), bearing as (
    select s.saying_id, n.master_id
      from said s join legal_entity.entity_name n on n.text = s.name
), namesakes as (
    select saying_id, count(distinct master_id) as bearers from bearing group by saying_id
), found as (
    select s.saying_id, i.master_id
      from said s join legal_entity.entity_identifier i on i.value in (s.number, substr(s.number, 9, 9))
     where s.number <> ''
    union
    select saying_id, master_id from bearing
)
select f.saying_id, f.master_id, s.number, s.name, s.raw, s.kind, coalesce(n.bearers, 0) as bearers,
       exists (select from bearing b where b.saying_id = f.saying_id and b.master_id = f.master_id)
           as named,
       e.name as own_name,
       array_to_string(array(select distinct m.text from legal_entity.entity_name m
                              where m.master_id = e.master_id and m.text <> e.name), E'\x1f') as also,
       e.credit_code as own_number,
       exists (select from legal_entity.entity_identifier i
                where i.master_id = f.master_id
                  and i.value in (s.number, substr(s.number, 9, 9))) as numbered,
       null::date as own_birth, null::text as own_sex, false as phone, false as address,
       false as party,
       (select max(case when left(d, 6) = left(o, 6) then 6 when left(d, 4) = left(o, 4) then 4
                        else 0 end)
          from unnest(s.divisions) d,
               unnest(array[e.registered_division, e.operating_division]) o
         where o is not null) as near,
       exists (select from population.person_name p where p.text = s.name) as rival
  from found f
  join said s using (saying_id)
  join legal_entity.entity e on e.master_id = f.master_id
  left join namesakes n using (saying_id)
