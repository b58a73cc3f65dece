-- Move the rows that break a row rule (sql/quality/breaches.sql) from the stage to the quarantine:
-- each once, for the first rule it breaks.
WITH gone AS (
    DELETE FROM {stage} staged USING bad WHERE staged.line = bad.line
    RETURNING staged AS whole, staged.source_key, bad.line, bad.breach, bad.first_line
), told AS (
    SELECT gone.line, gone.source_key, gone.breach, gone.first_line, to_jsonb(delivered) AS raw, delivered.original,
        {value} AS wrong, {context_zh} AS context_zh, {context_en} AS context_en
    FROM gone CROSS JOIN LATERAL (SELECT (gone.whole).*) delivered
)
INSERT INTO ops.quarantine (
    delivery_id, line, source_key, step, rule, "column", value, zh, en, raw)
SELECT %(delivery_id)s, told.line, told.source_key, 'check', rule.name, rule.source, left(told.wrong, 200),
    format(rule.zh, left(told.wrong, 200), told.context_zh, told.first_line),
    format(rule.en, left(told.wrong, 200), told.context_en, told.first_line),
    told.raw - 'original' - %(verdicts)s::text[] || coalesce(told.original, '{{}}')
FROM told
JOIN unnest(
    %(numbers)s::int[], %(names)s::text[], %(sources)s::text[], %(zh)s::text[], %(en)s::text[]
) AS rule (number, name, source, zh, en) ON rule.number = told.breach
