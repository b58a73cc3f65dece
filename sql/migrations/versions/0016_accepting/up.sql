CREATE TABLE ops.accepted_weights (
    weights_id BIGINT NOT NULL,
    thing VARCHAR(40) NOT NULL,
    content JSONB,
    digest VARCHAR(64),
    accepted_by VARCHAR(100) NOT NULL,
    accepted_at TIMESTAMP WITH TIME ZONE NOT NULL,
    reason TEXT NOT NULL,
    CONSTRAINT pk_accepted_weights PRIMARY KEY (weights_id),
    CONSTRAINT ck_accepted_weights_reasoned CHECK (btrim(reason) <> '')
);
COMMENT ON TABLE ops.accepted_weights IS '匹配权重 · Weights accepted for matching';
COMMENT ON COLUMN ops.accepted_weights.weights_id IS '标识 · Id';
COMMENT ON COLUMN ops.accepted_weights.thing IS '对象 · Thing';
COMMENT ON COLUMN ops.accepted_weights.content IS '权重 · The artefact as it was reviewed; none: as shipped';
COMMENT ON COLUMN ops.accepted_weights.digest IS '摘要 · SHA-256 of the artefact';
COMMENT ON COLUMN ops.accepted_weights.accepted_by IS '接受人 · Who';
COMMENT ON COLUMN ops.accepted_weights.accepted_at IS '接受时间 · When';
COMMENT ON COLUMN ops.accepted_weights.reason IS '理由 · Why';
CREATE INDEX ix_accepted_weights_thing ON ops.accepted_weights (thing, weights_id);
