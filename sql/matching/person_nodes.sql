-- Persons to compare, as the scoring engine reads them: lines under negative ids, masters under
-- their own. Many-valued fields are joined by the unit separator.
select -d.line as unique_id, {line}
from (
    select line from {pairs} union select other from {pairs} where other is not null
) x
join {staged} d using (line)
union all
select p.master_id, p.name,
    coalesce(
        (select string_agg(distinct n.text, chr(31)) from population.person_name n
         where n.master_id = p.master_id and n.kind <> 'latin'),
        p.name),
    p.birth_date, nullif(p.sex, '0'), p.citizen_number,
    null,
    nullif(concat_ws(chr(31), p.registered_division, p.residence_division), ''),
    nullif(concat_ws(chr(31), p.registered_address, p.residence_address), ''),
    p.phone
from (select distinct master_id from {pairs} where master_id is not null) x
{masters}
