-- What became of divisions. Their codes change, merge and split; one code may have meant several
-- places. Two sources say so: what a division's own row names as its successors (each with its date
-- where that is not the row's end), and the changes that are delivered as such.

-- The periods of a code: while it meant one thing. Rows that differ only in what is no lineage (a
-- boundary, say) are one period; one that names its day of abolition ends then.
CREATE FUNCTION spatial.division_periods(known timestamptz DEFAULT now())
RETURNS TABLE (
    code text, name text, full_name text, level text, parent_code text, superiors text,
    successors text, valid_from date, valid_to date
) LANGUAGE sql STABLE PARALLEL SAFE ROWS 1000 AS $$
    SELECT r.code, r.name, r.full_name, r.level, r.parent_code, r.superiors, r.successors,
        min(r.valid_from), max(r.valid_to)
    FROM (
        SELECT c.*, count(*) FILTER (WHERE c.begins) OVER (PARTITION BY c.code ORDER BY c.valid_from) AS run
        FROM (
            SELECT s.*,
                lag(s.valid_to) OVER neighbours IS DISTINCT FROM s.valid_from
                OR lag(s.said) OVER neighbours IS DISTINCT FROM s.said AS begins
            FROM (
                SELECT t.code::text, t.name, t.full_name, t.level::text, t.parent_code::text,
                    nullif(concat_ws(' ', t.province_name, t.prefecture_name), '') AS superiors,
                    t.successors, t.valid_from,
                    least(t.valid_to, coalesce(t.abolished_date, 'infinity')) AS valid_to,
                    row(t.name, t.full_name, t.level, t.parent_code, t.province_name,
                        t.prefecture_name, t.successors)::text AS said
                FROM {divisions} t
                WHERE t.known_from <= known AND known < t.known_to
                    AND t.valid_from < coalesce(t.abolished_date, 'infinity')
            ) s
            WINDOW neighbours AS (PARTITION BY s.code ORDER BY s.valid_from)
        ) c
    ) r
    GROUP BY r.code, r.run, r.name, r.full_name, r.level, r.parent_code, r.superiors, r.successors
$$;
COMMENT ON FUNCTION spatial.division_periods(timestamptz) IS
    '区划代码的各个时期 what each division code meant, and when';

-- Every step from a code to one that follows it. `changed` is the date as far as it is told (a year,
-- a month, a day), `changed_on` its first day, or the period's end if that lies in it. A code that
-- goes on under the same code, renamed or placed elsewhere, follows itself. Of what two sources say
-- of one step in one year the change as such is taken, which names its kind and decree. A period
-- that nothing follows stands alone.
CREATE FUNCTION spatial.division_lineage_as_of(known timestamptz DEFAULT now())
RETURNS TABLE (
    code text, name text, level text, superiors text, valid_from date, valid_to date,
    successor_code text, changed_on date, changed text, kind text, decree text, source text
) LANGUAGE sql STABLE PARALLEL SAFE ROWS 1000 AS $$
    SELECT p.code, p.name, p.level, p.superiors, p.valid_from, p.valid_to,
        s.successor_code, s.changed_on, s.changed, s.kind, s.decree, coalesce(s.source, 'division')
    FROM (
        SELECT p.*, lead(p.valid_from) OVER (PARTITION BY p.code ORDER BY p.valid_from) AS next_from
        FROM spatial.division_periods(known) p
    ) p
    LEFT JOIN LATERAL (
        SELECT DISTINCT ON (a.successor_code, extract(year FROM a.changed_on)) a.*
        FROM (
            SELECT 1 AS rank, c.new_code::text AS successor_code, c.changed_date AS changed_on,
                c.changed_date::text AS changed, c.kind::text AS kind, c.decree,
                'division_change' AS source
            FROM {changes} c
            WHERE c.known_from <= known AND known < c.known_to AND c.valid_to = 'infinity'
                AND c.old_code = p.code AND c.new_code IS NOT NULL
                AND p.valid_from < c.changed_date AND c.changed_date <= p.valid_to
            UNION ALL
            SELECT 2, n.code, CASE
                    WHEN n.told IS NULL OR starts_with(p.valid_to::text, n.told)
                        THEN nullif(p.valid_to, 'infinity')
                    ELSE (n.told || substr('-01-01', length(n.told) - 3))::date END,
                coalesce(n.told, nullif(p.valid_to, 'infinity')::text), NULL, NULL, 'division'
            FROM (
                SELECT split_part(one, '[', 1) AS code,
                    nullif(rtrim(split_part(one, '[', 2), ']'), '') AS told
                FROM string_to_table(p.successors, ';') one
            ) n
            UNION ALL
            SELECT 3, p.code, p.valid_to, p.valid_to::text, NULL, NULL, 'division'
            WHERE p.next_from = p.valid_to
        ) a
        ORDER BY a.successor_code, extract(year FROM a.changed_on), a.rank, a.changed_on
    ) s ON true
    UNION ALL
    SELECT c.old_code, c.old_name, NULL, NULL, NULL, c.changed_date,
        c.new_code, c.changed_date, c.changed_date::text, c.kind, c.decree, 'division_change'
    FROM {changes} c
    LEFT JOIN spatial.division_periods(known) p ON p.code = c.old_code
        AND p.valid_from < c.changed_date AND c.changed_date <= p.valid_to
    WHERE c.known_from <= known AND known < c.known_to AND c.valid_to = 'infinity'
        AND c.new_code IS NOT NULL AND p.code IS NULL
$$;
COMMENT ON FUNCTION spatial.division_lineage_as_of(timestamptz) IS
    '区划沿革 how divisions followed one another, as known at a moment';

CREATE VIEW spatial.division_lineage AS SELECT * FROM spatial.division_lineage_as_of(now());
COMMENT ON VIEW spatial.division_lineage IS '区划沿革 how divisions followed one another';

-- What a code meant on a day, with the names of its superiors on that day: of those delivered as its
-- parent, or else of those whose codes its own begins with.
CREATE FUNCTION spatial.division_on(
    asked text, day date DEFAULT current_date, known timestamptz DEFAULT now()
) RETURNS TABLE (
    code text, name text, level text, province text, prefecture text, county text, full_name text,
    parent_code text, valid_from date, valid_to date
) LANGUAGE sql STABLE PARALLEL SAFE ROWS 1 AS $$
    WITH it AS MATERIALIZED (
        SELECT p.*, coalesce(p.parent_code, p.code) AS under
        FROM spatial.division_periods(known) p
        WHERE p.code = asked AND p.valid_from <= day AND day < p.valid_to
    ), superior AS MATERIALIZED (
        SELECT s.code, s.name, s.level
        FROM spatial.division_periods(known) s
        WHERE s.code = ANY (ARRAY(
            SELECT unnest(ARRAY[
                left(under, 2) || '0000', left(under, 4) || '00', left(under, 6), left(under, 9),
                under])
            FROM it))
            AND s.code <> asked AND s.valid_from <= day AND day < s.valid_to
    )
    SELECT it.code, it.name, it.level,
        (SELECT s.name FROM superior s WHERE s.level = '1'),
        (SELECT s.name FROM superior s WHERE s.level = '2'),
        (SELECT s.name FROM superior s WHERE s.level = '3'),
        coalesce(it.full_name, concat(
            (SELECT string_agg(s.name, '' ORDER BY s.level, s.code) FROM superior s), it.name)),
        it.parent_code, it.valid_from, it.valid_to
    FROM it
$$;
COMMENT ON FUNCTION spatial.division_on(text, date, timestamptz) IS
    '区划代码在某日的含义 what a division code meant on a day';
