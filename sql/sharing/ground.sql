-- What the gate needs before it becomes a department: keys, agreements, redirects, the log.
CREATE OR REPLACE VIEW sharing.redirect AS
{redirects};
COMMENT ON VIEW sharing.redirect IS '合并去向 · Where masters went that were merged';

-- The master that one was merged into, step by step to the last, in the department's own terms: a
-- department that knows pseudonyms asks and is answered by pseudonym only.
CREATE OR REPLACE FUNCTION sharing.successor(department text, thing text, id text) RETURNS text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    WITH RECURSIVE known AS (
        SELECT EXISTS (
            SELECT FROM sharing.pseudonym_key k
            WHERE k.department = successor.department AND successor.thing = ANY (k.things)
        ) AS by_pseudonym
    ), start AS (
        SELECT CASE
            WHEN known.by_pseudonym THEN (
                SELECT p.master_id FROM sharing.pseudonym p
                WHERE (p.department, p.thing, p.pseudonym)
                    = (successor.department, successor.thing, successor.id)
            )
            WHEN successor.id ~ '^\d{{1,18}}$' THEN successor.id::bigint
        END AS master_id
        FROM known
    ), hop AS (
        SELECT start.master_id, 0 AS step FROM start
        UNION ALL
        SELECT r.merged_into, hop.step + 1
        FROM hop JOIN sharing.redirect r ON r.thing = successor.thing AND r.master_id = hop.master_id
        WHERE hop.step < 100
    ), survivor AS (
        SELECT hop.master_id FROM hop WHERE hop.step > 0 ORDER BY hop.step DESC LIMIT 1
    )
    SELECT CASE WHEN known.by_pseudonym THEN p.pseudonym ELSE survivor.master_id::text END
    FROM survivor CROSS JOIN known
    LEFT JOIN sharing.pseudonym p ON (p.department, p.thing, p.master_id)
        = (successor.department, successor.thing, survivor.master_id)
$$;
COMMENT ON FUNCTION sharing.successor IS '合并后的主数据 · The master that one was merged into';
REVOKE ALL ON FUNCTION sharing.successor FROM PUBLIC;

-- Nothing is anyone's by default.
REVOKE CREATE ON SCHEMA public FROM PUBLIC;
GRANT USAGE ON SCHEMA sharing TO {gate};
GRANT SELECT ON sharing.agreement, sharing.api_key TO {gate};
GRANT EXECUTE ON FUNCTION sharing.record_access, sharing.successor TO {gate}
