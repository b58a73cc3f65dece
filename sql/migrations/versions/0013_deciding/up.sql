-- What founded each master: the first of the records linked when its number was given.
ALTER TABLE legal_entity.entity_identity ADD COLUMN founder BIGINT;
COMMENT ON COLUMN legal_entity.entity_identity.founder IS '创始记录 · Record that founded it';
CREATE INDEX ix_entity_identity_merged_into ON legal_entity.entity_identity (merged_into) WHERE merged_into is not null;
UPDATE legal_entity.entity_identity i SET founder = (SELECT min(l.record_id) FROM legal_entity.entity_link l
    WHERE l.master_id = i.master_id AND l.known_from = i.known_from);
ALTER TABLE legal_entity.licence_identity ADD COLUMN founder BIGINT;
COMMENT ON COLUMN legal_entity.licence_identity.founder IS '创始记录 · Record that founded it';
CREATE INDEX ix_licence_identity_merged_into ON legal_entity.licence_identity (merged_into) WHERE merged_into is not null;
UPDATE legal_entity.licence_identity i SET founder = (SELECT min(l.record_id) FROM legal_entity.licence_link l
    WHERE l.master_id = i.master_id AND l.known_from = i.known_from);
ALTER TABLE legal_entity.shareholding_identity ADD COLUMN founder BIGINT;
COMMENT ON COLUMN legal_entity.shareholding_identity.founder IS '创始记录 · Record that founded it';
CREATE INDEX ix_shareholding_identity_merged_into ON legal_entity.shareholding_identity (merged_into) WHERE merged_into is not null;
UPDATE legal_entity.shareholding_identity i SET founder = (SELECT min(l.record_id) FROM legal_entity.shareholding_link l
    WHERE l.master_id = i.master_id AND l.known_from = i.known_from);
ALTER TABLE macro.data_structure_identity ADD COLUMN founder BIGINT;
COMMENT ON COLUMN macro.data_structure_identity.founder IS '创始记录 · Record that founded it';
CREATE INDEX ix_data_structure_identity_merged_into ON macro.data_structure_identity (merged_into) WHERE merged_into is not null;
UPDATE macro.data_structure_identity i SET founder = (SELECT min(l.record_id) FROM macro.data_structure_link l
    WHERE l.master_id = i.master_id AND l.known_from = i.known_from);
ALTER TABLE macro.indicator_identity ADD COLUMN founder BIGINT;
COMMENT ON COLUMN macro.indicator_identity.founder IS '创始记录 · Record that founded it';
CREATE INDEX ix_indicator_identity_merged_into ON macro.indicator_identity (merged_into) WHERE merged_into is not null;
UPDATE macro.indicator_identity i SET founder = (SELECT min(l.record_id) FROM macro.indicator_link l
    WHERE l.master_id = i.master_id AND l.known_from = i.known_from);
ALTER TABLE macro.observation_identity ADD COLUMN founder BIGINT;
COMMENT ON COLUMN macro.observation_identity.founder IS '创始记录 · Record that founded it';
CREATE INDEX ix_observation_identity_merged_into ON macro.observation_identity (merged_into) WHERE merged_into is not null;
UPDATE macro.observation_identity i SET founder = (SELECT min(l.record_id) FROM macro.observation_link l
    WHERE l.master_id = i.master_id AND l.known_from = i.known_from);
ALTER TABLE population.household_identity ADD COLUMN founder BIGINT;
COMMENT ON COLUMN population.household_identity.founder IS '创始记录 · Record that founded it';
CREATE INDEX ix_household_identity_merged_into ON population.household_identity (merged_into) WHERE merged_into is not null;
UPDATE population.household_identity i SET founder = (SELECT min(l.record_id) FROM population.household_link l
    WHERE l.master_id = i.master_id AND l.known_from = i.known_from);
ALTER TABLE population.person_identity ADD COLUMN founder BIGINT;
COMMENT ON COLUMN population.person_identity.founder IS '创始记录 · Record that founded it';
CREATE INDEX ix_person_identity_merged_into ON population.person_identity (merged_into) WHERE merged_into is not null;
UPDATE population.person_identity i SET founder = (SELECT min(l.record_id) FROM population.person_link l
    WHERE l.master_id = i.master_id AND l.known_from = i.known_from);
ALTER TABLE population.vital_event_identity ADD COLUMN founder BIGINT;
COMMENT ON COLUMN population.vital_event_identity.founder IS '创始记录 · Record that founded it';
CREATE INDEX ix_vital_event_identity_merged_into ON population.vital_event_identity (merged_into) WHERE merged_into is not null;
UPDATE population.vital_event_identity i SET founder = (SELECT min(l.record_id) FROM population.vital_event_link l
    WHERE l.master_id = i.master_id AND l.known_from = i.known_from);
