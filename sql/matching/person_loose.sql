-- Persons no identifier has settled. `trusted`: there is a number (staging keeps none whose check
-- digit is wrong) and nobody disputes it, so that only masters without one can be the same person.
-- A number delivered with 15 digits has no check digit: it may be mistyped like any other.
create temp table match_loose on commit drop as
select d.line, o.record_id, d.name, d.birth_date, d.citizen_number,
    left(coalesce(d.registered_division, d.residence_division), 4) as prefecture,
    position('·' in d.name) > 0 as transliterated,
    d.citizen_number is not null
        and coalesce(length(d.original ->> 'citizen_number') <> 15, true)
        and not exists (select from match_strong s where s.line = o.line)
        as trusted
from match_open o
join {staged} d using (line)
where not exists (select from {result} m where m.line = o.line);

analyze match_loose;
