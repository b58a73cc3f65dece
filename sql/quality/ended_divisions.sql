-- Rows that name a county or a larger division which had ended by their own date, the first of them
-- with its end and what followed it. Few codes ever end: where none has, no row is looked at.
WITH ended AS MATERIALIZED (
    SELECT code, max(valid_to) AS valid_to
    FROM spatial.division_periods() WHERE length(code) = 6
    GROUP BY code HAVING max(valid_to) < 'infinity'
), late AS MATERIALIZED (
    SELECT s.line, s.source_key, s.{attribute} AS value, e.code, e.valid_to,
        count(*) OVER () AS total
    FROM {stage} s
    JOIN ended e ON e.code = left(s.{attribute}, 6) AND e.valid_to <= {day}
    WHERE s.op <> 'd'
    ORDER BY s.line LIMIT %(limit)s
)
SELECT l.*, (
    SELECT string_agg(DISTINCT g.successor_code, ' ')
    FROM spatial.division_lineage g
    WHERE g.code = l.code AND g.successor_code <> l.code
) AS successors
FROM late l ORDER BY l.line
