CREATE TABLE audit.entry (
    position BIGINT NOT NULL,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    kind VARCHAR(20) NOT NULL,
    who VARCHAR(100) NOT NULL,
    what JSONB NOT NULL,
    previous VARCHAR(64) NOT NULL,
    seal VARCHAR(64) NOT NULL,
    CONSTRAINT pk_entry PRIMARY KEY (position)
);
COMMENT ON TABLE audit.entry IS '审计日志 · Sealed log';
COMMENT ON COLUMN audit.entry.position IS '序号 · Position in the chain, from 1';
COMMENT ON COLUMN audit.entry.at IS '时间 · When';
COMMENT ON COLUMN audit.entry.kind IS '类别 · Kind: access, agreement, key, report…';
COMMENT ON COLUMN audit.entry.who IS '主体 · Who: a department, or siku';
COMMENT ON COLUMN audit.entry.what IS '内容 · What';
COMMENT ON COLUMN audit.entry.previous IS '前一封印 · Seal of the entry before';
COMMENT ON COLUMN audit.entry.seal IS '封印 · SM3 of the entry';
CREATE INDEX ix_entry_what ON audit.entry USING gin (what jsonb_path_ops) WHERE kind = 'access';
CREATE INDEX ix_entry_who ON audit.entry (who, position);

CREATE TABLE audit.head (
    one BOOLEAN NOT NULL,
    position BIGINT NOT NULL,
    seal VARCHAR(64) NOT NULL,
    CONSTRAINT pk_head PRIMARY KEY (one),
    CONSTRAINT ck_head_one_row CHECK (one)
);
COMMENT ON TABLE audit.head IS '链尾 · End of the chain';
COMMENT ON COLUMN audit.head.one IS '唯一 · Always true';
COMMENT ON COLUMN audit.head.position IS '序号 · Position of the last entry';
COMMENT ON COLUMN audit.head.seal IS '封印 · Its seal';
