CREATE TABLE macro.data_structure (
    master_id BIGINT NOT NULL,
    structure_id VARCHAR(64),
    agency VARCHAR(64),
    version VARCHAR(64),
    name TEXT,
    dimension VARCHAR(64),
    role VARCHAR(20),
    position BIGINT,
    code_list VARCHAR(64),
    claims BIGINT[] NOT NULL,
    valid_from DATE NOT NULL,
    known_from TIMESTAMP WITH TIME ZONE NOT NULL,
    delivery_id BIGINT NOT NULL,
    CONSTRAINT pk_data_structure PRIMARY KEY (master_id)
);
COMMENT ON TABLE macro.data_structure IS '数据结构 · Component of a data structure';
COMMENT ON COLUMN macro.data_structure.master_id IS '主数据标识 · Master id';
COMMENT ON COLUMN macro.data_structure.structure_id IS '数据结构标识 · Structure id';
COMMENT ON COLUMN macro.data_structure.agency IS '维护机构 · Agency';
COMMENT ON COLUMN macro.data_structure.version IS '版本 · Version';
COMMENT ON COLUMN macro.data_structure.name IS '名称 · Name';
COMMENT ON COLUMN macro.data_structure.dimension IS '维度 · Dimension or attribute';
COMMENT ON COLUMN macro.data_structure.role IS '角色 · Role';
COMMENT ON COLUMN macro.data_structure.position IS '位置 · Position';
COMMENT ON COLUMN macro.data_structure.code_list IS '代码表 · Code list';
COMMENT ON COLUMN macro.data_structure.claims IS '胜出声明 · Record that won each attribute, in the dictionary''s order';
COMMENT ON COLUMN macro.data_structure.valid_from IS '有效起始 · Valid from';
COMMENT ON COLUMN macro.data_structure.known_from IS '记录时间 · Known from';
COMMENT ON COLUMN macro.data_structure.delivery_id IS '交付批次 · Delivery that said so';
CREATE INDEX ix_data_structure_structure_id ON macro.data_structure (structure_id);

CREATE TABLE macro.data_structure_history (
    LIKE macro.data_structure INCLUDING COMMENTS,
    valid_to DATE NOT NULL,
    known_to TIMESTAMP WITH TIME ZONE NOT NULL
);
COMMENT ON TABLE macro.data_structure_history IS '数据结构 · Component of a data structure (历史 history)';
COMMENT ON COLUMN macro.data_structure_history.valid_to IS '有效终止 · Valid until (exclusive)';
COMMENT ON COLUMN macro.data_structure_history.known_to IS '记录终止 · Known until (exclusive)';
CREATE INDEX ix_data_structure_history_master_id ON macro.data_structure_history (master_id, valid_from);

CREATE TABLE macro.data_structure_identity (
    master_id BIGINT NOT NULL,
    natural_key VARCHAR,
    merged_into BIGINT,
    known_from TIMESTAMP WITH TIME ZONE NOT NULL,
    delivery_id BIGINT NOT NULL,
    CONSTRAINT pk_data_structure_identity PRIMARY KEY (master_id),
    CONSTRAINT uq_data_structure_identity_natural_key UNIQUE (natural_key)
);
COMMENT ON TABLE macro.data_structure_identity IS '数据结构 · Component of a data structure (标识登记 identity)';
COMMENT ON COLUMN macro.data_structure_identity.master_id IS '主数据标识 · Master id';
COMMENT ON COLUMN macro.data_structure_identity.natural_key IS '自然键 · Natural key';
COMMENT ON COLUMN macro.data_structure_identity.merged_into IS '并入 · Merged into this master';
COMMENT ON COLUMN macro.data_structure_identity.known_from IS '记录时间 · Known from';
COMMENT ON COLUMN macro.data_structure_identity.delivery_id IS '交付批次 · Delivery that founded it';

