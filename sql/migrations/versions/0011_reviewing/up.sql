ALTER TABLE ops.review ADD COLUMN asked_at TIMESTAMP WITH TIME ZONE DEFAULT clock_timestamp() NOT NULL;
ALTER TABLE ops.review ADD COLUMN wanted SMALLINT DEFAULT 1 NOT NULL;
ALTER TABLE ops.review ADD COLUMN disputed BOOLEAN DEFAULT false NOT NULL;
ALTER TABLE ops.review ADD COLUMN reach BIGINT DEFAULT 0 NOT NULL;
ALTER TABLE ops.review ADD COLUMN stakes DOUBLE PRECISION DEFAULT 1 NOT NULL;
ALTER TABLE ops.review ADD COLUMN worth DOUBLE PRECISION DEFAULT 1 NOT NULL;
ALTER TABLE ops.review ADD COLUMN standing DOUBLE PRECISION DEFAULT 0 NOT NULL;
ALTER TABLE ops.review ADD COLUMN seen JSONB;
COMMENT ON COLUMN ops.review.asked_at IS '提出时间 · When it was asked';
COMMENT ON COLUMN ops.review.wanted IS '尚需人数 · How many more people must judge at least';
COMMENT ON COLUMN ops.review.disputed IS '有分歧 · People said both same and different';
COMMENT ON COLUMN ops.review.reach IS '牵涉数 · Records and references that hang on it';
COMMENT ON COLUMN ops.review.stakes IS '证件系数 · Factor for hard identifiers at stake';
COMMENT ON COLUMN ops.review.worth IS '决定价值 · What a decision is worth on the day it is asked';
COMMENT ON COLUMN ops.review.standing IS '排序值 · Place in the queue: log2 of the worth, older pairs higher';
COMMENT ON COLUMN ops.review.seen IS '所见内容 · What both sides said when it was decided';
COMMENT ON COLUMN ops.review.decision IS '结论 · same, different or unsure; undone with its delivery; moot';
CREATE INDEX ix_review_waiting ON ops.review (thing, standing desc, review_id) WHERE decision is null;

CREATE TABLE ops.vote (
    review_id BIGINT NOT NULL,
    turn SMALLINT NOT NULL,
    reviewer VARCHAR(100) NOT NULL,
    verdict VARCHAR(10) NOT NULL,
    reason TEXT NOT NULL,
    blind BOOLEAN NOT NULL,
    handed_at TIMESTAMP WITH TIME ZONE,
    at TIMESTAMP WITH TIME ZONE DEFAULT clock_timestamp() NOT NULL,
    revoked_at TIMESTAMP WITH TIME ZONE,
    revoked_reason TEXT,
    CONSTRAINT pk_vote PRIMARY KEY (review_id, turn),
    CONSTRAINT ck_vote_verdict CHECK (verdict in ('same', 'different', 'unsure')),
    CONSTRAINT ck_vote_reasoned CHECK (btrim(reason) <> ''),
    CONSTRAINT fk_vote_review_id FOREIGN KEY(review_id) REFERENCES ops.review (review_id)
);
COMMENT ON TABLE ops.vote IS '复核意见 · Vote on a pair';
COMMENT ON COLUMN ops.vote.review_id IS '复核 · Pair';
COMMENT ON COLUMN ops.vote.turn IS '次序 · Which of this pair''s, from 1';
COMMENT ON COLUMN ops.vote.reviewer IS '复核人 · Who';
COMMENT ON COLUMN ops.vote.verdict IS '意见 · same, different or unsure';
COMMENT ON COLUMN ops.vote.reason IS '理由 · Why';
COMMENT ON COLUMN ops.vote.blind IS '独立 · Given without seeing what others said';
COMMENT ON COLUMN ops.vote.handed_at IS '领取时间 · When the pair was handed out';
COMMENT ON COLUMN ops.vote.at IS '时间 · When';
COMMENT ON COLUMN ops.vote.revoked_at IS '撤回时间 · When it was taken back';
COMMENT ON COLUMN ops.vote.revoked_reason IS '撤回理由 · Why';
CREATE INDEX ix_vote_reviewer ON ops.vote (reviewer, at);
CREATE UNIQUE INDEX uq_vote_in_force ON ops.vote (review_id, reviewer) WHERE revoked_at is null;

CREATE TABLE ops.lease (
    review_id BIGINT NOT NULL,
    reviewer VARCHAR(100) NOT NULL,
    handed_at TIMESTAMP WITH TIME ZONE NOT NULL,
    until TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT pk_lease PRIMARY KEY (review_id, reviewer),
    CONSTRAINT fk_lease_review_id FOREIGN KEY(review_id) REFERENCES ops.review (review_id)
);
COMMENT ON TABLE ops.lease IS '复核领取 · Pair somebody is looking at';
COMMENT ON COLUMN ops.lease.review_id IS '复核 · Pair';
COMMENT ON COLUMN ops.lease.reviewer IS '复核人 · Who';
COMMENT ON COLUMN ops.lease.handed_at IS '领取时间 · When';
COMMENT ON COLUMN ops.lease.until IS '领取截止 · Until when';
CREATE INDEX ix_lease_reviewer ON ops.lease (reviewer);
