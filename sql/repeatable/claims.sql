-- How good a claim is: whether a value can be right, and how much it says. Survivorship
-- (matching/survivorship/weighing.py) asks these of claims that differ; each is a function of the value alone.

CREATE OR REPLACE FUNCTION ops.valid_citizen_number(value text) RETURNS boolean
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT CASE WHEN value ~ '^\d{6}(18|19|20)\d\d(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])\d{3}[\dX]$'
        THEN to_char(to_date(substr(value, 7, 6), 'YYYYMM') + substr(value, 13, 2)::int - 1, 'MM')
            = substr(value, 11, 2)
        AND right(value, 1) = substr('10X98765432', 1 + (
            SELECT sum(weight * substr(value, place::int, 1)::int)::int % 11
            FROM unnest(ARRAY[7,9,10,5,8,4,2,1,6,3,7,9,10,5,8,4,2])
                WITH ORDINALITY AS digit (weight, place)
        ), 1)
        ELSE false END
$$;
COMMENT ON FUNCTION ops.valid_citizen_number IS
    '公民身份号码可信：日期与校验码 · Whether its birth date and check digit can be right (GB 11643)';

CREATE OR REPLACE FUNCTION ops.valid_credit_code(value text) RETURNS boolean
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT CASE WHEN value ~ '^[0-9A-HJ-NPQRTUWXY]{2}\d{6}[0-9A-HJ-NPQRTUWXY]{10}$'
        THEN right(value, 1) = substr('0123456789ABCDEFGHJKLMNPQRTUWXY', 1 + (31 - (
            SELECT sum(weight * (strpos('0123456789ABCDEFGHJKLMNPQRTUWXY',
                substr(value, place::int, 1)) - 1))::int % 31
            FROM unnest(ARRAY[1,3,9,27,19,26,16,17,20,29,25,13,8,24,10,30,28])
                WITH ORDINALITY AS digit (weight, place)
        )) % 31, 1)
        ELSE false END
$$;
COMMENT ON FUNCTION ops.valid_credit_code IS
    '统一社会信用代码可信：字符与校验码 · Whether its characters and check can be right (GB 32100)';

CREATE OR REPLACE FUNCTION ops.valid_organization_code(value text) RETURNS boolean
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT CASE WHEN value ~ '^[0-9A-Z]{8}[0-9X]$'
        THEN right(value, 1) = substr('0X987654321', 1 + (
            SELECT sum(weight * (strpos('0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ',
                substr(value, place::int, 1)) - 1))::int % 11
            FROM unnest(ARRAY[3,7,9,10,5,8,4,2]) WITH ORDINALITY AS digit (weight, place)
        ), 1)
        ELSE false END
$$;
COMMENT ON FUNCTION ops.valid_organization_code IS
    '组织机构代码可信：校验码 · Whether its check character can be right (GB 11714)';

CREATE OR REPLACE FUNCTION ops.valid_text(value text) RETURNS boolean
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    -- Something is written, and not one character over and over; nothing is hidden.
    SELECT value ~ '[[:alnum:]]' AND value !~ '^(.)\1{2,}$' AND value !~ '[*＊●■□]{2,}'
$$;
COMMENT ON FUNCTION ops.valid_text IS
    '文本可信：非重复字符、未遮蔽 · Whether something is written, neither repeated nor masked';

CREATE OR REPLACE FUNCTION ops.valid_holder_number(value text) RETURNS boolean
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT CASE WHEN length(value) = 18
        THEN ops.valid_citizen_number(value) OR ops.valid_credit_code(value)
        ELSE ops.valid_text(value) END
$$;
COMMENT ON FUNCTION ops.valid_holder_number IS
    '证件号码可信 · Whether a number of 18 characters is a right one; of others nothing is known';

CREATE OR REPLACE FUNCTION ops.valid_person_name(value text) RETURNS boolean
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    -- 张某, 王**, a name with digits or of one character is somebody, but not who.
    SELECT char_length(value) > 1 AND value !~ '[[:digit:]*＊●■□?？]' AND value !~ '.某'
        AND value !~ '^(.)\1{2,}$'
$$;
COMMENT ON FUNCTION ops.valid_person_name IS
    '姓名可信：非单字、无数字、未遮蔽 · Whether it is a whole name: no digits, nothing masked';

CREATE OR REPLACE FUNCTION ops.valid_division(value text) RETURNS boolean
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT value ~ '^[1-9]\d{5}(\d{3}(\d{3})?)?$' AND value !~ '^(\d)\1{5}'
$$;
COMMENT ON FUNCTION ops.valid_division IS
    '区划代码可信：6、9 或 12 位 · Whether it has 6, 9 or 12 digits that are not all one';

CREATE OR REPLACE FUNCTION ops.valid_phone(value text) RETURNS boolean
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT value ~ '^(1[3-9]\d{9}|(0\d{2,3}-?)?[2-8]\d{6,7}(-\d{1,6})?|[48]00-?\d{7}|\+\d{7,})$'
        AND value !~ '(\d)\1{7}'
$$;
COMMENT ON FUNCTION ops.valid_phone IS
    '电话可信：号段与非重复数字 · Whether it can be dialled: a mobile, landline or service number';

CREATE OR REPLACE FUNCTION ops.detail_of_division(value text) RETURNS integer
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT (substr(value, 3, 2) > '00')::int + (substr(value, 5, 2) > '00')::int
        + (substr(value, 7, 3) > '000')::int + (substr(value, 10, 3) > '000')::int
$$;
COMMENT ON FUNCTION ops.detail_of_division IS
    '区划层级深度 · How deep a division is: 0 a province … 4 a village';

CREATE OR REPLACE FUNCTION ops.detail_of_address(value text) RETURNS integer
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    -- First how far down it names the place, then at how many levels, then by how many characters.
    SELECT 256 * CASE
            WHEN value ~ '\d(号?室|号房|户)|[-\d]\d{3,4}$' THEN 4
            WHEN value ~ '单元|\d[栋幢座]|号楼' THEN 3
            WHEN value ~ '\d号|号院' THEN 2
            WHEN value ~ '[路街巷道村弄里组]' THEN 1
            ELSE 0 END
        + 32 * ((value ~ '省|自治区')::int + (value ~ '市|州|盟')::int + (value ~ '[区县旗]')::int
            + (value ~ '街道|[镇乡]')::int + (value ~ '村|社区|居委')::int
            + (value ~ '[路街巷道弄]')::int)
        + least(char_length(value) / 2, 31)
$$;
COMMENT ON FUNCTION ops.detail_of_address IS
    '地址详细程度 · How much of an address is there: how far down, at how many levels, how long';
