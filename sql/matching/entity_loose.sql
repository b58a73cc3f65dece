-- Legal entities no identifier has settled. `trusted`: there is a credit code and nobody disputes
-- it, so that only masters without one can be the same entity.
create temp table match_loose on commit drop as
select d.line, o.record_id, d.name, d.former_name, d.short_name,
    coalesce(d.credit_code, d.tax_number) as code,
    d.credit_code is not null
        and not exists (select from match_strong s where s.line = o.line)
        as trusted
from match_open o
join {staged} d using (line)
where not exists (select from {result} m where m.line = o.line);

analyze match_loose;