CREATE TABLE macro.data_structure_link (
    record_id BIGINT NOT NULL,
    master_id BIGINT NOT NULL,
    method VARCHAR(16) NOT NULL,
    score DOUBLE PRECISION,
    decider VARCHAR(100) NOT NULL,
    why JSONB,
    delivery_id BIGINT NOT NULL,
    known_from TIMESTAMP WITH TIME ZONE NOT NULL,
    known_to TIMESTAMP WITH TIME ZONE DEFAULT 'infinity' NOT NULL,
    CONSTRAINT pk_data_structure_link PRIMARY KEY (record_id, known_from)
);
COMMENT ON TABLE macro.data_structure_link IS '数据结构 · Component of a data structure (记录与主数据的关联 link)';
COMMENT ON COLUMN macro.data_structure_link.record_id IS '记录标识 · Record id';
COMMENT ON COLUMN macro.data_structure_link.master_id IS '主数据标识 · Master id';
COMMENT ON COLUMN macro.data_structure_link.method IS '方法 · Method: new, key, strong, probable or decision';
COMMENT ON COLUMN macro.data_structure_link.score IS '得分 · Match probability';
COMMENT ON COLUMN macro.data_structure_link.decider IS '决定者 · Who or what decided';
COMMENT ON COLUMN macro.data_structure_link.why IS '理由 · What spoke for it';
COMMENT ON COLUMN macro.data_structure_link.delivery_id IS '交付批次 · Delivery that brought it';
COMMENT ON COLUMN macro.data_structure_link.known_from IS '记录时间 · Known from';
COMMENT ON COLUMN macro.data_structure_link.known_to IS '记录终止 · Known until (infinity: in force)';
CREATE INDEX ix_data_structure_link_master_id ON macro.data_structure_link (master_id);
CREATE UNIQUE INDEX uq_data_structure_link_in_force ON macro.data_structure_link (record_id) WHERE known_to = 'infinity';

CREATE TABLE macro.data_structure_record (
    record_id BIGINT NOT NULL,
    dataset_id BIGINT NOT NULL,
    source_key VARCHAR NOT NULL,
    structure_id VARCHAR(64),
    agency VARCHAR(64),
    version VARCHAR(64),
    name TEXT,
    dimension VARCHAR(64),
    role VARCHAR(20),
    position BIGINT,
    code_list VARCHAR(64),
    original JSONB,
    valid_from DATE NOT NULL,
    known_from TIMESTAMP WITH TIME ZONE NOT NULL,
    delivery_id BIGINT NOT NULL,
    CONSTRAINT pk_data_structure_record PRIMARY KEY (record_id)
);
COMMENT ON TABLE macro.data_structure_record IS '数据结构 · Component of a data structure (部门记录 record)';
COMMENT ON COLUMN macro.data_structure_record.record_id IS '记录标识 · Record id';
COMMENT ON COLUMN macro.data_structure_record.dataset_id IS '数据集 · Dataset';
COMMENT ON COLUMN macro.data_structure_record.source_key IS '来源主键 · Key in the source';
COMMENT ON COLUMN macro.data_structure_record.structure_id IS '数据结构标识 · Structure id';
COMMENT ON COLUMN macro.data_structure_record.agency IS '维护机构 · Agency';
COMMENT ON COLUMN macro.data_structure_record.version IS '版本 · Version';
COMMENT ON COLUMN macro.data_structure_record.name IS '名称 · Name';
COMMENT ON COLUMN macro.data_structure_record.dimension IS '维度 · Dimension or attribute';
COMMENT ON COLUMN macro.data_structure_record.role IS '角色 · Role';
COMMENT ON COLUMN macro.data_structure_record.position IS '位置 · Position';
COMMENT ON COLUMN macro.data_structure_record.code_list IS '代码表 · Code list';
COMMENT ON COLUMN macro.data_structure_record.original IS '原文 · Text as delivered, where standardising changed it';
COMMENT ON COLUMN macro.data_structure_record.valid_from IS '有效起始 · Valid from';
COMMENT ON COLUMN macro.data_structure_record.known_from IS '记录时间 · Known from';
COMMENT ON COLUMN macro.data_structure_record.delivery_id IS '交付批次 · Delivery that said so';
CREATE UNIQUE INDEX uq_data_structure_record_source ON macro.data_structure_record (dataset_id, source_key);