ALTER TABLE spatial.address_identity ADD COLUMN founder BIGINT;
COMMENT ON COLUMN spatial.address_identity.founder IS '创始记录 · Record that founded it';
CREATE INDEX ix_address_identity_merged_into ON spatial.address_identity (merged_into) WHERE merged_into is not null;
UPDATE spatial.address_identity i SET founder = (SELECT min(l.record_id) FROM spatial.address_link l
    WHERE l.master_id = i.master_id AND l.known_from = i.known_from);
ALTER TABLE spatial.building_identity ADD COLUMN founder BIGINT;
COMMENT ON COLUMN spatial.building_identity.founder IS '创始记录 · Record that founded it';
CREATE INDEX ix_building_identity_merged_into ON spatial.building_identity (merged_into) WHERE merged_into is not null;
UPDATE spatial.building_identity i SET founder = (SELECT min(l.record_id) FROM spatial.building_link l
    WHERE l.master_id = i.master_id AND l.known_from = i.known_from);
ALTER TABLE spatial.division_change_identity ADD COLUMN founder BIGINT;
COMMENT ON COLUMN spatial.division_change_identity.founder IS '创始记录 · Record that founded it';
CREATE INDEX ix_division_change_identity_merged_into ON spatial.division_change_identity (merged_into) WHERE merged_into is not null;
UPDATE spatial.division_change_identity i SET founder = (SELECT min(l.record_id) FROM spatial.division_change_link l
    WHERE l.master_id = i.master_id AND l.known_from = i.known_from);
ALTER TABLE spatial.division_identity ADD COLUMN founder BIGINT;
COMMENT ON COLUMN spatial.division_identity.founder IS '创始记录 · Record that founded it';
CREATE INDEX ix_division_identity_merged_into ON spatial.division_identity (merged_into) WHERE merged_into is not null;
UPDATE spatial.division_identity i SET founder = (SELECT min(l.record_id) FROM spatial.division_link l
    WHERE l.master_id = i.master_id AND l.known_from = i.known_from);
ALTER TABLE spatial.natural_resource_identity ADD COLUMN founder BIGINT;
COMMENT ON COLUMN spatial.natural_resource_identity.founder IS '创始记录 · Record that founded it';
CREATE INDEX ix_natural_resource_identity_merged_into ON spatial.natural_resource_identity (merged_into) WHERE merged_into is not null;
UPDATE spatial.natural_resource_identity i SET founder = (SELECT min(l.record_id) FROM spatial.natural_resource_link l
    WHERE l.master_id = i.master_id AND l.known_from = i.known_from);
ALTER TABLE spatial.parcel_identity ADD COLUMN founder BIGINT;
COMMENT ON COLUMN spatial.parcel_identity.founder IS '创始记录 · Record that founded it';
CREATE INDEX ix_parcel_identity_merged_into ON spatial.parcel_identity (merged_into) WHERE merged_into is not null;
UPDATE spatial.parcel_identity i SET founder = (SELECT min(l.record_id) FROM spatial.parcel_link l
    WHERE l.master_id = i.master_id AND l.known_from = i.known_from);
ALTER TABLE spatial.place_name_identity ADD COLUMN founder BIGINT;
COMMENT ON COLUMN spatial.place_name_identity.founder IS '创始记录 · Record that founded it';
CREATE INDEX ix_place_name_identity_merged_into ON spatial.place_name_identity (merged_into) WHERE merged_into is not null;
UPDATE spatial.place_name_identity i SET founder = (SELECT min(l.record_id) FROM spatial.place_name_link l
    WHERE l.master_id = i.master_id AND l.known_from = i.known_from);
ALTER TABLE spatial.real_estate_unit_identity ADD COLUMN founder BIGINT;
COMMENT ON COLUMN spatial.real_estate_unit_identity.founder IS '创始记录 · Record that founded it';
CREATE INDEX ix_real_estate_unit_identity_merged_into ON spatial.real_estate_unit_identity (merged_into) WHERE merged_into is not null;
UPDATE spatial.real_estate_unit_identity i SET founder = (SELECT min(l.record_id) FROM spatial.real_estate_unit_link l
    WHERE l.master_id = i.master_id AND l.known_from = i.known_from);
ALTER TABLE spatial.right_identity ADD COLUMN founder BIGINT;
COMMENT ON COLUMN spatial.right_identity.founder IS '创始记录 · Record that founded it';
CREATE INDEX ix_right_identity_merged_into ON spatial.right_identity (merged_into) WHERE merged_into is not null;
UPDATE spatial.right_identity i SET founder = (SELECT min(l.record_id) FROM spatial.right_link l
    WHERE l.master_id = i.master_id AND l.known_from = i.known_from);

