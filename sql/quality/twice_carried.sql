-- How many rows more than before have a value that stands in another row too, and the first of the
-- new ones among them. Only values that came or went can make a difference; what a carried row says
-- its record says.
WITH came AS (
    SELECT {value} AS value, count(*) AS rows FROM {stage}
    WHERE op <> 'd' AND {value} IS NOT NULL GROUP BY 1
), went AS (
    SELECT {value} AS value, count(*) AS rows FROM {gone} WHERE {value} IS NOT NULL GROUP BY 1
), moved AS MATERIALIZED (
    SELECT value FROM came UNION SELECT value FROM went
), stayed AS (
    SELECT r.{value} AS value, count(*) AS rows
    FROM {record} r
    JOIN moved ON moved.value = r.{value}
    WHERE r.dataset_id = %(dataset_id)s
        AND EXISTS (SELECT FROM {carried} c WHERE c.source_key = r.source_key)
    GROUP BY 1
), counted AS MATERIALIZED (
    SELECT value, coalesce(stayed.rows, 0) + coalesce(came.rows, 0) AS now,
        coalesce(stayed.rows, 0) + coalesce(went.rows, 0) AS before
    FROM moved LEFT JOIN stayed USING (value) LEFT JOIN came USING (value)
    LEFT JOIN went USING (value)
)
SELECT coalesce(sum(CASE WHEN now > 1 THEN now ELSE 0 END)
        - sum(CASE WHEN before > 1 THEN before ELSE 0 END), 0)::bigint AS more,
    (
        SELECT jsonb_agg(jsonb_build_array(line, source_key, value) ORDER BY line)
        FROM (
            SELECT s.line, s.source_key, s.{value}::text AS value
            FROM {stage} s JOIN counted t ON t.value = s.{value} AND t.now > 1
            WHERE s.op <> 'd'
            ORDER BY s.line LIMIT %(limit)s
        ) first
    ) AS examples
FROM counted
