ALTER TABLE ops.delivery ADD COLUMN contract JSONB;
ALTER TABLE ops.delivery ADD COLUMN predecessor BIGINT
    CONSTRAINT fk_delivery_predecessor REFERENCES ops.delivery (delivery_id);
ALTER TABLE ops.delivery ADD COLUMN relation VARCHAR(10);
ALTER TABLE ops.delivery ADD COLUMN resumes VARCHAR(12);
ALTER TABLE ops.delivery ADD COLUMN undone_at TIMESTAMP WITH TIME ZONE;
COMMENT ON COLUMN ops.delivery.contract IS '合同 · Contract it is read by';
COMMENT ON COLUMN ops.delivery.predecessor IS '前一批次 · Delivery it goes back to';
COMMENT ON COLUMN ops.delivery.relation IS '与前一批次的关系 · What it is to that one: replay or correction';
COMMENT ON COLUMN ops.delivery.resumes IS '放行后状态 · State a held delivery goes on from when released';
COMMENT ON COLUMN ops.delivery.undone_at IS '撤销时间 · When it was undone';

ALTER TABLE ops.delivery DROP CONSTRAINT ck_delivery_state;
ALTER TABLE ops.delivery ADD CONSTRAINT ck_delivery_state CHECK (state in ('received', 'staged', 'checked', 'held', 'matched', 'merged', 'published', 'failed', 'undone'));
ALTER TABLE ops.delivery DROP CONSTRAINT ck_delivery_ledger_begun;
ALTER TABLE ops.delivery ADD CONSTRAINT ck_delivery_ledger_begun CHECK (state not in ('staged','checked','matched','merged','published') or (delivered is not null and staged is not null and quarantined is not null));
DROP INDEX ops.uq_delivery_content;
CREATE UNIQUE INDEX uq_delivery_content ON ops.delivery (dataset_id, as_of, checksum) WHERE state not in ('failed', 'undone') and predecessor is null;
CREATE INDEX ix_delivery_predecessor ON ops.delivery (predecessor) WHERE predecessor is not null;
UPDATE ops.delivery SET resumes = 'checked' WHERE state = 'held';

CREATE TABLE ops.intervention (
    delivery_id BIGINT NOT NULL,
    turn SMALLINT NOT NULL,
    act VARCHAR(10) NOT NULL,
    who VARCHAR(100) NOT NULL,
    reason TEXT NOT NULL,
    at TIMESTAMP WITH TIME ZONE DEFAULT clock_timestamp() NOT NULL,
    CONSTRAINT pk_intervention PRIMARY KEY (delivery_id, turn),
    CONSTRAINT fk_intervention_delivery_id FOREIGN KEY(delivery_id) REFERENCES ops.delivery (delivery_id)
);
COMMENT ON TABLE ops.intervention IS '人工干预 · Intervention';
COMMENT ON COLUMN ops.intervention.delivery_id IS '交付批次 · Delivery';
COMMENT ON COLUMN ops.intervention.turn IS '次序 · Which of this delivery''s, from 1';
COMMENT ON COLUMN ops.intervention.act IS '动作 · hold, release, undo, replay or take_back';
COMMENT ON COLUMN ops.intervention.who IS '人员 · Who';
COMMENT ON COLUMN ops.intervention.reason IS '理由 · Why';
COMMENT ON COLUMN ops.intervention.at IS '时间 · When';

ALTER TABLE ops.quarantine ADD COLUMN answered_by BIGINT;
COMMENT ON COLUMN ops.quarantine.answered_by IS '更正批次 · Delivery that brought the corrected row';
COMMENT ON COLUMN ops.review.decision IS '结论 · same, different or unsure; undone with its delivery';
