-- What the model of persons compares of a line `d`; many-valued fields joined by the unit separator.
d.name,
concat_ws(chr(31), d.name, d.former_name, d.script_name) as names,
d.birth_date, nullif(d.sex, '0') as sex, case when length(d.original ->> 'citizen_number') = 15 then d.original ->> 'citizen_number'
    else d.citizen_number end as number,
d.original ->> 'citizen_number' as mistyped,
nullif(concat_ws(chr(31), d.registered_division, d.residence_division), '') as divisions,
nullif(concat_ws(chr(31), d.registered_address, d.residence_address), '') as addresses,
d.phone
