-- The sealed log: entries are appended, each sealed together with the seal before it, never altered.

-- What is sealed: one JSON text, the same on every server, that anyone can hash outside.
CREATE OR REPLACE FUNCTION audit.canonical(
    "position" bigint, at timestamptz, kind text, who text, what jsonb, previous text
) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT jsonb_build_object(
        'position', position, 'kind', kind, 'who', who, 'what', what, 'previous', previous,
        'at', to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')
    )::text
$$;
COMMENT ON FUNCTION audit.canonical IS '封印文本 · The text of an entry that its seal is the SM3 of';

INSERT INTO audit.head (one, position, seal) VALUES (true, 0, repeat('0', 64))
ON CONFLICT DO NOTHING;

-- Writers queue for the one row of audit.head until the one before has committed; so the chain
-- has no gap and no fork. Append last in a transaction: others wait for its end.
CREATE OR REPLACE FUNCTION audit.append(kind text, who text, what jsonb) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    last audit.head;
    now_ timestamptz;
    sealed text;
BEGIN
    SELECT * INTO STRICT last FROM audit.head FOR UPDATE;
    now_ := clock_timestamp();
    sealed := encode(public.digest(convert_to(
        audit.canonical(last.position + 1, now_, kind, who, what, last.seal), 'UTF8'
    ), 'sm3'), 'hex');
    INSERT INTO audit.entry (position, at, kind, who, what, previous, seal)
    VALUES (last.position + 1, now_, kind, who, what, last.seal, sealed);
    UPDATE audit.head SET position = last.position + 1, seal = sealed;
    RETURN last.position + 1;
END
$$;
COMMENT ON FUNCTION audit.append IS '追加审计记录 · Append an entry to the sealed log; gives its position';
REVOKE ALL ON FUNCTION audit.append FROM PUBLIC;

CREATE OR REPLACE FUNCTION audit.refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the sealed log is append-only: % of %.% is refused',
        TG_OP, TG_TABLE_SCHEMA, TG_TABLE_NAME
        USING ERRCODE = 'insufficient_privilege', HINT = 'append a correcting entry';
END
$$;
COMMENT ON FUNCTION audit.refuse IS '拒绝改动 · Refuses to alter the sealed log';
CREATE OR REPLACE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit.entry
    FOR EACH STATEMENT EXECUTE FUNCTION audit.refuse();
CREATE OR REPLACE TRIGGER never_removed BEFORE DELETE OR TRUNCATE ON audit.head
    FOR EACH STATEMENT EXECUTE FUNCTION audit.refuse();

-- Who looked, column by column.
CREATE OR REPLACE VIEW audit.access AS
SELECT e.position, e.at, e.who AS department, e.what ->> 'agreement' AS agreement,
    e.what ->> 'purpose' AS purpose, e.what ->> 'key' AS key_id, e.what ->> 'thing' AS thing,
    ARRAY(SELECT jsonb_array_elements_text(e.what -> 'masters')::bigint) AS masters,
    e.what -> 'parameters' AS parameters, e.what ->> 'outcome' AS outcome,
    e.what ->> 'source' AS source, e.what
FROM audit.entry e WHERE e.kind = 'access';
COMMENT ON VIEW audit.access IS '访问日志 · Who looked at what, and for what purpose';
