-- What the model of legal entities compares of a line `d`; many-valued fields joined by the unit
-- separator. An organisation code stands inside the credit code; a tax number may be the credit code.
d.name,
concat_ws(chr(31), d.name, d.former_name, d.short_name) as names,
coalesce(d.credit_code, case when length(d.tax_number) = 18 then d.tax_number end) as code,
coalesce(d.organization_code, substr(d.credit_code, 9, 9)) as organization,
d.registration_number as registration,
d.legal_representative_name as representative, d.established_date as established,
nullif(concat_ws(chr(31), d.registered_division, d.operating_division), '') as divisions,
nullif(concat_ws(chr(31), d.registered_address, d.operating_address), '') as addresses,
d.phone
