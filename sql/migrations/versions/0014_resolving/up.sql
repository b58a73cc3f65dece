CREATE INDEX ix_entity_role_person_id_waiting_name ON legal_entity.entity_role (person_name) WHERE person_id is null and person_name is not null;
CREATE INDEX ix_shareholding_entity_id_waiting_name ON legal_entity.shareholding (entity_name) WHERE entity_id is null and entity_name is not null and entity_code is null;
DROP INDEX legal_entity.ix_shareholding_holder_person_id_waiting;
CREATE INDEX ix_shareholding_holder_person_id_waiting ON legal_entity.shareholding (holder_number) WHERE holder_person_id is null and holder_entity_id is null and holder_number is not null;
CREATE INDEX ix_shareholding_holder_person_id_waiting_name ON legal_entity.shareholding (holder_name) WHERE holder_person_id is null and holder_entity_id is null and holder_name is not null;
DROP INDEX legal_entity.ix_shareholding_holder_entity_id_waiting;
CREATE INDEX ix_shareholding_holder_entity_id_waiting ON legal_entity.shareholding (holder_number) WHERE holder_entity_id is null and holder_person_id is null and holder_number is not null;
CREATE INDEX ix_shareholding_holder_entity_id_waiting_name ON legal_entity.shareholding (holder_name) WHERE holder_entity_id is null and holder_person_id is null and holder_name is not null and holder_number is null;
CREATE INDEX ix_licence_entity_id_waiting_name ON legal_entity.licence (entity_name) WHERE entity_id is null and entity_name is not null and entity_code is null;
CREATE INDEX ix_occupation_employer_id_waiting_name ON population.occupation (employer_name) WHERE employer_id is null and employer_name is not null and employer_code is null;
CREATE INDEX ix_household_head_id_waiting_name ON population.household (head_name) WHERE head_id is null and head_name is not null;
DROP INDEX spatial.ix_right_holder_holder_person_id_waiting;
CREATE INDEX ix_right_holder_holder_person_id_waiting ON spatial.right_holder (holder_number) WHERE holder_person_id is null and holder_entity_id is null and holder_number is not null;
CREATE INDEX ix_right_holder_holder_person_id_waiting_name ON spatial.right_holder (holder_name) WHERE holder_person_id is null and holder_entity_id is null and holder_name is not null;
DROP INDEX spatial.ix_right_holder_holder_entity_id_waiting;
CREATE INDEX ix_right_holder_holder_entity_id_waiting ON spatial.right_holder (holder_number) WHERE holder_entity_id is null and holder_person_id is null and holder_number is not null;
CREATE INDEX ix_right_holder_holder_entity_id_waiting_name ON spatial.right_holder (holder_name) WHERE holder_entity_id is null and holder_person_id is null and holder_name is not null and holder_number is null;
CREATE INDEX ix_vital_event_person_id_waiting_name ON population.vital_event (person_name) WHERE person_id is null and person_name is not null;
CREATE INDEX ix_vital_event_spouse_id_waiting_name ON population.vital_event (spouse_name) WHERE spouse_id is null and spouse_name is not null;
CREATE INDEX ix_kinship_relative_id_waiting_name ON population.kinship (relative_name) WHERE relative_id is null and relative_name is not null;
CREATE TABLE ops.resolution (
    resolution_id BIGINT NOT NULL,
    reference VARCHAR(80) NOT NULL,
    owner_id BIGINT NOT NULL,
    number TEXT NOT NULL,
    name TEXT NOT NULL,
    master_id BIGINT NOT NULL,
    state VARCHAR(10) NOT NULL,
    method VARCHAR(16) NOT NULL,
    score DOUBLE PRECISION,
    decider VARCHAR(100) NOT NULL,
    why JSONB,
    known_from TIMESTAMP WITH TIME ZONE NOT NULL,
    known_to TIMESTAMP WITH TIME ZONE DEFAULT 'infinity' NOT NULL,
    CONSTRAINT pk_resolution PRIMARY KEY (resolution_id),
    CONSTRAINT ck_resolution_state CHECK (state in ('linked', 'asked', 'refused'))
);
COMMENT ON TABLE ops.resolution IS '引用解析 · Whom a row means';
COMMENT ON COLUMN ops.resolution.resolution_id IS '标识 · Id';
COMMENT ON COLUMN ops.resolution.reference IS '引用 · Reference: table and column';
COMMENT ON COLUMN ops.resolution.owner_id IS '所属主数据 · Master that refers';
COMMENT ON COLUMN ops.resolution.number IS '所述号码 · Number it gives, or nothing';
COMMENT ON COLUMN ops.resolution.name IS '所述名称 · Name it gives, or nothing';
COMMENT ON COLUMN ops.resolution.master_id IS '所指主数据 · Master it means';
COMMENT ON COLUMN ops.resolution.state IS '状态 · linked, asked (waits for a person) or refused (by a person)';
COMMENT ON COLUMN ops.resolution.method IS '方法 · Method: identifier, slip, name, parts, place or decision';
COMMENT ON COLUMN ops.resolution.score IS '得分 · Weight in bits';
COMMENT ON COLUMN ops.resolution.decider IS '决定者 · Who or what decided';
COMMENT ON COLUMN ops.resolution.why IS '理由 · What spoke for and against';
COMMENT ON COLUMN ops.resolution.known_from IS '记录时间 · Known from';
COMMENT ON COLUMN ops.resolution.known_to IS '记录终止 · Known until (infinity: in force)';
CREATE INDEX ix_resolution_asked ON ops.resolution (score) WHERE known_to = 'infinity' and state = 'asked';
CREATE INDEX ix_resolution_master ON ops.resolution (master_id) WHERE known_to = 'infinity';
CREATE INDEX ix_resolution_name ON ops.resolution (name) WHERE known_to = 'infinity';
CREATE INDEX ix_resolution_refused ON ops.resolution (reference, owner_id) WHERE known_to = 'infinity' and state = 'refused';
CREATE UNIQUE INDEX uq_resolution_in_force ON ops.resolution (reference, owner_id, number, name) WHERE known_to = 'infinity' and state <> 'refused';
CREATE TABLE spatial.division_successor (
    code VARCHAR(12) NOT NULL,
    since DATE NOT NULL,
    until DATE NOT NULL,
    master_id BIGINT,
    CONSTRAINT pk_division_successor PRIMARY KEY (code, since)
);
COMMENT ON TABLE spatial.division_successor IS '后继区划 · Division a code has become';
COMMENT ON COLUMN spatial.division_successor.code IS '区划代码 · Division code';
COMMENT ON COLUMN spatial.division_successor.since IS '起 · Since when';
COMMENT ON COLUMN spatial.division_successor.until IS '止 · Until when (exclusive)';
COMMENT ON COLUMN spatial.division_successor.master_id IS '后继区划 · The division it has become; empty where it may be any of several';
ALTER TABLE population.kinship ADD COLUMN person_name character varying(200);
ALTER TABLE population.kinship_history ADD COLUMN person_name character varying(200);
COMMENT ON COLUMN population.kinship.person_name IS '本人姓名 · Name of the person';
COMMENT ON COLUMN population.kinship_history.person_name IS '本人姓名 · Name of the person';
CREATE INDEX ix_kinship_person_id_waiting_name ON population.kinship (person_name) WHERE person_id is null and person_name is not null;
CREATE INDEX ix_address_sought_by_door ON spatial.address (road, house_number) WHERE house_number is not null;
