-- The rows that break a row rule, each with the number of the first rule it breaks. Among sound rows
-- of one source key the first line stays and the later ones are duplicates.
DROP TABLE IF EXISTS pg_temp.bad;
CREATE TEMPORARY TABLE bad ON COMMIT DROP AS
WITH judged AS (
    SELECT line, source_key, {breach} AS breach FROM {stage}
), ranked AS (
    SELECT line, breach, row_number() OVER same_key AS nth,
        first_value(line) OVER same_key AS first_line
    FROM judged
    WINDOW same_key AS (PARTITION BY source_key, breach IS NULL ORDER BY line)
)
SELECT line, coalesce(breach, %(duplicate)s) AS breach, first_line
FROM ranked WHERE breach IS NOT NULL OR nth > 1;
ANALYZE bad
