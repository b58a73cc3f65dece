-- Values that standardising gave up: the text is kept, the attribute is null. The array
-- has, per attribute, its name where it is null.
SELECT attribute, total, line, source_key, value
FROM (
    SELECT attribute, line, source_key, left(original ->> attribute, 200) AS value,
        count(*) OVER (PARTITION BY attribute) AS total,
        row_number() OVER (PARTITION BY attribute ORDER BY line) AS nth
    FROM {stage} staged
    CROSS JOIN LATERAL unnest(ARRAY[{gone}]::text[]) AS attribute
    WHERE original IS NOT NULL AND op <> 'd'
        AND attribute IS NOT NULL AND original ? attribute
) numbered
WHERE nth <= %(limit)s
ORDER BY attribute, line
