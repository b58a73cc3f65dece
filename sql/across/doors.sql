-- The standard addresses that are the same door: road and number, building and room where both say
-- them, in a division that contradicts neither the code nor the names given.
select s.saying_id, min(a.master_id) as master_id, count(*) as doors
  from door d
  join saying s using (saying_id)
  join spatial.address a on a.road = d.road and a.house_number = d.house_number
   and coalesce(a.unit, '') = coalesce(d.unit, '')
   and (a.building is null or d.building is null or a.building = d.building)
 where (d.division_name is not null or length(rtrim(s.division, '0')) > 4)
   and (d.division_name is null or strpos(a.text, d.division_name) > 0)
   and (s.division is null
        or starts_with(a.division_code, regexp_replace(s.division, '(00|000)+$', ''))
        or starts_with(s.division, regexp_replace(a.division_code, '(00|000)+$', '')))
   and not exists (select from ops.resolution r
                    where r.reference = %(reference)s and r.owner_id = s.owner_id
                      and r.number = s.number and r.master_id = a.master_id
                      and r.state = 'refused' and r.known_to = 'infinity')
 group by s.saying_id
