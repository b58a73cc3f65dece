-- The names of divisions down to the county, with those of their superiors and the days they were
-- so, as known now. Townships and villages are too many, and share their names.
SELECT code, name, full_name, concat(province_name, prefecture_name) AS superiors,
    valid_from, least(valid_to, coalesce(abolished_date, 'infinity'))::text AS valid_to
FROM spatial.division_timeline
WHERE known_to = 'infinity' AND length(code) = 6