CREATE TABLE ops.decision (
    decision_id BIGINT NOT NULL,
    thing VARCHAR(40) NOT NULL,
    record_id BIGINT NOT NULL,
    master_id BIGINT NOT NULL,
    verdict VARCHAR(10) NOT NULL,
    reason TEXT NOT NULL,
    decided_by VARCHAR(100) NOT NULL,
    decided_at TIMESTAMP WITH TIME ZONE NOT NULL,
    review_id BIGINT,
    revoked_by VARCHAR(100),
    revoked_at TIMESTAMP WITH TIME ZONE,
    revoked_reason TEXT,
    CONSTRAINT pk_decision PRIMARY KEY (decision_id),
    CONSTRAINT ck_decision_verdict CHECK (verdict in ('same', 'different', 'unsure')),
    CONSTRAINT ck_decision_reasoned CHECK (btrim(reason) <> ''),
    CONSTRAINT ck_decision_revoked_by_somebody CHECK ((revoked_at is null) = (revoked_by is null) and (revoked_at is null) = (revoked_reason is null)),
    CONSTRAINT fk_decision_review_id FOREIGN KEY(review_id) REFERENCES ops.review (review_id)
);
COMMENT ON TABLE ops.decision IS '决定 · Decision on who is who';
COMMENT ON COLUMN ops.decision.decision_id IS '标识 · Id';
COMMENT ON COLUMN ops.decision.thing IS '对象 · Thing';
COMMENT ON COLUMN ops.decision.record_id IS '记录标识 · Record';
COMMENT ON COLUMN ops.decision.master_id IS '主数据标识 · Master, as it was named then';
COMMENT ON COLUMN ops.decision.verdict IS '结论 · same, different or unsure';
COMMENT ON COLUMN ops.decision.reason IS '理由 · Why';
COMMENT ON COLUMN ops.decision.decided_by IS '决定人 · Who';
COMMENT ON COLUMN ops.decision.decided_at IS '决定时间 · When it became known';
COMMENT ON COLUMN ops.decision.review_id IS '复核 · Pair it answers';
COMMENT ON COLUMN ops.decision.revoked_by IS '撤回人 · Who took it back';
COMMENT ON COLUMN ops.decision.revoked_at IS '撤回时间 · When it was taken back';
COMMENT ON COLUMN ops.decision.revoked_reason IS '撤回理由 · Why it was taken back';
CREATE UNIQUE INDEX uq_decision_in_force ON ops.decision (thing, record_id, master_id) WHERE revoked_at is null;
CREATE INDEX ix_decision_master_id ON ops.decision (thing, master_id) WHERE revoked_at is null;

CREATE TABLE ops.attention (
    attention_id BIGINT NOT NULL,
    thing VARCHAR(40) NOT NULL,
    master_id BIGINT NOT NULL,
    rule VARCHAR(60) NOT NULL,
    since TIMESTAMP WITH TIME ZONE NOT NULL,
    delivery_id BIGINT NOT NULL,
    detail JSONB NOT NULL,
    outcome VARCHAR(10),
    settled_at TIMESTAMP WITH TIME ZONE,
    settled_by VARCHAR(100),
    settled_reason TEXT,
    CONSTRAINT pk_attention PRIMARY KEY (attention_id),
    CONSTRAINT ck_attention_outcome CHECK (outcome in ('gone', 'accepted')),
    CONSTRAINT ck_attention_settled_somehow CHECK ((settled_at is null) = (outcome is null))
);
COMMENT ON TABLE ops.attention IS '待关注 · Needs attention';
COMMENT ON COLUMN ops.attention.attention_id IS '标识 · Id';
COMMENT ON COLUMN ops.attention.thing IS '对象 · Thing';
COMMENT ON COLUMN ops.attention.master_id IS '主数据标识 · Master';
COMMENT ON COLUMN ops.attention.rule IS '规则 · Rule that is broken';
COMMENT ON COLUMN ops.attention.since IS '发现时间 · When it was noticed';
COMMENT ON COLUMN ops.attention.delivery_id IS '交付批次 · Delivery that brought it about';
COMMENT ON COLUMN ops.attention.detail IS '详情 · What contradicts what, and which records say so';
COMMENT ON COLUMN ops.attention.outcome IS '结果 · gone (no longer broken) or accepted (by a person)';
COMMENT ON COLUMN ops.attention.settled_at IS '了结时间 · When it was settled';
COMMENT ON COLUMN ops.attention.settled_by IS '了结人 · Who settled it';
COMMENT ON COLUMN ops.attention.settled_reason IS '了结理由 · Why';
CREATE UNIQUE INDEX uq_attention_open ON ops.attention (thing, master_id, rule) WHERE settled_at is null;
CREATE INDEX ix_attention_master_id ON ops.attention (thing, master_id);