CREATE TABLE macro.data_structure_record_history (
    LIKE macro.data_structure_record INCLUDING COMMENTS,
    valid_to DATE NOT NULL,
    known_to TIMESTAMP WITH TIME ZONE NOT NULL
);
COMMENT ON TABLE macro.data_structure_record_history IS '数据结构 · Component of a data structure (部门记录历史 record history)';
COMMENT ON COLUMN macro.data_structure_record_history.valid_to IS '有效终止 · Valid until (exclusive)';
COMMENT ON COLUMN macro.data_structure_record_history.known_to IS '记录终止 · Known until (exclusive)';
CREATE INDEX ix_data_structure_record_history_record_id ON macro.data_structure_record_history (record_id, valid_from);
CREATE INDEX ix_data_structure_record_history_source ON macro.data_structure_record_history (dataset_id, source_key);

CREATE TABLE macro.indicator (
    master_id BIGINT NOT NULL,
    code VARCHAR(64),
    name TEXT,
    english_name TEXT,
    definition TEXT,
    unit TEXT,
    frequency VARCHAR(20),
    topic TEXT,
    responsible TEXT,
    claims BIGINT[] NOT NULL,
    valid_from DATE NOT NULL,
    known_from TIMESTAMP WITH TIME ZONE NOT NULL,
    delivery_id BIGINT NOT NULL,
    CONSTRAINT pk_indicator PRIMARY KEY (master_id)
);
COMMENT ON TABLE macro.indicator IS '宏观经济指标 · Indicator';
COMMENT ON COLUMN macro.indicator.master_id IS '主数据标识 · Master id';
COMMENT ON COLUMN macro.indicator.code IS '指标代码 · Indicator code';
COMMENT ON COLUMN macro.indicator.name IS '指标名称 · Name';
COMMENT ON COLUMN macro.indicator.english_name IS '英文名称 · English name';
COMMENT ON COLUMN macro.indicator.definition IS '指标解释 · Definition';
COMMENT ON COLUMN macro.indicator.unit IS '计量单位 · Unit';
COMMENT ON COLUMN macro.indicator.frequency IS '频度 · Frequency';
COMMENT ON COLUMN macro.indicator.topic IS '专题 · Topic';
COMMENT ON COLUMN macro.indicator.responsible IS '责任部门 · Responsible department';
COMMENT ON COLUMN macro.indicator.claims IS '胜出声明 · Record that won each attribute, in the dictionary''s order';
COMMENT ON COLUMN macro.indicator.valid_from IS '有效起始 · Valid from';
COMMENT ON COLUMN macro.indicator.known_from IS '记录时间 · Known from';
COMMENT ON COLUMN macro.indicator.delivery_id IS '交付批次 · Delivery that said so';
CREATE INDEX ix_indicator_code ON macro.indicator (code);
CREATE INDEX ix_indicator_name ON macro.indicator (name);

CREATE TABLE macro.indicator_history (
    LIKE macro.indicator INCLUDING COMMENTS,
    valid_to DATE NOT NULL,
    known_to TIMESTAMP WITH TIME ZONE NOT NULL
);
COMMENT ON TABLE macro.indicator_history IS '宏观经济指标 · Indicator (历史 history)';
COMMENT ON COLUMN macro.indicator_history.valid_to IS '有效终止 · Valid until (exclusive)';
COMMENT ON COLUMN macro.indicator_history.known_to IS '记录终止 · Known until (exclusive)';
CREATE INDEX ix_indicator_history_master_id ON macro.indicator_history (master_id, valid_from);

