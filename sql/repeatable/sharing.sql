-- What the departments' views are made with: masks, pseudonyms, and what the gate may do.

-- Masks keep what identifies a kind of thing and hide what identifies one of them. Each gives null
-- for null. The departments' views call them, so everyone may.
CREATE OR REPLACE FUNCTION sharing.mask_name(value text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT left(value, 1) || repeat('*', greatest(length(value) - 1, 1))
$$;
COMMENT ON FUNCTION sharing.mask_name IS '姓名掩码：保留首字 · Keeps the first character: 张三丰 → 张**';

CREATE OR REPLACE FUNCTION sharing.mask_number(value text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT CASE
        WHEN length(value) >= 15
            THEN left(value, 6) || repeat('*', length(value) - 7) || right(value, 1)
        ELSE left(value, length(value) / 4) || repeat('*', length(value) - length(value) / 4)
    END
$$;
COMMENT ON FUNCTION sharing.mask_number IS
    '证件号码掩码：15 位以上保留前 6 位与末位，其余保留前四分之一 · '
    'Keeps the first 6 and the last of 15 or more characters, else the first quarter';

CREATE OR REPLACE FUNCTION sharing.mask_phone(value text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT CASE
        WHEN length(value) >= 11
            THEN left(value, 3) || repeat('*', length(value) - 7) || right(value, 4)
        ELSE repeat('*', greatest(length(value) - 2, 0)) || right(value, 2)
    END
$$;
COMMENT ON FUNCTION sharing.mask_phone IS
    '电话掩码：保留前 3 位与后 4 位 · Keeps the first 3 and last 4 of 11 or more digits, else the last 2';

CREATE OR REPLACE FUNCTION sharing.mask_address(value text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    -- A county alone counts only as 县 or 旗: 区 may be a housing estate (小区).
    SELECT substring(value from '^(?:'
        '[^省区]{1,8}(?:省|自治区)(?:[^市州盟]{1,10}[市州盟])?(?:[^县区旗市]{1,10}[县区旗市])?|'
        '[^市州盟]{1,10}[市州盟](?:[^县区旗市]{1,10}[县区旗市])?|'
        '[^县旗]{1,6}[县旗])?') || '****'
$$;
COMMENT ON FUNCTION sharing.mask_address IS
    '地址掩码：保留至县级 · Keeps province, prefecture and county: 甲省乙市丙县丁路3号 → 甲省乙市丙县****';

CREATE OR REPLACE FUNCTION sharing.year_of(value date) RETURNS integer
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$ SELECT extract(year FROM value)::integer $$;
COMMENT ON FUNCTION sharing.year_of IS '仅年份 · The year only';

-- One value has one pseudonym throughout a department, so that it can join what it sees; another
-- department has another, so that two cannot join theirs.
CREATE OR REPLACE FUNCTION sharing.pseudonym_of(value text, key bytea) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT encode(public.hmac(convert_to(value, 'UTF8'), key, 'sm3'), 'hex')
$$;
COMMENT ON FUNCTION sharing.pseudonym_of IS '假名：HMAC-SM3 · Pseudonym: HMAC-SM3 under a department''s key';

-- New masters get their pseudonyms in the transaction that makes them.
CREATE OR REPLACE FUNCTION sharing.enrol() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    INSERT INTO sharing.pseudonym (department, thing, master_id, pseudonym)
    SELECT k.department, TG_TABLE_NAME, f.master_id,
        sharing.pseudonym_of(TG_TABLE_NAME || ':' || f.master_id, k.key)
    FROM fresh f, sharing.pseudonym_key k
    WHERE TG_TABLE_NAME = ANY (k.things)
    ON CONFLICT DO NOTHING;
    RETURN NULL;
END
$$;
COMMENT ON FUNCTION sharing.enrol IS '为新主数据生成假名 · Gives new masters their pseudonyms';
REVOKE ALL ON FUNCTION sharing.enrol FROM PUBLIC;

-- Which masters a department was shown: the log names masters, also where it saw pseudonyms.
CREATE OR REPLACE FUNCTION sharing.shown(department text, thing text, ids text[]) RETURNS jsonb
LANGUAGE sql STABLE AS $$
    SELECT coalesce(jsonb_agg(seen.master_id ORDER BY seen.master_id), '[]') FROM (
        SELECT DISTINCT coalesce(p.master_id, CASE WHEN i ~ '^\d{1,18}$' THEN i::bigint END)
            AS master_id
        FROM unnest(ids) i
        LEFT JOIN sharing.pseudonym p
            ON (p.department, p.thing, p.pseudonym) = (shown.department, shown.thing, i)
    ) seen WHERE seen.master_id IS NOT NULL
$$;
COMMENT ON FUNCTION sharing.shown IS '所见主数据 · Master ids behind the ids or pseudonyms shown';
REVOKE ALL ON FUNCTION sharing.shown FROM PUBLIC;

CREATE OR REPLACE FUNCTION sharing.record_access(department text, what jsonb, ids text[])
RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM audit.append('access', department, what || jsonb_build_object(
        'masters', sharing.shown(department, what ->> 'owner', ids)
    ));
END
$$;
COMMENT ON FUNCTION sharing.record_access IS '记录访问 · Writes who looked into the sealed log';
REVOKE ALL ON FUNCTION sharing.record_access FROM PUBLIC;
