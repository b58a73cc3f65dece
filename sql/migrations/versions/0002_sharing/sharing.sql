CREATE TABLE sharing.agreement (
    agreement VARCHAR(60) NOT NULL,
    department VARCHAR(40) NOT NULL,
    valid_from DATE NOT NULL,
    valid_until DATE NOT NULL,
    document JSONB NOT NULL,
    applied_at TIMESTAMP WITH TIME ZONE DEFAULT clock_timestamp() NOT NULL,
    revoked_at TIMESTAMP WITH TIME ZONE,
    revoked_why TEXT,
    CONSTRAINT pk_agreement PRIMARY KEY (agreement)
);
COMMENT ON TABLE sharing.agreement IS '共享协议 · Agreement';
COMMENT ON COLUMN sharing.agreement.agreement IS '协议 · Agreement';
COMMENT ON COLUMN sharing.agreement.department IS '部门 · Department';
COMMENT ON COLUMN sharing.agreement.valid_from IS '生效日期 · First day';
COMMENT ON COLUMN sharing.agreement.valid_until IS '失效日期 · Last day';
COMMENT ON COLUMN sharing.agreement.document IS '文本 · The agreement as approved';
COMMENT ON COLUMN sharing.agreement.applied_at IS '执行时间 · Applied at';
COMMENT ON COLUMN sharing.agreement.revoked_at IS '撤销时间 · Revoked at';
COMMENT ON COLUMN sharing.agreement.revoked_why IS '撤销原因 · Why it was revoked';
CREATE INDEX ix_agreement_department ON sharing.agreement (department);

CREATE TABLE sharing.api_key (
    key_id VARCHAR(16) NOT NULL,
    department VARCHAR(40) NOT NULL,
    hash VARCHAR(64) NOT NULL,
    note VARCHAR(200),
    issued_at TIMESTAMP WITH TIME ZONE DEFAULT clock_timestamp() NOT NULL,
    revoked_at TIMESTAMP WITH TIME ZONE,
    CONSTRAINT pk_api_key PRIMARY KEY (key_id)
);
COMMENT ON TABLE sharing.api_key IS '接口密钥 · API key';
COMMENT ON COLUMN sharing.api_key.key_id IS '密钥标识 · Id, the public part of the key';
COMMENT ON COLUMN sharing.api_key.department IS '部门 · Department';
COMMENT ON COLUMN sharing.api_key.hash IS '散列 · SHA-256 of the key';
COMMENT ON COLUMN sharing.api_key.note IS '备注 · Who holds it';
COMMENT ON COLUMN sharing.api_key.issued_at IS '签发时间 · Issued at';
COMMENT ON COLUMN sharing.api_key.revoked_at IS '撤销时间 · Revoked at';
CREATE INDEX ix_api_key_department ON sharing.api_key (department);

CREATE TABLE sharing.compiled (
    department VARCHAR(40) NOT NULL,
    digest VARCHAR(64) NOT NULL,
    CONSTRAINT pk_compiled PRIMARY KEY (department)
);
COMMENT ON TABLE sharing.compiled IS '部门视图状态 · Compiled schema';
COMMENT ON COLUMN sharing.compiled.department IS '部门 · Department';
COMMENT ON COLUMN sharing.compiled.digest IS '摘要 · SHA-256 of its SQL';

CREATE TABLE sharing.pseudonym (
    department VARCHAR(40) NOT NULL,
    thing VARCHAR(40) NOT NULL,
    master_id BIGINT NOT NULL,
    pseudonym VARCHAR(64) NOT NULL,
    CONSTRAINT pk_pseudonym PRIMARY KEY (department, thing, master_id)
);
COMMENT ON TABLE sharing.pseudonym IS '假名 · Pseudonym';
COMMENT ON COLUMN sharing.pseudonym.department IS '部门 · Department';
COMMENT ON COLUMN sharing.pseudonym.thing IS '对象 · Thing';
COMMENT ON COLUMN sharing.pseudonym.master_id IS '主数据标识 · Master id';
COMMENT ON COLUMN sharing.pseudonym.pseudonym IS '假名 · HMAC-SM3 under the department''s key';
CREATE UNIQUE INDEX uq_pseudonym ON sharing.pseudonym (department, thing, pseudonym);

CREATE TABLE sharing.pseudonym_key (
    department VARCHAR(40) NOT NULL,
    key BYTEA NOT NULL,
    things VARCHAR[] NOT NULL,
    CONSTRAINT pk_pseudonym_key PRIMARY KEY (department)
);
COMMENT ON TABLE sharing.pseudonym_key IS '假名密钥 · Pseudonym key';
COMMENT ON COLUMN sharing.pseudonym_key.department IS '部门 · Department';
COMMENT ON COLUMN sharing.pseudonym_key.key IS '密钥 · Key';
COMMENT ON COLUMN sharing.pseudonym_key.things IS '对象 · Things whose master ids it sees as pseudonyms';