CREATE TABLE macro.indicator_identity (
    master_id BIGINT NOT NULL,
    natural_key VARCHAR,
    merged_into BIGINT,
    known_from TIMESTAMP WITH TIME ZONE NOT NULL,
    delivery_id BIGINT NOT NULL,
    CONSTRAINT pk_indicator_identity PRIMARY KEY (master_id),
    CONSTRAINT uq_indicator_identity_natural_key UNIQUE (natural_key)
);
COMMENT ON TABLE macro.indicator_identity IS '宏观经济指标 · Indicator (标识登记 identity)';
COMMENT ON COLUMN macro.indicator_identity.master_id IS '主数据标识 · Master id';
COMMENT ON COLUMN macro.indicator_identity.natural_key IS '自然键 · Natural key';
COMMENT ON COLUMN macro.indicator_identity.merged_into IS '并入 · Merged into this master';
COMMENT ON COLUMN macro.indicator_identity.known_from IS '记录时间 · Known from';
COMMENT ON COLUMN macro.indicator_identity.delivery_id IS '交付批次 · Delivery that founded it';

CREATE TABLE macro.indicator_link (
    record_id BIGINT NOT NULL,
    master_id BIGINT NOT NULL,
    method VARCHAR(16) NOT NULL,
    score DOUBLE PRECISION,
    decider VARCHAR(100) NOT NULL,
    why JSONB,
    delivery_id BIGINT NOT NULL,
    known_from TIMESTAMP WITH TIME ZONE NOT NULL,
    known_to TIMESTAMP WITH TIME ZONE DEFAULT 'infinity' NOT NULL,
    CONSTRAINT pk_indicator_link PRIMARY KEY (record_id, known_from)
);
COMMENT ON TABLE macro.indicator_link IS '宏观经济指标 · Indicator (记录与主数据的关联 link)';
COMMENT ON COLUMN macro.indicator_link.record_id IS '记录标识 · Record id';
COMMENT ON COLUMN macro.indicator_link.master_id IS '主数据标识 · Master id';
COMMENT ON COLUMN macro.indicator_link.method IS '方法 · Method: new, key, strong, probable or decision';
COMMENT ON COLUMN macro.indicator_link.score IS '得分 · Match probability';
COMMENT ON COLUMN macro.indicator_link.decider IS '决定者 · Who or what decided';
COMMENT ON COLUMN macro.indicator_link.why IS '理由 · What spoke for it';
COMMENT ON COLUMN macro.indicator_link.delivery_id IS '交付批次 · Delivery that brought it';
COMMENT ON COLUMN macro.indicator_link.known_from IS '记录时间 · Known from';
COMMENT ON COLUMN macro.indicator_link.known_to IS '记录终止 · Known until (infinity: in force)';
CREATE INDEX ix_indicator_link_master_id ON macro.indicator_link (master_id);
CREATE UNIQUE INDEX uq_indicator_link_in_force ON macro.indicator_link (record_id) WHERE known_to = 'infinity';

