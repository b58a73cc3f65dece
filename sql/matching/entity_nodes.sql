-- Legal entities to compare, as the scoring engine reads them: lines under negative ids, masters
-- under their own.
select -d.line as unique_id, {line}
from (
    select line from {pairs} union select other from {pairs} where other is not null
) x
join {staged} d using (line)
union all
select p.master_id, p.name,
    coalesce(
        (select string_agg(distinct n.text, chr(31)) from legal_entity.entity_name n
         where n.master_id = p.master_id and n.kind <> 'english'),
        p.name),
    coalesce(p.credit_code, case when length(p.tax_number) = 18 then p.tax_number end),
    coalesce(p.organization_code, substr(p.credit_code, 9, 9)),
    p.registration_number,
    p.legal_representative_name, p.established_date,
    nullif(concat_ws(chr(31), p.registered_division, p.operating_division), ''),
    nullif(concat_ws(chr(31), p.registered_address, p.operating_address), ''),
    p.phone
from (select distinct master_id from {pairs} where master_id is not null) x
{masters}