CREATE TABLE macro.indicator_record (
    record_id BIGINT NOT NULL,
    dataset_id BIGINT NOT NULL,
    source_key VARCHAR NOT NULL,
    code VARCHAR(64),
    name TEXT,
    english_name TEXT,
    definition TEXT,
    unit TEXT,
    frequency VARCHAR(20),
    topic TEXT,
    responsible TEXT,
    original JSONB,
    valid_from DATE NOT NULL,
    known_from TIMESTAMP WITH TIME ZONE NOT NULL,
    delivery_id BIGINT NOT NULL,
    CONSTRAINT pk_indicator_record PRIMARY KEY (record_id)
);
COMMENT ON TABLE macro.indicator_record IS '宏观经济指标 · Indicator (部门记录 record)';
COMMENT ON COLUMN macro.indicator_record.record_id IS '记录标识 · Record id';
COMMENT ON COLUMN macro.indicator_record.dataset_id IS '数据集 · Dataset';
COMMENT ON COLUMN macro.indicator_record.source_key IS '来源主键 · Key in the source';
COMMENT ON COLUMN macro.indicator_record.code IS '指标代码 · Indicator code';
COMMENT ON COLUMN macro.indicator_record.name IS '指标名称 · Name';
COMMENT ON COLUMN macro.indicator_record.english_name IS '英文名称 · English name';
COMMENT ON COLUMN macro.indicator_record.definition IS '指标解释 · Definition';
COMMENT ON COLUMN macro.indicator_record.unit IS '计量单位 · Unit';
COMMENT ON COLUMN macro.indicator_record.frequency IS '频度 · Frequency';
COMMENT ON COLUMN macro.indicator_record.topic IS '专题 · Topic';
COMMENT ON COLUMN macro.indicator_record.responsible IS '责任部门 · Responsible department';
COMMENT ON COLUMN macro.indicator_record.original IS '原文 · Text as delivered, where standardising changed it';
COMMENT ON COLUMN macro.indicator_record.valid_from IS '有效起始 · Valid from';
COMMENT ON COLUMN macro.indicator_record.known_from IS '记录时间 · Known from';
COMMENT ON COLUMN macro.indicator_record.delivery_id IS '交付批次 · Delivery that said so';
CREATE UNIQUE INDEX uq_indicator_record_source ON macro.indicator_record (dataset_id, source_key);

CREATE TABLE macro.indicator_record_history (
    LIKE macro.indicator_record INCLUDING COMMENTS,
    valid_to DATE NOT NULL,
    known_to TIMESTAMP WITH TIME ZONE NOT NULL
);
COMMENT ON TABLE macro.indicator_record_history IS '宏观经济指标 · Indicator (部门记录历史 record history)';
COMMENT ON COLUMN macro.indicator_record_history.valid_to IS '有效终止 · Valid until (exclusive)';
COMMENT ON COLUMN macro.indicator_record_history.known_to IS '记录终止 · Known until (exclusive)';
CREATE INDEX ix_indicator_record_history_record_id ON macro.indicator_record_history (record_id, valid_from);
CREATE INDEX ix_indicator_record_history_source ON macro.indicator_record_history (dataset_id, source_key);

CREATE TABLE macro.observation (
    master_id BIGINT NOT NULL,
    indicator_code VARCHAR(64),
    division_code VARCHAR(12),
    industry VARCHAR(20),
    breakdown TEXT,
    period VARCHAR(10),
    value NUMERIC,
    status VARCHAR(20),
    released_date DATE,
    indicator_id BIGINT,
    division_id BIGINT,
    claims BIGINT[] NOT NULL,
    valid_from DATE NOT NULL,
    known_from TIMESTAMP WITH TIME ZONE NOT NULL,
    delivery_id BIGINT NOT NULL,
    CONSTRAINT pk_observation PRIMARY KEY (master_id)
);
COMMENT ON TABLE macro.observation IS '观测值 · Observation';
COMMENT ON COLUMN macro.observation.master_id IS '主数据标识 · Master id';
COMMENT ON COLUMN macro.observation.indicator_code IS '指标代码 · Indicator code';
COMMENT ON COLUMN macro.observation.division_code IS '区划 · Division';
COMMENT ON COLUMN macro.observation.industry IS '行业 · Industry';
COMMENT ON COLUMN macro.observation.breakdown IS '其他维度 · Other dimension (country, item…)';
COMMENT ON COLUMN macro.observation.period IS '时期 · Period';
COMMENT ON COLUMN macro.observation.value IS '数值 · Value';
COMMENT ON COLUMN macro.observation.status IS '数据状态 · Status';
COMMENT ON COLUMN macro.observation.released_date IS '发布日期 · Date released';
COMMENT ON COLUMN macro.observation.indicator_id IS 'indicator_code 对应的主数据 · The indicator that indicator_code resolves to';
COMMENT ON COLUMN macro.observation.division_id IS 'division_code 对应的主数据 · The division that division_code resolves to';
COMMENT ON COLUMN macro.observation.claims IS '胜出声明 · Record that won each attribute, in the dictionary''s order';
COMMENT ON COLUMN macro.observation.valid_from IS '有效起始 · Valid from';
COMMENT ON COLUMN macro.observation.known_from IS '记录时间 · Known from';
COMMENT ON COLUMN macro.observation.delivery_id IS '交付批次 · Delivery that said so';
CREATE INDEX ix_observation_division_id ON macro.observation (division_id);
CREATE INDEX ix_observation_division_id_waiting ON macro.observation (division_code) WHERE division_id is null and division_code is not null;
CREATE INDEX ix_observation_indicator_code ON macro.observation (indicator_code);
CREATE INDEX ix_observation_indicator_id ON macro.observation (indicator_id);
CREATE INDEX ix_observation_indicator_id_waiting ON macro.observation (indicator_code) WHERE indicator_id is null and indicator_code is not null;
CREATE INDEX ix_observation_period ON macro.observation (period);

CREATE TABLE macro.observation_history (
    LIKE macro.observation INCLUDING COMMENTS,
    valid_to DATE NOT NULL,
    known_to TIMESTAMP WITH TIME ZONE NOT NULL
);
COMMENT ON TABLE macro.observation_history IS '观测值 · Observation (历史 history)';
COMMENT ON COLUMN macro.observation_history.valid_to IS '有效终止 · Valid until (exclusive)';
COMMENT ON COLUMN macro.observation_history.known_to IS '记录终止 · Known until (exclusive)';
CREATE INDEX ix_observation_history_master_id ON macro.observation_history (master_id, valid_from);

CREATE TABLE macro.observation_identity (
    master_id BIGINT NOT NULL,
    natural_key VARCHAR,
    merged_into BIGINT,
    known_from TIMESTAMP WITH TIME ZONE NOT NULL,
    delivery_id BIGINT NOT NULL,
    CONSTRAINT pk_observation_identity PRIMARY KEY (master_id),
    CONSTRAINT uq_observation_identity_natural_key UNIQUE (natural_key)
);
COMMENT ON TABLE macro.observation_identity IS '观测值 · Observation (标识登记 identity)';
COMMENT ON COLUMN macro.observation_identity.master_id IS '主数据标识 · Master id';
COMMENT ON COLUMN macro.observation_identity.natural_key IS '自然键 · Natural key';
COMMENT ON COLUMN macro.observation_identity.merged_into IS '并入 · Merged into this master';
COMMENT ON COLUMN macro.observation_identity.known_from IS '记录时间 · Known from';
COMMENT ON COLUMN macro.observation_identity.delivery_id IS '交付批次 · Delivery that founded it';

CREATE TABLE macro.observation_link (
    record_id BIGINT NOT NULL,
    master_id BIGINT NOT NULL,
    method VARCHAR(16) NOT NULL,
    score DOUBLE PRECISION,
    decider VARCHAR(100) NOT NULL,
    why JSONB,
    delivery_id BIGINT NOT NULL,
    known_from TIMESTAMP WITH TIME ZONE NOT NULL,
    known_to TIMESTAMP WITH TIME ZONE DEFAULT 'infinity' NOT NULL,
    CONSTRAINT pk_observation_link PRIMARY KEY (record_id, known_from)
);
COMMENT ON TABLE macro.observation_link IS '观测值 · Observation (记录与主数据的关联 link)';
COMMENT ON COLUMN macro.observation_link.record_id IS '记录标识 · Record id';
COMMENT ON COLUMN macro.observation_link.master_id IS '主数据标识 · Master id';
COMMENT ON COLUMN macro.observation_link.method IS '方法 · Method: new, key, strong, probable or decision';
COMMENT ON COLUMN macro.observation_link.score IS '得分 · Match probability';
COMMENT ON COLUMN macro.observation_link.decider IS '决定者 · Who or what decided';
COMMENT ON COLUMN macro.observation_link.why IS '理由 · What spoke for it';
COMMENT ON COLUMN macro.observation_link.delivery_id IS '交付批次 · Delivery that brought it';
COMMENT ON COLUMN macro.observation_link.known_from IS '记录时间 · Known from';
COMMENT ON COLUMN macro.observation_link.known_to IS '记录终止 · Known until (infinity: in force)';
CREATE INDEX ix_observation_link_master_id ON macro.observation_link (master_id);
CREATE UNIQUE INDEX uq_observation_link_in_force ON macro.observation_link (record_id) WHERE known_to = 'infinity';

CREATE TABLE macro.observation_record (
    record_id BIGINT NOT NULL,
    dataset_id BIGINT NOT NULL,
    source_key VARCHAR NOT NULL,
    indicator_code VARCHAR(64),
    division_code VARCHAR(12),
    industry VARCHAR(20),
    breakdown TEXT,
    period VARCHAR(10),
    value NUMERIC,
    status VARCHAR(20),
    released_date DATE,
    original JSONB,
    valid_from DATE NOT NULL,
    known_from TIMESTAMP WITH TIME ZONE NOT NULL,
    delivery_id BIGINT NOT NULL,
    CONSTRAINT pk_observation_record PRIMARY KEY (record_id)
);
COMMENT ON TABLE macro.observation_record IS '观测值 · Observation (部门记录 record)';
COMMENT ON COLUMN macro.observation_record.record_id IS '记录标识 · Record id';
COMMENT ON COLUMN macro.observation_record.dataset_id IS '数据集 · Dataset';
COMMENT ON COLUMN macro.observation_record.source_key IS '来源主键 · Key in the source';
COMMENT ON COLUMN macro.observation_record.indicator_code IS '指标代码 · Indicator code';
COMMENT ON COLUMN macro.observation_record.division_code IS '区划 · Division';
COMMENT ON COLUMN macro.observation_record.industry IS '行业 · Industry';
COMMENT ON COLUMN macro.observation_record.breakdown IS '其他维度 · Other dimension (country, item…)';
COMMENT ON COLUMN macro.observation_record.period IS '时期 · Period';
COMMENT ON COLUMN macro.observation_record.value IS '数值 · Value';
COMMENT ON COLUMN macro.observation_record.status IS '数据状态 · Status';
COMMENT ON COLUMN macro.observation_record.released_date IS '发布日期 · Date released';
COMMENT ON COLUMN macro.observation_record.original IS '原文 · Text as delivered, where standardising changed it';
COMMENT ON COLUMN macro.observation_record.valid_from IS '有效起始 · Valid from';
COMMENT ON COLUMN macro.observation_record.known_from IS '记录时间 · Known from';
COMMENT ON COLUMN macro.observation_record.delivery_id IS '交付批次 · Delivery that said so';
CREATE UNIQUE INDEX uq_observation_record_source ON macro.observation_record (dataset_id, source_key);

CREATE TABLE macro.observation_record_history (
    LIKE macro.observation_record INCLUDING COMMENTS,
    valid_to DATE NOT NULL,
    known_to TIMESTAMP WITH TIME ZONE NOT NULL
);
COMMENT ON TABLE macro.observation_record_history IS '观测值 · Observation (部门记录历史 record history)';
COMMENT ON COLUMN macro.observation_record_history.valid_to IS '有效终止 · Valid until (exclusive)';
COMMENT ON COLUMN macro.observation_record_history.known_to IS '记录终止 · Known until (exclusive)';
CREATE INDEX ix_observation_record_history_record_id ON macro.observation_record_history (record_id, valid_from);
CREATE INDEX ix_observation_record_history_source ON macro.observation_record_history (dataset_id, source_key);
