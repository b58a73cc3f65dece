CREATE TABLE spatial.address (
    master_id BIGINT NOT NULL,
    address_code VARCHAR(64),
    text TEXT,
    division_code VARCHAR(12),
    road TEXT,
    house_number TEXT,
    building TEXT,
    unit TEXT,
    parcel_code VARCHAR(64),
    location geometry(POINT,4490),
    division_id BIGINT,
    parcel_id BIGINT,
    claims BIGINT[] NOT NULL,
    valid_from DATE NOT NULL,
    known_from TIMESTAMP WITH TIME ZONE NOT NULL,
    delivery_id BIGINT NOT NULL,
    CONSTRAINT pk_address PRIMARY KEY (master_id)
);
COMMENT ON TABLE spatial.address IS '标准地址 · Standard address';
COMMENT ON COLUMN spatial.address.master_id IS '主数据标识 · Master id';
COMMENT ON COLUMN spatial.address.address_code IS '地址编码 · Address code';
COMMENT ON COLUMN spatial.address.text IS '标准地址 · Standard address';
COMMENT ON COLUMN spatial.address.division_code IS '区划 · Division';
COMMENT ON COLUMN spatial.address.road IS '道路 · Road';
COMMENT ON COLUMN spatial.address.house_number IS '门牌号 · House number';
COMMENT ON COLUMN spatial.address.building IS '楼栋 · Building';
COMMENT ON COLUMN spatial.address.unit IS '单元室号 · Unit';
COMMENT ON COLUMN spatial.address.parcel_code IS '宗地代码 · Parcel code';
COMMENT ON COLUMN spatial.address.location IS '位置 · Location';
COMMENT ON COLUMN spatial.address.division_id IS 'division_code 对应的主数据 · The division that division_code resolves to';
COMMENT ON COLUMN spatial.address.parcel_id IS 'parcel_code 对应的主数据 · The parcel that parcel_code resolves to';
COMMENT ON COLUMN spatial.address.claims IS '胜出声明 · Record that won each attribute, in the dictionary''s order';
COMMENT ON COLUMN spatial.address.valid_from IS '有效起始 · Valid from';
COMMENT ON COLUMN spatial.address.known_from IS '记录时间 · Known from';
COMMENT ON COLUMN spatial.address.delivery_id IS '交付批次 · Delivery that said so';
CREATE INDEX ix_address_address_code ON spatial.address (address_code);
CREATE INDEX ix_address_division_id ON spatial.address (division_id);
CREATE INDEX ix_address_division_id_waiting ON spatial.address (division_code) WHERE division_id is null and division_code is not null;
CREATE INDEX ix_address_location ON spatial.address USING gist (location);
CREATE INDEX ix_address_parcel_id ON spatial.address (parcel_id);
CREATE INDEX ix_address_parcel_id_waiting ON spatial.address (parcel_code) WHERE parcel_id is null and parcel_code is not null;
CREATE INDEX ix_address_text ON spatial.address (text);

CREATE TABLE spatial.address_history (
    LIKE spatial.address INCLUDING COMMENTS,
    valid_to DATE NOT NULL,
    known_to TIMESTAMP WITH TIME ZONE NOT NULL
);
COMMENT ON TABLE spatial.address_history IS '标准地址 · Standard address (历史 history)';
COMMENT ON COLUMN spatial.address_history.valid_to IS '有效终止 · Valid until (exclusive)';
COMMENT ON COLUMN spatial.address_history.known_to IS '记录终止 · Known until (exclusive)';
CREATE INDEX ix_address_history_location ON spatial.address_history USING gist (location);
CREATE INDEX ix_address_history_master_id ON spatial.address_history (master_id, valid_from);

CREATE TABLE spatial.address_identity (
    master_id BIGINT NOT NULL,
    natural_key VARCHAR,
    merged_into BIGINT,
    known_from TIMESTAMP WITH TIME ZONE NOT NULL,
    delivery_id BIGINT NOT NULL,
    CONSTRAINT pk_address_identity PRIMARY KEY (master_id),
    CONSTRAINT uq_address_identity_natural_key UNIQUE (natural_key)
);
COMMENT ON TABLE spatial.address_identity IS '标准地址 · Standard address (标识登记 identity)';
COMMENT ON COLUMN spatial.address_identity.master_id IS '主数据标识 · Master id';
COMMENT ON COLUMN spatial.address_identity.natural_key IS '自然键 · Natural key';
COMMENT ON COLUMN spatial.address_identity.merged_into IS '并入 · Merged into this master';
COMMENT ON COLUMN spatial.address_identity.known_from IS '记录时间 · Known from';
COMMENT ON COLUMN spatial.address_identity.delivery_id IS '交付批次 · Delivery that founded it';

CREATE TABLE spatial.address_link (
    record_id BIGINT NOT NULL,
    master_id BIGINT NOT NULL,
    method VARCHAR(16) NOT NULL,
    score DOUBLE PRECISION,
    decider VARCHAR(100) NOT NULL,
    why JSONB,
    delivery_id BIGINT NOT NULL,
    known_from TIMESTAMP WITH TIME ZONE NOT NULL,
    known_to TIMESTAMP WITH TIME ZONE DEFAULT 'infinity' NOT NULL,
    CONSTRAINT pk_address_link PRIMARY KEY (record_id, known_from)
);
COMMENT ON TABLE spatial.address_link IS '标准地址 · Standard address (记录与主数据的关联 link)';
COMMENT ON COLUMN spatial.address_link.record_id IS '记录标识 · Record id';
COMMENT ON COLUMN spatial.address_link.master_id IS '主数据标识 · Master id';
COMMENT ON COLUMN spatial.address_link.method IS '方法 · Method: new, key, strong, probable or decision';
COMMENT ON COLUMN spatial.address_link.score IS '得分 · Match probability';
COMMENT ON COLUMN spatial.address_link.decider IS '决定者 · Who or what decided';
COMMENT ON COLUMN spatial.address_link.why IS '理由 · What spoke for it';
COMMENT ON COLUMN spatial.address_link.delivery_id IS '交付批次 · Delivery that brought it';
COMMENT ON COLUMN spatial.address_link.known_from IS '记录时间 · Known from';
COMMENT ON COLUMN spatial.address_link.known_to IS '记录终止 · Known until (infinity: in force)';
CREATE INDEX ix_address_link_master_id ON spatial.address_link (master_id);
CREATE UNIQUE INDEX uq_address_link_in_force ON spatial.address_link (record_id) WHERE known_to = 'infinity';

CREATE TABLE spatial.address_record (
    record_id BIGINT NOT NULL,
    dataset_id BIGINT NOT NULL,
    source_key VARCHAR NOT NULL,
    address_code VARCHAR(64),
    text TEXT,
    division_code VARCHAR(12),
    road TEXT,
    house_number TEXT,
    building TEXT,
    unit TEXT,
    parcel_code VARCHAR(64),
    location geometry(POINT,4490),
    original JSONB,
    valid_from DATE NOT NULL,
    known_from TIMESTAMP WITH TIME ZONE NOT NULL,
    delivery_id BIGINT NOT NULL,
    CONSTRAINT pk_address_record PRIMARY KEY (record_id)
);
COMMENT ON TABLE spatial.address_record IS '标准地址 · Standard address (部门记录 record)';
COMMENT ON COLUMN spatial.address_record.record_id IS '记录标识 · Record id';
COMMENT ON COLUMN spatial.address_record.dataset_id IS '数据集 · Dataset';
COMMENT ON COLUMN spatial.address_record.source_key IS '来源主键 · Key in the source';
COMMENT ON COLUMN spatial.address_record.address_code IS '地址编码 · Address code';
COMMENT ON COLUMN spatial.address_record.text IS '标准地址 · Standard address';
COMMENT ON COLUMN spatial.address_record.division_code IS '区划 · Division';
COMMENT ON COLUMN spatial.address_record.road IS '道路 · Road';
COMMENT ON COLUMN spatial.address_record.house_number IS '门牌号 · House number';
COMMENT ON COLUMN spatial.address_record.building IS '楼栋 · Building';
COMMENT ON COLUMN spatial.address_record.unit IS '单元室号 · Unit';
COMMENT ON COLUMN spatial.address_record.parcel_code IS '宗地代码 · Parcel code';
COMMENT ON COLUMN spatial.address_record.location IS '位置 · Location';
COMMENT ON COLUMN spatial.address_record.original IS '原文 · Text as delivered, where standardising changed it';
COMMENT ON COLUMN spatial.address_record.valid_from IS '有效起始 · Valid from';
COMMENT ON COLUMN spatial.address_record.known_from IS '记录时间 · Known from';
COMMENT ON COLUMN spatial.address_record.delivery_id IS '交付批次 · Delivery that said so';
CREATE UNIQUE INDEX uq_address_record_source ON spatial.address_record (dataset_id, source_key);

CREATE TABLE spatial.address_record_history (
    LIKE spatial.address_record INCLUDING COMMENTS,
    valid_to DATE NOT NULL,
    known_to TIMESTAMP WITH TIME ZONE NOT NULL
);
COMMENT ON TABLE spatial.address_record_history IS '标准地址 · Standard address (部门记录历史 record history)';
COMMENT ON COLUMN spatial.address_record_history.valid_to IS '有效终止 · Valid until (exclusive)';
COMMENT ON COLUMN spatial.address_record_history.known_to IS '记录终止 · Known until (exclusive)';
CREATE INDEX ix_address_record_history_record_id ON spatial.address_record_history (record_id, valid_from);
CREATE INDEX ix_address_record_history_source ON spatial.address_record_history (dataset_id, source_key);

CREATE TABLE spatial.building (
    master_id BIGINT NOT NULL,
    building_code VARCHAR(64),
    parcel_code VARCHAR(64),
    name TEXT,
    purpose VARCHAR(20),
    structure VARCHAR(20),
    floors BIGINT,
    area NUMERIC(20, 4),
    completed_year VARCHAR(10),
    shape geometry(MULTIPOLYGON,4490),
    parcel_id BIGINT,
    claims BIGINT[] NOT NULL,
    valid_from DATE NOT NULL,
    known_from TIMESTAMP WITH TIME ZONE NOT NULL,
    delivery_id BIGINT NOT NULL,
    CONSTRAINT pk_building PRIMARY KEY (master_id)
);
COMMENT ON TABLE spatial.building IS '建筑物 · Building';
COMMENT ON COLUMN spatial.building.master_id IS '主数据标识 · Master id';
COMMENT ON COLUMN spatial.building.building_code IS '建筑物编码 · Building code';
COMMENT ON COLUMN spatial.building.parcel_code IS '宗地代码 · Parcel code';
COMMENT ON COLUMN spatial.building.name IS '名称 · Name';
COMMENT ON COLUMN spatial.building.purpose IS '用途 · Use';
COMMENT ON COLUMN spatial.building.structure IS '结构 · Structure';
COMMENT ON COLUMN spatial.building.floors IS '层数 · Floors';
COMMENT ON COLUMN spatial.building.area IS '建筑面积 · Floor area';
COMMENT ON COLUMN spatial.building.completed_year IS '建成年份 · Year completed';
COMMENT ON COLUMN spatial.building.shape IS '轮廓 · Outline';
COMMENT ON COLUMN spatial.building.parcel_id IS 'parcel_code 对应的主数据 · The parcel that parcel_code resolves to';
COMMENT ON COLUMN spatial.building.claims IS '胜出声明 · Record that won each attribute, in the dictionary''s order';
COMMENT ON COLUMN spatial.building.valid_from IS '有效起始 · Valid from';
COMMENT ON COLUMN spatial.building.known_from IS '记录时间 · Known from';
COMMENT ON COLUMN spatial.building.delivery_id IS '交付批次 · Delivery that said so';
CREATE INDEX ix_building_building_code ON spatial.building (building_code);
CREATE INDEX ix_building_parcel_code ON spatial.building (parcel_code);
CREATE INDEX ix_building_parcel_id ON spatial.building (parcel_id);
CREATE INDEX ix_building_parcel_id_waiting ON spatial.building (parcel_code) WHERE parcel_id is null and parcel_code is not null;
CREATE INDEX ix_building_shape ON spatial.building USING gist (shape);

CREATE TABLE spatial.building_history (
    LIKE spatial.building INCLUDING COMMENTS,
    valid_to DATE NOT NULL,
    known_to TIMESTAMP WITH TIME ZONE NOT NULL
);
COMMENT ON TABLE spatial.building_history IS '建筑物 · Building (历史 history)';
COMMENT ON COLUMN spatial.building_history.valid_to IS '有效终止 · Valid until (exclusive)';
COMMENT ON COLUMN spatial.building_history.known_to IS '记录终止 · Known until (exclusive)';
CREATE INDEX ix_building_history_master_id ON spatial.building_history (master_id, valid_from);
CREATE INDEX ix_building_history_shape ON spatial.building_history USING gist (shape);

CREATE TABLE spatial.building_identity (
    master_id BIGINT NOT NULL,
    natural_key VARCHAR,
    merged_into BIGINT,
    known_from TIMESTAMP WITH TIME ZONE NOT NULL,
    delivery_id BIGINT NOT NULL,
    CONSTRAINT pk_building_identity PRIMARY KEY (master_id),
    CONSTRAINT uq_building_identity_natural_key UNIQUE (natural_key)
);
COMMENT ON TABLE spatial.building_identity IS '建筑物 · Building (标识登记 identity)';
COMMENT ON COLUMN spatial.building_identity.master_id IS '主数据标识 · Master id';
COMMENT ON COLUMN spatial.building_identity.natural_key IS '自然键 · Natural key';
COMMENT ON COLUMN spatial.building_identity.merged_into IS '并入 · Merged into this master';
COMMENT ON COLUMN spatial.building_identity.known_from IS '记录时间 · Known from';
COMMENT ON COLUMN spatial.building_identity.delivery_id IS '交付批次 · Delivery that founded it';

CREATE TABLE spatial.building_link (
    record_id BIGINT NOT NULL,
    master_id BIGINT NOT NULL,
    method VARCHAR(16) NOT NULL,
    score DOUBLE PRECISION,
    decider VARCHAR(100) NOT NULL,
    why JSONB,
    delivery_id BIGINT NOT NULL,
    known_from TIMESTAMP WITH TIME ZONE NOT NULL,
    known_to TIMESTAMP WITH TIME ZONE DEFAULT 'infinity' NOT NULL,
    CONSTRAINT pk_building_link PRIMARY KEY (record_id, known_from)
);
COMMENT ON TABLE spatial.building_link IS '建筑物 · Building (记录与主数据的关联 link)';
COMMENT ON COLUMN spatial.building_link.record_id IS '记录标识 · Record id';
COMMENT ON COLUMN spatial.building_link.master_id IS '主数据标识 · Master id';
COMMENT ON COLUMN spatial.building_link.method IS '方法 · Method: new, key, strong, probable or decision';
COMMENT ON COLUMN spatial.building_link.score IS '得分 · Match probability';
COMMENT ON COLUMN spatial.building_link.decider IS '决定者 · Who or what decided';
COMMENT ON COLUMN spatial.building_link.why IS '理由 · What spoke for it';
COMMENT ON COLUMN spatial.building_link.delivery_id IS '交付批次 · Delivery that brought it';
COMMENT ON COLUMN spatial.building_link.known_from IS '记录时间 · Known from';
COMMENT ON COLUMN spatial.building_link.known_to IS '记录终止 · Known until (infinity: in force)';
CREATE INDEX ix_building_link_master_id ON spatial.building_link (master_id);
CREATE UNIQUE INDEX uq_building_link_in_force ON spatial.building_link (record_id) WHERE known_to = 'infinity';

CREATE TABLE spatial.building_record (
    record_id BIGINT NOT NULL,
    dataset_id BIGINT NOT NULL,
    source_key VARCHAR NOT NULL,
    building_code VARCHAR(64),
    parcel_code VARCHAR(64),
    name TEXT,
    purpose VARCHAR(20),
    structure VARCHAR(20),
    floors BIGINT,
    area NUMERIC(20, 4),
    completed_year VARCHAR(10),
    shape geometry(MULTIPOLYGON,4490),
    original JSONB,
    valid_from DATE NOT NULL,
    known_from TIMESTAMP WITH TIME ZONE NOT NULL,
    delivery_id BIGINT NOT NULL,
    CONSTRAINT pk_building_record PRIMARY KEY (record_id)
);
COMMENT ON TABLE spatial.building_record IS '建筑物 · Building (部门记录 record)';
COMMENT ON COLUMN spatial.building_record.record_id IS '记录标识 · Record id';
COMMENT ON COLUMN spatial.building_record.dataset_id IS '数据集 · Dataset';
COMMENT ON COLUMN spatial.building_record.source_key IS '来源主键 · Key in the source';
COMMENT ON COLUMN spatial.building_record.building_code IS '建筑物编码 · Building code';
COMMENT ON COLUMN spatial.building_record.parcel_code IS '宗地代码 · Parcel code';
COMMENT ON COLUMN spatial.building_record.name IS '名称 · Name';
COMMENT ON COLUMN spatial.building_record.purpose IS '用途 · Use';
COMMENT ON COLUMN spatial.building_record.structure IS '结构 · Structure';
COMMENT ON COLUMN spatial.building_record.floors IS '层数 · Floors';
COMMENT ON COLUMN spatial.building_record.area IS '建筑面积 · Floor area';
COMMENT ON COLUMN spatial.building_record.completed_year IS '建成年份 · Year completed';
COMMENT ON COLUMN spatial.building_record.shape IS '轮廓 · Outline';
COMMENT ON COLUMN spatial.building_record.original IS '原文 · Text as delivered, where standardising changed it';
COMMENT ON COLUMN spatial.building_record.valid_from IS '有效起始 · Valid from';
COMMENT ON COLUMN spatial.building_record.known_from IS '记录时间 · Known from';
COMMENT ON COLUMN spatial.building_record.delivery_id IS '交付批次 · Delivery that said so';
CREATE UNIQUE INDEX uq_building_record_source ON spatial.building_record (dataset_id, source_key);

CREATE TABLE spatial.building_record_history (
    LIKE spatial.building_record INCLUDING COMMENTS,
    valid_to DATE NOT NULL,
    known_to TIMESTAMP WITH TIME ZONE NOT NULL
);
COMMENT ON TABLE spatial.building_record_history IS '建筑物 · Building (部门记录历史 record history)';
COMMENT ON COLUMN spatial.building_record_history.valid_to IS '有效终止 · Valid until (exclusive)';
COMMENT ON COLUMN spatial.building_record_history.known_to IS '记录终止 · Known until (exclusive)';
CREATE INDEX ix_building_record_history_record_id ON spatial.building_record_history (record_id, valid_from);
CREATE INDEX ix_building_record_history_source ON spatial.building_record_history (dataset_id, source_key);

CREATE TABLE spatial.division (
    master_id BIGINT NOT NULL,
    code VARCHAR(12),
    name TEXT,
    full_name TEXT,
    level VARCHAR(20),
    parent_code VARCHAR(12),
    established_date DATE,
    abolished_date DATE,
    shape geometry(MULTIPOLYGON,4490),
    parent_id BIGINT,
    claims BIGINT[] NOT NULL,
    valid_from DATE NOT NULL,
    known_from TIMESTAMP WITH TIME ZONE NOT NULL,
    delivery_id BIGINT NOT NULL,
    CONSTRAINT pk_division PRIMARY KEY (master_id)
);
COMMENT ON TABLE spatial.division IS '行政区划 · Administrative division';
COMMENT ON COLUMN spatial.division.master_id IS '主数据标识 · Master id';
COMMENT ON COLUMN spatial.division.code IS '区划代码 · Division code';
COMMENT ON COLUMN spatial.division.name IS '区划名称 · Name';
COMMENT ON COLUMN spatial.division.full_name IS '全称 · Full name';
COMMENT ON COLUMN spatial.division.level IS '级别 · Level';
COMMENT ON COLUMN spatial.division.parent_code IS '上级代码 · Code of the parent';
COMMENT ON COLUMN spatial.division.established_date IS '设立日期 · Date established';
COMMENT ON COLUMN spatial.division.abolished_date IS '撤销日期 · Date abolished';
COMMENT ON COLUMN spatial.division.shape IS '界线 · Boundary';
COMMENT ON COLUMN spatial.division.parent_id IS 'parent_code 对应的主数据 · The division that parent_code resolves to';
COMMENT ON COLUMN spatial.division.claims IS '胜出声明 · Record that won each attribute, in the dictionary''s order';
COMMENT ON COLUMN spatial.division.valid_from IS '有效起始 · Valid from';
COMMENT ON COLUMN spatial.division.known_from IS '记录时间 · Known from';
COMMENT ON COLUMN spatial.division.delivery_id IS '交付批次 · Delivery that said so';
CREATE INDEX ix_division_code ON spatial.division (code);
CREATE INDEX ix_division_parent_code ON spatial.division (parent_code);
CREATE INDEX ix_division_parent_id ON spatial.division (parent_id);
CREATE INDEX ix_division_parent_id_waiting ON spatial.division (parent_code) WHERE parent_id is null and parent_code is not null;
CREATE INDEX ix_division_shape ON spatial.division USING gist (shape);

CREATE TABLE spatial.division_change (
    master_id BIGINT NOT NULL,
    change_number VARCHAR(64),
    kind VARCHAR(20),
    old_code VARCHAR(12),
    old_name TEXT,
    new_code VARCHAR(12),
    new_name TEXT,
    changed_date DATE,
    decree TEXT,
    old_id BIGINT,
    new_id BIGINT,
    claims BIGINT[] NOT NULL,
    valid_from DATE NOT NULL,
    known_from TIMESTAMP WITH TIME ZONE NOT NULL,
    delivery_id BIGINT NOT NULL,
    CONSTRAINT pk_division_change PRIMARY KEY (master_id)
);
COMMENT ON TABLE spatial.division_change IS '区划沿革 · Change of a division';
COMMENT ON COLUMN spatial.division_change.master_id IS '主数据标识 · Master id';
COMMENT ON COLUMN spatial.division_change.change_number IS '变更编号 · Number of the change';
COMMENT ON COLUMN spatial.division_change.kind IS '变更类型 · Kind of change';
COMMENT ON COLUMN spatial.division_change.old_code IS '原代码 · Old code';
COMMENT ON COLUMN spatial.division_change.old_name IS '原名称 · Old name';
COMMENT ON COLUMN spatial.division_change.new_code IS '新代码 · New code';
COMMENT ON COLUMN spatial.division_change.new_name IS '新名称 · New name';
COMMENT ON COLUMN spatial.division_change.changed_date IS '变更日期 · Date of the change';
COMMENT ON COLUMN spatial.division_change.decree IS '批准文号 · Decree';
COMMENT ON COLUMN spatial.division_change.old_id IS 'old_code 对应的主数据 · The division that old_code resolves to';
COMMENT ON COLUMN spatial.division_change.new_id IS 'new_code 对应的主数据 · The division that new_code resolves to';
COMMENT ON COLUMN spatial.division_change.claims IS '胜出声明 · Record that won each attribute, in the dictionary''s order';
COMMENT ON COLUMN spatial.division_change.valid_from IS '有效起始 · Valid from';
COMMENT ON COLUMN spatial.division_change.known_from IS '记录时间 · Known from';
COMMENT ON COLUMN spatial.division_change.delivery_id IS '交付批次 · Delivery that said so';
CREATE INDEX ix_division_change_new_code ON spatial.division_change (new_code);
CREATE INDEX ix_division_change_new_id ON spatial.division_change (new_id);
CREATE INDEX ix_division_change_new_id_waiting ON spatial.division_change (new_code) WHERE new_id is null and new_code is not null;
CREATE INDEX ix_division_change_old_code ON spatial.division_change (old_code);
CREATE INDEX ix_division_change_old_id ON spatial.division_change (old_id);
CREATE INDEX ix_division_change_old_id_waiting ON spatial.division_change (old_code) WHERE old_id is null and old_code is not null;

CREATE TABLE spatial.division_change_history (
    LIKE spatial.division_change INCLUDING COMMENTS,
    valid_to DATE NOT NULL,
    known_to TIMESTAMP WITH TIME ZONE NOT NULL
);
COMMENT ON TABLE spatial.division_change_history IS '区划沿革 · Change of a division (历史 history)';
COMMENT ON COLUMN spatial.division_change_history.valid_to IS '有效终止 · Valid until (exclusive)';
COMMENT ON COLUMN spatial.division_change_history.known_to IS '记录终止 · Known until (exclusive)';
CREATE INDEX ix_division_change_history_master_id ON spatial.division_change_history (master_id, valid_from);

CREATE TABLE spatial.division_change_identity (
    master_id BIGINT NOT NULL,
    natural_key VARCHAR,
    merged_into BIGINT,
    known_from TIMESTAMP WITH TIME ZONE NOT NULL,
    delivery_id BIGINT NOT NULL,
    CONSTRAINT pk_division_change_identity PRIMARY KEY (master_id),
    CONSTRAINT uq_division_change_identity_natural_key UNIQUE (natural_key)
);
COMMENT ON TABLE spatial.division_change_identity IS '区划沿革 · Change of a division (标识登记 identity)';
COMMENT ON COLUMN spatial.division_change_identity.master_id IS '主数据标识 · Master id';
COMMENT ON COLUMN spatial.division_change_identity.natural_key IS '自然键 · Natural key';
COMMENT ON COLUMN spatial.division_change_identity.merged_into IS '并入 · Merged into this master';
COMMENT ON COLUMN spatial.division_change_identity.known_from IS '记录时间 · Known from';
COMMENT ON COLUMN spatial.division_change_identity.delivery_id IS '交付批次 · Delivery that founded it';

CREATE TABLE spatial.division_change_link (
    record_id BIGINT NOT NULL,
    master_id BIGINT NOT NULL,
    method VARCHAR(16) NOT NULL,
    score DOUBLE PRECISION,
    decider VARCHAR(100) NOT NULL,
    why JSONB,
    delivery_id BIGINT NOT NULL,
    known_from TIMESTAMP WITH TIME ZONE NOT NULL,
    known_to TIMESTAMP WITH TIME ZONE DEFAULT 'infinity' NOT NULL,
    CONSTRAINT pk_division_change_link PRIMARY KEY (record_id, known_from)
);
COMMENT ON TABLE spatial.division_change_link IS '区划沿革 · Change of a division (记录与主数据的关联 link)';
COMMENT ON COLUMN spatial.division_change_link.record_id IS '记录标识 · Record id';
COMMENT ON COLUMN spatial.division_change_link.master_id IS '主数据标识 · Master id';
COMMENT ON COLUMN spatial.division_change_link.method IS '方法 · Method: new, key, strong, probable or decision';
COMMENT ON COLUMN spatial.division_change_link.score IS '得分 · Match probability';
COMMENT ON COLUMN spatial.division_change_link.decider IS '决定者 · Who or what decided';
COMMENT ON COLUMN spatial.division_change_link.why IS '理由 · What spoke for it';
COMMENT ON COLUMN spatial.division_change_link.delivery_id IS '交付批次 · Delivery that brought it';
COMMENT ON COLUMN spatial.division_change_link.known_from IS '记录时间 · Known from';
COMMENT ON COLUMN spatial.division_change_link.known_to IS '记录终止 · Known until (infinity: in force)';
CREATE INDEX ix_division_change_link_master_id ON spatial.division_change_link (master_id);
CREATE UNIQUE INDEX uq_division_change_link_in_force ON spatial.division_change_link (record_id) WHERE known_to = 'infinity';

CREATE TABLE spatial.division_change_record (
    record_id BIGINT NOT NULL,
    dataset_id BIGINT NOT NULL,
    source_key VARCHAR NOT NULL,
    change_number VARCHAR(64),
    kind VARCHAR(20),
    old_code VARCHAR(12),
    old_name TEXT,
    new_code VARCHAR(12),
    new_name TEXT,
    changed_date DATE,
    decree TEXT,
    original JSONB,
    valid_from DATE NOT NULL,
    known_from TIMESTAMP WITH TIME ZONE NOT NULL,
    delivery_id BIGINT NOT NULL,
    CONSTRAINT pk_division_change_record PRIMARY KEY (record_id)
);
COMMENT ON TABLE spatial.division_change_record IS '区划沿革 · Change of a division (部门记录 record)';
COMMENT ON COLUMN spatial.division_change_record.record_id IS '记录标识 · Record id';
COMMENT ON COLUMN spatial.division_change_record.dataset_id IS '数据集 · Dataset';
COMMENT ON COLUMN spatial.division_change_record.source_key IS '来源主键 · Key in the source';
COMMENT ON COLUMN spatial.division_change_record.change_number IS '变更编号 · Number of the change';
COMMENT ON COLUMN spatial.division_change_record.kind IS '变更类型 · Kind of change';
COMMENT ON COLUMN spatial.division_change_record.old_code IS '原代码 · Old code';
COMMENT ON COLUMN spatial.division_change_record.old_name IS '原名称 · Old name';
COMMENT ON COLUMN spatial.division_change_record.new_code IS '新代码 · New code';
COMMENT ON COLUMN spatial.division_change_record.new_name IS '新名称 · New name';
COMMENT ON COLUMN spatial.division_change_record.changed_date IS '变更日期 · Date of the change';
COMMENT ON COLUMN spatial.division_change_record.decree IS '批准文号 · Decree';
COMMENT ON COLUMN spatial.division_change_record.original IS '原文 · Text as delivered, where standardising changed it';
COMMENT ON COLUMN spatial.division_change_record.valid_from IS '有效起始 · Valid from';
COMMENT ON COLUMN spatial.division_change_record.known_from IS '记录时间 · Known from';
COMMENT ON COLUMN spatial.division_change_record.delivery_id IS '交付批次 · Delivery that said so';
CREATE UNIQUE INDEX uq_division_change_record_source ON spatial.division_change_record (dataset_id, source_key);

CREATE TABLE spatial.division_change_record_history (
    LIKE spatial.division_change_record INCLUDING COMMENTS,
    valid_to DATE NOT NULL,
    known_to TIMESTAMP WITH TIME ZONE NOT NULL
);
COMMENT ON TABLE spatial.division_change_record_history IS '区划沿革 · Change of a division (部门记录历史 record history)';
COMMENT ON COLUMN spatial.division_change_record_history.valid_to IS '有效终止 · Valid until (exclusive)';
COMMENT ON COLUMN spatial.division_change_record_history.known_to IS '记录终止 · Known until (exclusive)';
CREATE INDEX ix_division_change_record_history_record_id ON spatial.division_change_record_history (record_id, valid_from);
CREATE INDEX ix_division_change_record_history_source ON spatial.division_change_record_history (dataset_id, source_key);

CREATE TABLE spatial.division_history (
    LIKE spatial.division INCLUDING COMMENTS,
    valid_to DATE NOT NULL,
    known_to TIMESTAMP WITH TIME ZONE NOT NULL
);
COMMENT ON TABLE spatial.division_history IS '行政区划 · Administrative division (历史 history)';
COMMENT ON COLUMN spatial.division_history.valid_to IS '有效终止 · Valid until (exclusive)';
COMMENT ON COLUMN spatial.division_history.known_to IS '记录终止 · Known until (exclusive)';
CREATE INDEX ix_division_history_master_id ON spatial.division_history (master_id, valid_from);
CREATE INDEX ix_division_history_shape ON spatial.division_history USING gist (shape);

CREATE TABLE spatial.division_identity (
    master_id BIGINT NOT NULL,
    natural_key VARCHAR,
    merged_into BIGINT,
    known_from TIMESTAMP WITH TIME ZONE NOT NULL,
    delivery_id BIGINT NOT NULL,
    CONSTRAINT pk_division_identity PRIMARY KEY (master_id),
    CONSTRAINT uq_division_identity_natural_key UNIQUE (natural_key)
);
COMMENT ON TABLE spatial.division_identity IS '行政区划 · Administrative division (标识登记 identity)';
COMMENT ON COLUMN spatial.division_identity.master_id IS '主数据标识 · Master id';
COMMENT ON COLUMN spatial.division_identity.natural_key IS '自然键 · Natural key';
COMMENT ON COLUMN spatial.division_identity.merged_into IS '并入 · Merged into this master';
COMMENT ON COLUMN spatial.division_identity.known_from IS '记录时间 · Known from';
COMMENT ON COLUMN spatial.division_identity.delivery_id IS '交付批次 · Delivery that founded it';

CREATE TABLE spatial.division_link (
    record_id BIGINT NOT NULL,
    master_id BIGINT NOT NULL,
    method VARCHAR(16) NOT NULL,
    score DOUBLE PRECISION,
    decider VARCHAR(100) NOT NULL,
    why JSONB,
    delivery_id BIGINT NOT NULL,
    known_from TIMESTAMP WITH TIME ZONE NOT NULL,
    known_to TIMESTAMP WITH TIME ZONE DEFAULT 'infinity' NOT NULL,
    CONSTRAINT pk_division_link PRIMARY KEY (record_id, known_from)
);
COMMENT ON TABLE spatial.division_link IS '行政区划 · Administrative division (记录与主数据的关联 link)';
COMMENT ON COLUMN spatial.division_link.record_id IS '记录标识 · Record id';
COMMENT ON COLUMN spatial.division_link.master_id IS '主数据标识 · Master id';
COMMENT ON COLUMN spatial.division_link.method IS '方法 · Method: new, key, strong, probable or decision';
COMMENT ON COLUMN spatial.division_link.score IS '得分 · Match probability';
COMMENT ON COLUMN spatial.division_link.decider IS '决定者 · Who or what decided';
COMMENT ON COLUMN spatial.division_link.why IS '理由 · What spoke for it';
COMMENT ON COLUMN spatial.division_link.delivery_id IS '交付批次 · Delivery that brought it';
COMMENT ON COLUMN spatial.division_link.known_from IS '记录时间 · Known from';
COMMENT ON COLUMN spatial.division_link.known_to IS '记录终止 · Known until (infinity: in force)';
CREATE INDEX ix_division_link_master_id ON spatial.division_link (master_id);
CREATE UNIQUE INDEX uq_division_link_in_force ON spatial.division_link (record_id) WHERE known_to = 'infinity';

CREATE TABLE spatial.division_record (
    record_id BIGINT NOT NULL,
    dataset_id BIGINT NOT NULL,
    source_key VARCHAR NOT NULL,
    code VARCHAR(12),
    name TEXT,
    full_name TEXT,
    level VARCHAR(20),
    parent_code VARCHAR(12),
    established_date DATE,
    abolished_date DATE,
    shape geometry(MULTIPOLYGON,4490),
    original JSONB,
    valid_from DATE NOT NULL,
    known_from TIMESTAMP WITH TIME ZONE NOT NULL,
    delivery_id BIGINT NOT NULL,
    CONSTRAINT pk_division_record PRIMARY KEY (record_id)
);
COMMENT ON TABLE spatial.division_record IS '行政区划 · Administrative division (部门记录 record)';
COMMENT ON COLUMN spatial.division_record.record_id IS '记录标识 · Record id';
COMMENT ON COLUMN spatial.division_record.dataset_id IS '数据集 · Dataset';
COMMENT ON COLUMN spatial.division_record.source_key IS '来源主键 · Key in the source';
COMMENT ON COLUMN spatial.division_record.code IS '区划代码 · Division code';
COMMENT ON COLUMN spatial.division_record.name IS '区划名称 · Name';
COMMENT ON COLUMN spatial.division_record.full_name IS '全称 · Full name';
COMMENT ON COLUMN spatial.division_record.level IS '级别 · Level';
COMMENT ON COLUMN spatial.division_record.parent_code IS '上级代码 · Code of the parent';
COMMENT ON COLUMN spatial.division_record.established_date IS '设立日期 · Date established';
COMMENT ON COLUMN spatial.division_record.abolished_date IS '撤销日期 · Date abolished';
COMMENT ON COLUMN spatial.division_record.shape IS '界线 · Boundary';
COMMENT ON COLUMN spatial.division_record.original IS '原文 · Text as delivered, where standardising changed it';
COMMENT ON COLUMN spatial.division_record.valid_from IS '有效起始 · Valid from';
COMMENT ON COLUMN spatial.division_record.known_from IS '记录时间 · Known from';
COMMENT ON COLUMN spatial.division_record.delivery_id IS '交付批次 · Delivery that said so';
CREATE UNIQUE INDEX uq_division_record_source ON spatial.division_record (dataset_id, source_key);

CREATE TABLE spatial.division_record_history (
    LIKE spatial.division_record INCLUDING COMMENTS,
    valid_to DATE NOT NULL,
    known_to TIMESTAMP WITH TIME ZONE NOT NULL
);
COMMENT ON TABLE spatial.division_record_history IS '行政区划 · Administrative division (部门记录历史 record history)';
COMMENT ON COLUMN spatial.division_record_history.valid_to IS '有效终止 · Valid until (exclusive)';
COMMENT ON COLUMN spatial.division_record_history.known_to IS '记录终止 · Known until (exclusive)';
CREATE INDEX ix_division_record_history_record_id ON spatial.division_record_history (record_id, valid_from);
CREATE INDEX ix_division_record_history_source ON spatial.division_record_history (dataset_id, source_key);

CREATE TABLE spatial.natural_resource (
    master_id BIGINT NOT NULL,
    resource_code VARCHAR(64),
    kind VARCHAR(20),
    name TEXT,
    division_code VARCHAR(12),
    area NUMERIC(20, 4),
    quality VARCHAR(20),
    ownership VARCHAR(20),
    surveyed_date DATE,
    shape geometry(GEOMETRY,4490),
    division_id BIGINT,
    claims BIGINT[] NOT NULL,
    valid_from DATE NOT NULL,
    known_from TIMESTAMP WITH TIME ZONE NOT NULL,
    delivery_id BIGINT NOT NULL,
    CONSTRAINT pk_natural_resource PRIMARY KEY (master_id)
);
COMMENT ON TABLE spatial.natural_resource IS '自然资源 · Natural resource';
COMMENT ON COLUMN spatial.natural_resource.master_id IS '主数据标识 · Master id';
COMMENT ON COLUMN spatial.natural_resource.resource_code IS '资源编码 · Resource code';
COMMENT ON COLUMN spatial.natural_resource.kind IS '资源类型 · Kind of resource';
COMMENT ON COLUMN spatial.natural_resource.name IS '名称 · Name';
COMMENT ON COLUMN spatial.natural_resource.division_code IS '区划 · Division';
COMMENT ON COLUMN spatial.natural_resource.area IS '面积 · Area';
COMMENT ON COLUMN spatial.natural_resource.quality IS '质量等级 · Quality';
COMMENT ON COLUMN spatial.natural_resource.ownership IS '权属性质 · Ownership';
COMMENT ON COLUMN spatial.natural_resource.surveyed_date IS '调查日期 · Date surveyed';
COMMENT ON COLUMN spatial.natural_resource.shape IS '范围 · Extent';
COMMENT ON COLUMN spatial.natural_resource.division_id IS 'division_code 对应的主数据 · The division that division_code resolves to';
COMMENT ON COLUMN spatial.natural_resource.claims IS '胜出声明 · Record that won each attribute, in the dictionary''s order';
COMMENT ON COLUMN spatial.natural_resource.valid_from IS '有效起始 · Valid from';
COMMENT ON COLUMN spatial.natural_resource.known_from IS '记录时间 · Known from';
COMMENT ON COLUMN spatial.natural_resource.delivery_id IS '交付批次 · Delivery that said so';
CREATE INDEX ix_natural_resource_division_id ON spatial.natural_resource (division_id);
CREATE INDEX ix_natural_resource_division_id_waiting ON spatial.natural_resource (division_code) WHERE division_id is null and division_code is not null;
CREATE INDEX ix_natural_resource_kind ON spatial.natural_resource (kind);
CREATE INDEX ix_natural_resource_shape ON spatial.natural_resource USING gist (shape);

CREATE TABLE spatial.natural_resource_history (
    LIKE spatial.natural_resource INCLUDING COMMENTS,
    valid_to DATE NOT NULL,
    known_to TIMESTAMP WITH TIME ZONE NOT NULL
);
COMMENT ON TABLE spatial.natural_resource_history IS '自然资源 · Natural resource (历史 history)';
COMMENT ON COLUMN spatial.natural_resource_history.valid_to IS '有效终止 · Valid until (exclusive)';
COMMENT ON COLUMN spatial.natural_resource_history.known_to IS '记录终止 · Known until (exclusive)';
CREATE INDEX ix_natural_resource_history_master_id ON spatial.natural_resource_history (master_id, valid_from);
CREATE INDEX ix_natural_resource_history_shape ON spatial.natural_resource_history USING gist (shape);

CREATE TABLE spatial.natural_resource_identity (
    master_id BIGINT NOT NULL,
    natural_key VARCHAR,
    merged_into BIGINT,
    known_from TIMESTAMP WITH TIME ZONE NOT NULL,
    delivery_id BIGINT NOT NULL,
    CONSTRAINT pk_natural_resource_identity PRIMARY KEY (master_id),
    CONSTRAINT uq_natural_resource_identity_natural_key UNIQUE (natural_key)
);
COMMENT ON TABLE spatial.natural_resource_identity IS '自然资源 · Natural resource (标识登记 identity)';
COMMENT ON COLUMN spatial.natural_resource_identity.master_id IS '主数据标识 · Master id';
COMMENT ON COLUMN spatial.natural_resource_identity.natural_key IS '自然键 · Natural key';
COMMENT ON COLUMN spatial.natural_resource_identity.merged_into IS '并入 · Merged into this master';
COMMENT ON COLUMN spatial.natural_resource_identity.known_from IS '记录时间 · Known from';
COMMENT ON COLUMN spatial.natural_resource_identity.delivery_id IS '交付批次 · Delivery that founded it';

CREATE TABLE spatial.natural_resource_link (
    record_id BIGINT NOT NULL,
    master_id BIGINT NOT NULL,
    method VARCHAR(16) NOT NULL,
    score DOUBLE PRECISION,
    decider VARCHAR(100) NOT NULL,
    why JSONB,
    delivery_id BIGINT NOT NULL,
    known_from TIMESTAMP WITH TIME ZONE NOT NULL,
    known_to TIMESTAMP WITH TIME ZONE DEFAULT 'infinity' NOT NULL,
    CONSTRAINT pk_natural_resource_link PRIMARY KEY (record_id, known_from)
);
COMMENT ON TABLE spatial.natural_resource_link IS '自然资源 · Natural resource (记录与主数据的关联 link)';
COMMENT ON COLUMN spatial.natural_resource_link.record_id IS '记录标识 · Record id';
COMMENT ON COLUMN spatial.natural_resource_link.master_id IS '主数据标识 · Master id';
COMMENT ON COLUMN spatial.natural_resource_link.method IS '方法 · Method: new, key, strong, probable or decision';
COMMENT ON COLUMN spatial.natural_resource_link.score IS '得分 · Match probability';
COMMENT ON COLUMN spatial.natural_resource_link.decider IS '决定者 · Who or what decided';
COMMENT ON COLUMN spatial.natural_resource_link.why IS '理由 · What spoke for it';
COMMENT ON COLUMN spatial.natural_resource_link.delivery_id IS '交付批次 · Delivery that brought it';
COMMENT ON COLUMN spatial.natural_resource_link.known_from IS '记录时间 · Known from';
COMMENT ON COLUMN spatial.natural_resource_link.known_to IS '记录终止 · Known until (infinity: in force)';
CREATE INDEX ix_natural_resource_link_master_id ON spatial.natural_resource_link (master_id);
CREATE UNIQUE INDEX uq_natural_resource_link_in_force ON spatial.natural_resource_link (record_id) WHERE known_to = 'infinity';

CREATE TABLE spatial.natural_resource_record (
    record_id BIGINT NOT NULL,
    dataset_id BIGINT NOT NULL,
    source_key VARCHAR NOT NULL,
    resource_code VARCHAR(64),
    kind VARCHAR(20),
    name TEXT,
    division_code VARCHAR(12),
    area NUMERIC(20, 4),
    quality VARCHAR(20),
    ownership VARCHAR(20),
    surveyed_date DATE,
    shape geometry(GEOMETRY,4490),
    original JSONB,
    valid_from DATE NOT NULL,
    known_from TIMESTAMP WITH TIME ZONE NOT NULL,
    delivery_id BIGINT NOT NULL,
    CONSTRAINT pk_natural_resource_record PRIMARY KEY (record_id)
);
COMMENT ON TABLE spatial.natural_resource_record IS '自然资源 · Natural resource (部门记录 record)';
COMMENT ON COLUMN spatial.natural_resource_record.record_id IS '记录标识 · Record id';
COMMENT ON COLUMN spatial.natural_resource_record.dataset_id IS '数据集 · Dataset';
COMMENT ON COLUMN spatial.natural_resource_record.source_key IS '来源主键 · Key in the source';
COMMENT ON COLUMN spatial.natural_resource_record.resource_code IS '资源编码 · Resource code';
COMMENT ON COLUMN spatial.natural_resource_record.kind IS '资源类型 · Kind of resource';
COMMENT ON COLUMN spatial.natural_resource_record.name IS '名称 · Name';
COMMENT ON COLUMN spatial.natural_resource_record.division_code IS '区划 · Division';
COMMENT ON COLUMN spatial.natural_resource_record.area IS '面积 · Area';
COMMENT ON COLUMN spatial.natural_resource_record.quality IS '质量等级 · Quality';
COMMENT ON COLUMN spatial.natural_resource_record.ownership IS '权属性质 · Ownership';
COMMENT ON COLUMN spatial.natural_resource_record.surveyed_date IS '调查日期 · Date surveyed';
COMMENT ON COLUMN spatial.natural_resource_record.shape IS '范围 · Extent';
COMMENT ON COLUMN spatial.natural_resource_record.original IS '原文 · Text as delivered, where standardising changed it';
COMMENT ON COLUMN spatial.natural_resource_record.valid_from IS '有效起始 · Valid from';
COMMENT ON COLUMN spatial.natural_resource_record.known_from IS '记录时间 · Known from';
COMMENT ON COLUMN spatial.natural_resource_record.delivery_id IS '交付批次 · Delivery that said so';
CREATE UNIQUE INDEX uq_natural_resource_record_source ON spatial.natural_resource_record (dataset_id, source_key);

CREATE TABLE spatial.natural_resource_record_history (
    LIKE spatial.natural_resource_record INCLUDING COMMENTS,
    valid_to DATE NOT NULL,
    known_to TIMESTAMP WITH TIME ZONE NOT NULL
);
COMMENT ON TABLE spatial.natural_resource_record_history IS '自然资源 · Natural resource (部门记录历史 record history)';
COMMENT ON COLUMN spatial.natural_resource_record_history.valid_to IS '有效终止 · Valid until (exclusive)';
COMMENT ON COLUMN spatial.natural_resource_record_history.known_to IS '记录终止 · Known until (exclusive)';
CREATE INDEX ix_natural_resource_record_history_record_id ON spatial.natural_resource_record_history (record_id, valid_from);
CREATE INDEX ix_natural_resource_record_history_source ON spatial.natural_resource_record_history (dataset_id, source_key);

CREATE TABLE spatial.parcel (
    master_id BIGINT NOT NULL,
    parcel_code VARCHAR(64),
    division_code VARCHAR(12),
    land_use VARCHAR(20),
    ownership VARCHAR(20),
    location_text TEXT,
    area NUMERIC(20, 4),
    shape geometry(MULTIPOLYGON,4490),
    division_id BIGINT,
    claims BIGINT[] NOT NULL,
    valid_from DATE NOT NULL,
    known_from TIMESTAMP WITH TIME ZONE NOT NULL,
    delivery_id BIGINT NOT NULL,
    CONSTRAINT pk_parcel PRIMARY KEY (master_id)
);
COMMENT ON TABLE spatial.parcel IS '宗地 · Parcel';
COMMENT ON COLUMN spatial.parcel.master_id IS '主数据标识 · Master id';
COMMENT ON COLUMN spatial.parcel.parcel_code IS '宗地代码 · Parcel code';
COMMENT ON COLUMN spatial.parcel.division_code IS '区划 · Division';
COMMENT ON COLUMN spatial.parcel.land_use IS '土地用途 · Land use';
COMMENT ON COLUMN spatial.parcel.ownership IS '权属性质 · Ownership';
COMMENT ON COLUMN spatial.parcel.location_text IS '坐落 · Location';
COMMENT ON COLUMN spatial.parcel.area IS '宗地面积 · Area';
COMMENT ON COLUMN spatial.parcel.shape IS '界址 · Shape';
COMMENT ON COLUMN spatial.parcel.division_id IS 'division_code 对应的主数据 · The division that division_code resolves to';
COMMENT ON COLUMN spatial.parcel.claims IS '胜出声明 · Record that won each attribute, in the dictionary''s order';
COMMENT ON COLUMN spatial.parcel.valid_from IS '有效起始 · Valid from';
COMMENT ON COLUMN spatial.parcel.known_from IS '记录时间 · Known from';
COMMENT ON COLUMN spatial.parcel.delivery_id IS '交付批次 · Delivery that said so';
CREATE INDEX ix_parcel_division_id ON spatial.parcel (division_id);
CREATE INDEX ix_parcel_division_id_waiting ON spatial.parcel (division_code) WHERE division_id is null and division_code is not null;
CREATE INDEX ix_parcel_parcel_code ON spatial.parcel (parcel_code);
CREATE INDEX ix_parcel_shape ON spatial.parcel USING gist (shape);

CREATE TABLE spatial.parcel_history (
    LIKE spatial.parcel INCLUDING COMMENTS,
    valid_to DATE NOT NULL,
    known_to TIMESTAMP WITH TIME ZONE NOT NULL
);
COMMENT ON TABLE spatial.parcel_history IS '宗地 · Parcel (历史 history)';
COMMENT ON COLUMN spatial.parcel_history.valid_to IS '有效终止 · Valid until (exclusive)';
COMMENT ON COLUMN spatial.parcel_history.known_to IS '记录终止 · Known until (exclusive)';
CREATE INDEX ix_parcel_history_master_id ON spatial.parcel_history (master_id, valid_from);
CREATE INDEX ix_parcel_history_shape ON spatial.parcel_history USING gist (shape);

CREATE TABLE spatial.parcel_identity (
    master_id BIGINT NOT NULL,
    natural_key VARCHAR,
    merged_into BIGINT,
    known_from TIMESTAMP WITH TIME ZONE NOT NULL,
    delivery_id BIGINT NOT NULL,
    CONSTRAINT pk_parcel_identity PRIMARY KEY (master_id),
    CONSTRAINT uq_parcel_identity_natural_key UNIQUE (natural_key)
);
COMMENT ON TABLE spatial.parcel_identity IS '宗地 · Parcel (标识登记 identity)';
COMMENT ON COLUMN spatial.parcel_identity.master_id IS '主数据标识 · Master id';
COMMENT ON COLUMN spatial.parcel_identity.natural_key IS '自然键 · Natural key';
COMMENT ON COLUMN spatial.parcel_identity.merged_into IS '并入 · Merged into this master';
COMMENT ON COLUMN spatial.parcel_identity.known_from IS '记录时间 · Known from';
COMMENT ON COLUMN spatial.parcel_identity.delivery_id IS '交付批次 · Delivery that founded it';

CREATE TABLE spatial.parcel_link (
    record_id BIGINT NOT NULL,
    master_id BIGINT NOT NULL,
    method VARCHAR(16) NOT NULL,
    score DOUBLE PRECISION,
    decider VARCHAR(100) NOT NULL,
    why JSONB,
    delivery_id BIGINT NOT NULL,
    known_from TIMESTAMP WITH TIME ZONE NOT NULL,
    known_to TIMESTAMP WITH TIME ZONE DEFAULT 'infinity' NOT NULL,
    CONSTRAINT pk_parcel_link PRIMARY KEY (record_id, known_from)
);
COMMENT ON TABLE spatial.parcel_link IS '宗地 · Parcel (记录与主数据的关联 link)';
COMMENT ON COLUMN spatial.parcel_link.record_id IS '记录标识 · Record id';
COMMENT ON COLUMN spatial.parcel_link.master_id IS '主数据标识 · Master id';
COMMENT ON COLUMN spatial.parcel_link.method IS '方法 · Method: new, key, strong, probable or decision';
COMMENT ON COLUMN spatial.parcel_link.score IS '得分 · Match probability';
COMMENT ON COLUMN spatial.parcel_link.decider IS '决定者 · Who or what decided';
COMMENT ON COLUMN spatial.parcel_link.why IS '理由 · What spoke for it';
COMMENT ON COLUMN spatial.parcel_link.delivery_id IS '交付批次 · Delivery that brought it';
COMMENT ON COLUMN spatial.parcel_link.known_from IS '记录时间 · Known from';
COMMENT ON COLUMN spatial.parcel_link.known_to IS '记录终止 · Known until (infinity: in force)';
CREATE INDEX ix_parcel_link_master_id ON spatial.parcel_link (master_id);
CREATE UNIQUE INDEX uq_parcel_link_in_force ON spatial.parcel_link (record_id) WHERE known_to = 'infinity';

CREATE TABLE spatial.parcel_record (
    record_id BIGINT NOT NULL,
    dataset_id BIGINT NOT NULL,
    source_key VARCHAR NOT NULL,
    parcel_code VARCHAR(64),
    division_code VARCHAR(12),
    land_use VARCHAR(20),
    ownership VARCHAR(20),
    location_text TEXT,
    area NUMERIC(20, 4),
    shape geometry(MULTIPOLYGON,4490),
    original JSONB,
    valid_from DATE NOT NULL,
    known_from TIMESTAMP WITH TIME ZONE NOT NULL,
    delivery_id BIGINT NOT NULL,
    CONSTRAINT pk_parcel_record PRIMARY KEY (record_id)
);
COMMENT ON TABLE spatial.parcel_record IS '宗地 · Parcel (部门记录 record)';
COMMENT ON COLUMN spatial.parcel_record.record_id IS '记录标识 · Record id';
COMMENT ON COLUMN spatial.parcel_record.dataset_id IS '数据集 · Dataset';
COMMENT ON COLUMN spatial.parcel_record.source_key IS '来源主键 · Key in the source';
COMMENT ON COLUMN spatial.parcel_record.parcel_code IS '宗地代码 · Parcel code';
COMMENT ON COLUMN spatial.parcel_record.division_code IS '区划 · Division';
COMMENT ON COLUMN spatial.parcel_record.land_use IS '土地用途 · Land use';
COMMENT ON COLUMN spatial.parcel_record.ownership IS '权属性质 · Ownership';
COMMENT ON COLUMN spatial.parcel_record.location_text IS '坐落 · Location';
COMMENT ON COLUMN spatial.parcel_record.area IS '宗地面积 · Area';
COMMENT ON COLUMN spatial.parcel_record.shape IS '界址 · Shape';
COMMENT ON COLUMN spatial.parcel_record.original IS '原文 · Text as delivered, where standardising changed it';
COMMENT ON COLUMN spatial.parcel_record.valid_from IS '有效起始 · Valid from';
COMMENT ON COLUMN spatial.parcel_record.known_from IS '记录时间 · Known from';
COMMENT ON COLUMN spatial.parcel_record.delivery_id IS '交付批次 · Delivery that said so';
CREATE UNIQUE INDEX uq_parcel_record_source ON spatial.parcel_record (dataset_id, source_key);

CREATE TABLE spatial.parcel_record_history (
    LIKE spatial.parcel_record INCLUDING COMMENTS,
    valid_to DATE NOT NULL,
    known_to TIMESTAMP WITH TIME ZONE NOT NULL
);
COMMENT ON TABLE spatial.parcel_record_history IS '宗地 · Parcel (部门记录历史 record history)';
COMMENT ON COLUMN spatial.parcel_record_history.valid_to IS '有效终止 · Valid until (exclusive)';
COMMENT ON COLUMN spatial.parcel_record_history.known_to IS '记录终止 · Known until (exclusive)';
CREATE INDEX ix_parcel_record_history_record_id ON spatial.parcel_record_history (record_id, valid_from);
CREATE INDEX ix_parcel_record_history_source ON spatial.parcel_record_history (dataset_id, source_key);

CREATE TABLE spatial.place_name (
    master_id BIGINT NOT NULL,
    place_code VARCHAR(64),
    name TEXT,
    former_name TEXT,
    latin_name TEXT,
    kind VARCHAR(20),
    division_code VARCHAR(12),
    meaning TEXT,
    location geometry(POINT,4490),
    division_id BIGINT,
    claims BIGINT[] NOT NULL,
    valid_from DATE NOT NULL,
    known_from TIMESTAMP WITH TIME ZONE NOT NULL,
    delivery_id BIGINT NOT NULL,
    CONSTRAINT pk_place_name PRIMARY KEY (master_id)
);
COMMENT ON TABLE spatial.place_name IS '地名 · Place name';
COMMENT ON COLUMN spatial.place_name.master_id IS '主数据标识 · Master id';
COMMENT ON COLUMN spatial.place_name.place_code IS '地名代码 · Place code';
COMMENT ON COLUMN spatial.place_name.name IS '标准名称 · Name';
COMMENT ON COLUMN spatial.place_name.former_name IS '曾用名 · Former name';
COMMENT ON COLUMN spatial.place_name.latin_name IS '罗马字母拼写 · Name in Latin letters';
COMMENT ON COLUMN spatial.place_name.kind IS '地名类别 · Kind of place';
COMMENT ON COLUMN spatial.place_name.division_code IS '区划 · Division';
COMMENT ON COLUMN spatial.place_name.meaning IS '含义 · Meaning';
COMMENT ON COLUMN spatial.place_name.location IS '位置 · Location';
COMMENT ON COLUMN spatial.place_name.division_id IS 'division_code 对应的主数据 · The division that division_code resolves to';
COMMENT ON COLUMN spatial.place_name.claims IS '胜出声明 · Record that won each attribute, in the dictionary''s order';
COMMENT ON COLUMN spatial.place_name.valid_from IS '有效起始 · Valid from';
COMMENT ON COLUMN spatial.place_name.known_from IS '记录时间 · Known from';
COMMENT ON COLUMN spatial.place_name.delivery_id IS '交付批次 · Delivery that said so';
CREATE INDEX ix_place_name_division_id ON spatial.place_name (division_id);
CREATE INDEX ix_place_name_division_id_waiting ON spatial.place_name (division_code) WHERE division_id is null and division_code is not null;
CREATE INDEX ix_place_name_location ON spatial.place_name USING gist (location);
CREATE INDEX ix_place_name_name ON spatial.place_name (name);

CREATE TABLE spatial.place_name_history (
    LIKE spatial.place_name INCLUDING COMMENTS,
    valid_to DATE NOT NULL,
    known_to TIMESTAMP WITH TIME ZONE NOT NULL
);
COMMENT ON TABLE spatial.place_name_history IS '地名 · Place name (历史 history)';
COMMENT ON COLUMN spatial.place_name_history.valid_to IS '有效终止 · Valid until (exclusive)';
COMMENT ON COLUMN spatial.place_name_history.known_to IS '记录终止 · Known until (exclusive)';
CREATE INDEX ix_place_name_history_location ON spatial.place_name_history USING gist (location);
CREATE INDEX ix_place_name_history_master_id ON spatial.place_name_history (master_id, valid_from);

CREATE TABLE spatial.place_name_identity (
    master_id BIGINT NOT NULL,
    natural_key VARCHAR,
    merged_into BIGINT,
    known_from TIMESTAMP WITH TIME ZONE NOT NULL,
    delivery_id BIGINT NOT NULL,
    CONSTRAINT pk_place_name_identity PRIMARY KEY (master_id),
    CONSTRAINT uq_place_name_identity_natural_key UNIQUE (natural_key)
);
COMMENT ON TABLE spatial.place_name_identity IS '地名 · Place name (标识登记 identity)';
COMMENT ON COLUMN spatial.place_name_identity.master_id IS '主数据标识 · Master id';
COMMENT ON COLUMN spatial.place_name_identity.natural_key IS '自然键 · Natural key';
COMMENT ON COLUMN spatial.place_name_identity.merged_into IS '并入 · Merged into this master';
COMMENT ON COLUMN spatial.place_name_identity.known_from IS '记录时间 · Known from';
COMMENT ON COLUMN spatial.place_name_identity.delivery_id IS '交付批次 · Delivery that founded it';

CREATE TABLE spatial.place_name_link (
    record_id BIGINT NOT NULL,
    master_id BIGINT NOT NULL,
    method VARCHAR(16) NOT NULL,
    score DOUBLE PRECISION,
    decider VARCHAR(100) NOT NULL,
    why JSONB,
    delivery_id BIGINT NOT NULL,
    known_from TIMESTAMP WITH TIME ZONE NOT NULL,
    known_to TIMESTAMP WITH TIME ZONE DEFAULT 'infinity' NOT NULL,
    CONSTRAINT pk_place_name_link PRIMARY KEY (record_id, known_from)
);
COMMENT ON TABLE spatial.place_name_link IS '地名 · Place name (记录与主数据的关联 link)';
COMMENT ON COLUMN spatial.place_name_link.record_id IS '记录标识 · Record id';
COMMENT ON COLUMN spatial.place_name_link.master_id IS '主数据标识 · Master id';
COMMENT ON COLUMN spatial.place_name_link.method IS '方法 · Method: new, key, strong, probable or decision';
COMMENT ON COLUMN spatial.place_name_link.score IS '得分 · Match probability';
COMMENT ON COLUMN spatial.place_name_link.decider IS '决定者 · Who or what decided';
COMMENT ON COLUMN spatial.place_name_link.why IS '理由 · What spoke for it';
COMMENT ON COLUMN spatial.place_name_link.delivery_id IS '交付批次 · Delivery that brought it';
COMMENT ON COLUMN spatial.place_name_link.known_from IS '记录时间 · Known from';
COMMENT ON COLUMN spatial.place_name_link.known_to IS '记录终止 · Known until (infinity: in force)';
CREATE INDEX ix_place_name_link_master_id ON spatial.place_name_link (master_id);
CREATE UNIQUE INDEX uq_place_name_link_in_force ON spatial.place_name_link (record_id) WHERE known_to = 'infinity';

CREATE TABLE spatial.place_name_record (
    record_id BIGINT NOT NULL,
    dataset_id BIGINT NOT NULL,
    source_key VARCHAR NOT NULL,
    place_code VARCHAR(64),
    name TEXT,
    former_name TEXT,
    latin_name TEXT,
    kind VARCHAR(20),
    division_code VARCHAR(12),
    meaning TEXT,
    location geometry(POINT,4490),
    original JSONB,
    valid_from DATE NOT NULL,
    known_from TIMESTAMP WITH TIME ZONE NOT NULL,
    delivery_id BIGINT NOT NULL,
    CONSTRAINT pk_place_name_record PRIMARY KEY (record_id)
);
COMMENT ON TABLE spatial.place_name_record IS '地名 · Place name (部门记录 record)';
COMMENT ON COLUMN spatial.place_name_record.record_id IS '记录标识 · Record id';
COMMENT ON COLUMN spatial.place_name_record.dataset_id IS '数据集 · Dataset';
COMMENT ON COLUMN spatial.place_name_record.source_key IS '来源主键 · Key in the source';
COMMENT ON COLUMN spatial.place_name_record.place_code IS '地名代码 · Place code';
COMMENT ON COLUMN spatial.place_name_record.name IS '标准名称 · Name';
COMMENT ON COLUMN spatial.place_name_record.former_name IS '曾用名 · Former name';
COMMENT ON COLUMN spatial.place_name_record.latin_name IS '罗马字母拼写 · Name in Latin letters';
COMMENT ON COLUMN spatial.place_name_record.kind IS '地名类别 · Kind of place';
COMMENT ON COLUMN spatial.place_name_record.division_code IS '区划 · Division';
COMMENT ON COLUMN spatial.place_name_record.meaning IS '含义 · Meaning';
COMMENT ON COLUMN spatial.place_name_record.location IS '位置 · Location';
COMMENT ON COLUMN spatial.place_name_record.original IS '原文 · Text as delivered, where standardising changed it';
COMMENT ON COLUMN spatial.place_name_record.valid_from IS '有效起始 · Valid from';
COMMENT ON COLUMN spatial.place_name_record.known_from IS '记录时间 · Known from';
COMMENT ON COLUMN spatial.place_name_record.delivery_id IS '交付批次 · Delivery that said so';
CREATE UNIQUE INDEX uq_place_name_record_source ON spatial.place_name_record (dataset_id, source_key);

CREATE TABLE spatial.place_name_record_history (
    LIKE spatial.place_name_record INCLUDING COMMENTS,
    valid_to DATE NOT NULL,
    known_to TIMESTAMP WITH TIME ZONE NOT NULL
);
COMMENT ON TABLE spatial.place_name_record_history IS '地名 · Place name (部门记录历史 record history)';
COMMENT ON COLUMN spatial.place_name_record_history.valid_to IS '有效终止 · Valid until (exclusive)';
COMMENT ON COLUMN spatial.place_name_record_history.known_to IS '记录终止 · Known until (exclusive)';
CREATE INDEX ix_place_name_record_history_record_id ON spatial.place_name_record_history (record_id, valid_from);
CREATE INDEX ix_place_name_record_history_source ON spatial.place_name_record_history (dataset_id, source_key);

CREATE TABLE spatial.real_estate_unit (
    master_id BIGINT NOT NULL,
    unit_code VARCHAR(64),
    parcel_code VARCHAR(64),
    building_code VARCHAR(64),
    location_text TEXT,
    purpose VARCHAR(20),
    area NUMERIC(20, 4),
    parcel_id BIGINT,
    building_id BIGINT,
    claims BIGINT[] NOT NULL,
    valid_from DATE NOT NULL,
    known_from TIMESTAMP WITH TIME ZONE NOT NULL,
    delivery_id BIGINT NOT NULL,
    CONSTRAINT pk_real_estate_unit PRIMARY KEY (master_id)
);
COMMENT ON TABLE spatial.real_estate_unit IS '不动产单元 · Real-estate unit';
COMMENT ON COLUMN spatial.real_estate_unit.master_id IS '主数据标识 · Master id';
COMMENT ON COLUMN spatial.real_estate_unit.unit_code IS '不动产单元号 · Real-estate unit code';
COMMENT ON COLUMN spatial.real_estate_unit.parcel_code IS '宗地代码 · Parcel code';
COMMENT ON COLUMN spatial.real_estate_unit.building_code IS '建筑物编码 · Building code';
COMMENT ON COLUMN spatial.real_estate_unit.location_text IS '坐落 · Location';
COMMENT ON COLUMN spatial.real_estate_unit.purpose IS '用途 · Use';
COMMENT ON COLUMN spatial.real_estate_unit.area IS '面积 · Area';
COMMENT ON COLUMN spatial.real_estate_unit.parcel_id IS 'parcel_code 对应的主数据 · The parcel that parcel_code resolves to';
COMMENT ON COLUMN spatial.real_estate_unit.building_id IS 'building_code 对应的主数据 · The building that building_code resolves to';
COMMENT ON COLUMN spatial.real_estate_unit.claims IS '胜出声明 · Record that won each attribute, in the dictionary''s order';
COMMENT ON COLUMN spatial.real_estate_unit.valid_from IS '有效起始 · Valid from';
COMMENT ON COLUMN spatial.real_estate_unit.known_from IS '记录时间 · Known from';
COMMENT ON COLUMN spatial.real_estate_unit.delivery_id IS '交付批次 · Delivery that said so';
CREATE INDEX ix_real_estate_unit_building_id ON spatial.real_estate_unit (building_id);
CREATE INDEX ix_real_estate_unit_building_id_waiting ON spatial.real_estate_unit (building_code) WHERE building_id is null and building_code is not null;
CREATE INDEX ix_real_estate_unit_parcel_code ON spatial.real_estate_unit (parcel_code);
CREATE INDEX ix_real_estate_unit_parcel_id ON spatial.real_estate_unit (parcel_id);
CREATE INDEX ix_real_estate_unit_parcel_id_waiting ON spatial.real_estate_unit (parcel_code) WHERE parcel_id is null and parcel_code is not null;
CREATE INDEX ix_real_estate_unit_unit_code ON spatial.real_estate_unit (unit_code);

CREATE TABLE spatial.real_estate_unit_history (
    LIKE spatial.real_estate_unit INCLUDING COMMENTS,
    valid_to DATE NOT NULL,
    known_to TIMESTAMP WITH TIME ZONE NOT NULL
);
COMMENT ON TABLE spatial.real_estate_unit_history IS '不动产单元 · Real-estate unit (历史 history)';
COMMENT ON COLUMN spatial.real_estate_unit_history.valid_to IS '有效终止 · Valid until (exclusive)';
COMMENT ON COLUMN spatial.real_estate_unit_history.known_to IS '记录终止 · Known until (exclusive)';
CREATE INDEX ix_real_estate_unit_history_master_id ON spatial.real_estate_unit_history (master_id, valid_from);

CREATE TABLE spatial.real_estate_unit_identity (
    master_id BIGINT NOT NULL,
    natural_key VARCHAR,
    merged_into BIGINT,
    known_from TIMESTAMP WITH TIME ZONE NOT NULL,
    delivery_id BIGINT NOT NULL,
    CONSTRAINT pk_real_estate_unit_identity PRIMARY KEY (master_id),
    CONSTRAINT uq_real_estate_unit_identity_natural_key UNIQUE (natural_key)
);
COMMENT ON TABLE spatial.real_estate_unit_identity IS '不动产单元 · Real-estate unit (标识登记 identity)';
COMMENT ON COLUMN spatial.real_estate_unit_identity.master_id IS '主数据标识 · Master id';
COMMENT ON COLUMN spatial.real_estate_unit_identity.natural_key IS '自然键 · Natural key';
COMMENT ON COLUMN spatial.real_estate_unit_identity.merged_into IS '并入 · Merged into this master';
COMMENT ON COLUMN spatial.real_estate_unit_identity.known_from IS '记录时间 · Known from';
COMMENT ON COLUMN spatial.real_estate_unit_identity.delivery_id IS '交付批次 · Delivery that founded it';

CREATE TABLE spatial.real_estate_unit_link (
    record_id BIGINT NOT NULL,
    master_id BIGINT NOT NULL,
    method VARCHAR(16) NOT NULL,
    score DOUBLE PRECISION,
    decider VARCHAR(100) NOT NULL,
    why JSONB,
    delivery_id BIGINT NOT NULL,
    known_from TIMESTAMP WITH TIME ZONE NOT NULL,
    known_to TIMESTAMP WITH TIME ZONE DEFAULT 'infinity' NOT NULL,
    CONSTRAINT pk_real_estate_unit_link PRIMARY KEY (record_id, known_from)
);
COMMENT ON TABLE spatial.real_estate_unit_link IS '不动产单元 · Real-estate unit (记录与主数据的关联 link)';
COMMENT ON COLUMN spatial.real_estate_unit_link.record_id IS '记录标识 · Record id';
COMMENT ON COLUMN spatial.real_estate_unit_link.master_id IS '主数据标识 · Master id';
COMMENT ON COLUMN spatial.real_estate_unit_link.method IS '方法 · Method: new, key, strong, probable or decision';
COMMENT ON COLUMN spatial.real_estate_unit_link.score IS '得分 · Match probability';
COMMENT ON COLUMN spatial.real_estate_unit_link.decider IS '决定者 · Who or what decided';
COMMENT ON COLUMN spatial.real_estate_unit_link.why IS '理由 · What spoke for it';
COMMENT ON COLUMN spatial.real_estate_unit_link.delivery_id IS '交付批次 · Delivery that brought it';
COMMENT ON COLUMN spatial.real_estate_unit_link.known_from IS '记录时间 · Known from';
COMMENT ON COLUMN spatial.real_estate_unit_link.known_to IS '记录终止 · Known until (infinity: in force)';
CREATE INDEX ix_real_estate_unit_link_master_id ON spatial.real_estate_unit_link (master_id);
CREATE UNIQUE INDEX uq_real_estate_unit_link_in_force ON spatial.real_estate_unit_link (record_id) WHERE known_to = 'infinity';

CREATE TABLE spatial.real_estate_unit_record (
    record_id BIGINT NOT NULL,
    dataset_id BIGINT NOT NULL,
    source_key VARCHAR NOT NULL,
    unit_code VARCHAR(64),
    parcel_code VARCHAR(64),
    building_code VARCHAR(64),
    location_text TEXT,
    purpose VARCHAR(20),
    area NUMERIC(20, 4),
    original JSONB,
    valid_from DATE NOT NULL,
    known_from TIMESTAMP WITH TIME ZONE NOT NULL,
    delivery_id BIGINT NOT NULL,
    CONSTRAINT pk_real_estate_unit_record PRIMARY KEY (record_id)
);
COMMENT ON TABLE spatial.real_estate_unit_record IS '不动产单元 · Real-estate unit (部门记录 record)';
COMMENT ON COLUMN spatial.real_estate_unit_record.record_id IS '记录标识 · Record id';
COMMENT ON COLUMN spatial.real_estate_unit_record.dataset_id IS '数据集 · Dataset';
COMMENT ON COLUMN spatial.real_estate_unit_record.source_key IS '来源主键 · Key in the source';
COMMENT ON COLUMN spatial.real_estate_unit_record.unit_code IS '不动产单元号 · Real-estate unit code';
COMMENT ON COLUMN spatial.real_estate_unit_record.parcel_code IS '宗地代码 · Parcel code';
COMMENT ON COLUMN spatial.real_estate_unit_record.building_code IS '建筑物编码 · Building code';
COMMENT ON COLUMN spatial.real_estate_unit_record.location_text IS '坐落 · Location';
COMMENT ON COLUMN spatial.real_estate_unit_record.purpose IS '用途 · Use';
COMMENT ON COLUMN spatial.real_estate_unit_record.area IS '面积 · Area';
COMMENT ON COLUMN spatial.real_estate_unit_record.original IS '原文 · Text as delivered, where standardising changed it';
COMMENT ON COLUMN spatial.real_estate_unit_record.valid_from IS '有效起始 · Valid from';
COMMENT ON COLUMN spatial.real_estate_unit_record.known_from IS '记录时间 · Known from';
COMMENT ON COLUMN spatial.real_estate_unit_record.delivery_id IS '交付批次 · Delivery that said so';
CREATE UNIQUE INDEX uq_real_estate_unit_record_source ON spatial.real_estate_unit_record (dataset_id, source_key);

CREATE TABLE spatial.real_estate_unit_record_history (
    LIKE spatial.real_estate_unit_record INCLUDING COMMENTS,
    valid_to DATE NOT NULL,
    known_to TIMESTAMP WITH TIME ZONE NOT NULL
);
COMMENT ON TABLE spatial.real_estate_unit_record_history IS '不动产单元 · Real-estate unit (部门记录历史 record history)';
COMMENT ON COLUMN spatial.real_estate_unit_record_history.valid_to IS '有效终止 · Valid until (exclusive)';
COMMENT ON COLUMN spatial.real_estate_unit_record_history.known_to IS '记录终止 · Known until (exclusive)';
CREATE INDEX ix_real_estate_unit_record_history_record_id ON spatial.real_estate_unit_record_history (record_id, valid_from);
CREATE INDEX ix_real_estate_unit_record_history_source ON spatial.real_estate_unit_record_history (dataset_id, source_key);

CREATE TABLE spatial."right" (
    master_id BIGINT NOT NULL,
    right_number VARCHAR(64),
    kind VARCHAR(20),
    unit_code VARCHAR(64),
    parcel_code VARCHAR(64),
    holder_name VARCHAR(300),
    holder_number VARCHAR(40),
    share NUMERIC(9, 6),
    registered_date DATE,
    start_date DATE,
    end_date DATE,
    state VARCHAR(20),
    area NUMERIC(20, 4),
    unit_id BIGINT,
    parcel_id BIGINT,
    claims BIGINT[] NOT NULL,
    valid_from DATE NOT NULL,
    known_from TIMESTAMP WITH TIME ZONE NOT NULL,
    delivery_id BIGINT NOT NULL,
    CONSTRAINT pk_right PRIMARY KEY (master_id)
);
COMMENT ON TABLE spatial."right" IS '不动产权利 · Right in land';
COMMENT ON COLUMN spatial."right".master_id IS '主数据标识 · Master id';
COMMENT ON COLUMN spatial."right".right_number IS '权证号 · Number of the certificate';
COMMENT ON COLUMN spatial."right".kind IS '权利类型 · Kind of right';
COMMENT ON COLUMN spatial."right".unit_code IS '不动产单元号 · Real-estate unit code';
COMMENT ON COLUMN spatial."right".parcel_code IS '宗地代码 · Parcel code';
COMMENT ON COLUMN spatial."right".holder_name IS '权利人 · Holder';
COMMENT ON COLUMN spatial."right".holder_number IS '权利人证件号码 · Number of the holder';
COMMENT ON COLUMN spatial."right".share IS '共有份额 · Share';
COMMENT ON COLUMN spatial."right".registered_date IS '登记日期 · Date registered';
COMMENT ON COLUMN spatial."right".start_date IS '起始日期 · Starts';
COMMENT ON COLUMN spatial."right".end_date IS '终止日期 · Ends';
COMMENT ON COLUMN spatial."right".state IS '权属状态 · State';
COMMENT ON COLUMN spatial."right".area IS '面积 · Area';
COMMENT ON COLUMN spatial."right".unit_id IS 'unit_code 对应的主数据 · The real_estate_unit that unit_code resolves to';
COMMENT ON COLUMN spatial."right".parcel_id IS 'parcel_code 对应的主数据 · The parcel that parcel_code resolves to';
COMMENT ON COLUMN spatial."right".claims IS '胜出声明 · Record that won each attribute, in the dictionary''s order';
COMMENT ON COLUMN spatial."right".valid_from IS '有效起始 · Valid from';
COMMENT ON COLUMN spatial."right".known_from IS '记录时间 · Known from';
COMMENT ON COLUMN spatial."right".delivery_id IS '交付批次 · Delivery that said so';
CREATE INDEX ix_right_parcel_id ON spatial."right" (parcel_id);
CREATE INDEX ix_right_parcel_id_waiting ON spatial."right" (parcel_code) WHERE parcel_id is null and parcel_code is not null;
CREATE INDEX ix_right_right_number ON spatial."right" (right_number);
CREATE INDEX ix_right_unit_code ON spatial."right" (unit_code);
CREATE INDEX ix_right_unit_id ON spatial."right" (unit_id);
CREATE INDEX ix_right_unit_id_waiting ON spatial."right" (unit_code) WHERE unit_id is null and unit_code is not null;

CREATE TABLE spatial.right_history (
    LIKE spatial."right" INCLUDING COMMENTS,
    valid_to DATE NOT NULL,
    known_to TIMESTAMP WITH TIME ZONE NOT NULL
);
COMMENT ON TABLE spatial.right_history IS '不动产权利 · Right in land (历史 history)';
COMMENT ON COLUMN spatial.right_history.valid_to IS '有效终止 · Valid until (exclusive)';
COMMENT ON COLUMN spatial.right_history.known_to IS '记录终止 · Known until (exclusive)';
CREATE INDEX ix_right_history_master_id ON spatial.right_history (master_id, valid_from);

CREATE TABLE spatial.right_holder (
    master_id BIGINT NOT NULL,
    holder_name VARCHAR(300),
    holder_number VARCHAR(40),
    share NUMERIC(9, 6),
    holder_person_id BIGINT,
    holder_entity_id BIGINT,
    record_id BIGINT NOT NULL,
    valid_from DATE NOT NULL,
    known_from TIMESTAMP WITH TIME ZONE NOT NULL,
    delivery_id BIGINT NOT NULL
);
COMMENT ON TABLE spatial.right_holder IS '权利人 · Holders of rights';
COMMENT ON COLUMN spatial.right_holder.master_id IS '主数据标识 · Master id';
COMMENT ON COLUMN spatial.right_holder.holder_name IS '权利人 · Holder';
COMMENT ON COLUMN spatial.right_holder.holder_number IS '权利人证件号码 · Number of the holder';
COMMENT ON COLUMN spatial.right_holder.share IS '共有份额 · Share';
COMMENT ON COLUMN spatial.right_holder.holder_person_id IS 'holder_number 对应的主数据 · The person that holder_number resolves to';
COMMENT ON COLUMN spatial.right_holder.holder_entity_id IS 'holder_number 对应的主数据 · The entity that holder_number resolves to';
COMMENT ON COLUMN spatial.right_holder.record_id IS '声明记录 · Record that claims it';
COMMENT ON COLUMN spatial.right_holder.valid_from IS '有效起始 · Valid from';
COMMENT ON COLUMN spatial.right_holder.known_from IS '记录时间 · Known from';
COMMENT ON COLUMN spatial.right_holder.delivery_id IS '交付批次 · Delivery that said so';
CREATE INDEX ix_right_holder_holder_entity_id ON spatial.right_holder (holder_entity_id);
CREATE INDEX ix_right_holder_holder_entity_id_waiting ON spatial.right_holder (holder_number) WHERE holder_entity_id is null and holder_number is not null;
CREATE INDEX ix_right_holder_holder_person_id ON spatial.right_holder (holder_person_id);
CREATE INDEX ix_right_holder_holder_person_id_waiting ON spatial.right_holder (holder_number) WHERE holder_person_id is null and holder_number is not null;
CREATE UNIQUE INDEX uq_right_holder_key ON spatial.right_holder (master_id, holder_name, holder_number);

CREATE TABLE spatial.right_holder_history (
    LIKE spatial.right_holder INCLUDING COMMENTS,
    valid_to DATE NOT NULL,
    known_to TIMESTAMP WITH TIME ZONE NOT NULL
);
COMMENT ON TABLE spatial.right_holder_history IS '权利人 · Holders of rights (历史 history)';
COMMENT ON COLUMN spatial.right_holder_history.valid_to IS '有效终止 · Valid until (exclusive)';
COMMENT ON COLUMN spatial.right_holder_history.known_to IS '记录终止 · Known until (exclusive)';
CREATE INDEX ix_right_holder_history_master_id ON spatial.right_holder_history (master_id, valid_from);

CREATE TABLE spatial.right_identity (
    master_id BIGINT NOT NULL,
    natural_key VARCHAR,
    merged_into BIGINT,
    known_from TIMESTAMP WITH TIME ZONE NOT NULL,
    delivery_id BIGINT NOT NULL,
    CONSTRAINT pk_right_identity PRIMARY KEY (master_id),
    CONSTRAINT uq_right_identity_natural_key UNIQUE (natural_key)
);
COMMENT ON TABLE spatial.right_identity IS '不动产权利 · Right in land (标识登记 identity)';
COMMENT ON COLUMN spatial.right_identity.master_id IS '主数据标识 · Master id';
COMMENT ON COLUMN spatial.right_identity.natural_key IS '自然键 · Natural key';
COMMENT ON COLUMN spatial.right_identity.merged_into IS '并入 · Merged into this master';
COMMENT ON COLUMN spatial.right_identity.known_from IS '记录时间 · Known from';
COMMENT ON COLUMN spatial.right_identity.delivery_id IS '交付批次 · Delivery that founded it';

CREATE TABLE spatial.right_link (
    record_id BIGINT NOT NULL,
    master_id BIGINT NOT NULL,
    method VARCHAR(16) NOT NULL,
    score DOUBLE PRECISION,
    decider VARCHAR(100) NOT NULL,
    why JSONB,
    delivery_id BIGINT NOT NULL,
    known_from TIMESTAMP WITH TIME ZONE NOT NULL,
    known_to TIMESTAMP WITH TIME ZONE DEFAULT 'infinity' NOT NULL,
    CONSTRAINT pk_right_link PRIMARY KEY (record_id, known_from)
);
COMMENT ON TABLE spatial.right_link IS '不动产权利 · Right in land (记录与主数据的关联 link)';
COMMENT ON COLUMN spatial.right_link.record_id IS '记录标识 · Record id';
COMMENT ON COLUMN spatial.right_link.master_id IS '主数据标识 · Master id';
COMMENT ON COLUMN spatial.right_link.method IS '方法 · Method: new, key, strong, probable or decision';
COMMENT ON COLUMN spatial.right_link.score IS '得分 · Match probability';
COMMENT ON COLUMN spatial.right_link.decider IS '决定者 · Who or what decided';
COMMENT ON COLUMN spatial.right_link.why IS '理由 · What spoke for it';
COMMENT ON COLUMN spatial.right_link.delivery_id IS '交付批次 · Delivery that brought it';
COMMENT ON COLUMN spatial.right_link.known_from IS '记录时间 · Known from';
COMMENT ON COLUMN spatial.right_link.known_to IS '记录终止 · Known until (infinity: in force)';
CREATE INDEX ix_right_link_master_id ON spatial.right_link (master_id);
CREATE UNIQUE INDEX uq_right_link_in_force ON spatial.right_link (record_id) WHERE known_to = 'infinity';

CREATE TABLE spatial.right_record (
    record_id BIGINT NOT NULL,
    dataset_id BIGINT NOT NULL,
    source_key VARCHAR NOT NULL,
    right_number VARCHAR(64),
    kind VARCHAR(20),
    unit_code VARCHAR(64),
    parcel_code VARCHAR(64),
    holder_name VARCHAR(300),
    holder_number VARCHAR(40),
    share NUMERIC(9, 6),
    registered_date DATE,
    start_date DATE,
    end_date DATE,
    state VARCHAR(20),
    area NUMERIC(20, 4),
    original JSONB,
    valid_from DATE NOT NULL,
    known_from TIMESTAMP WITH TIME ZONE NOT NULL,
    delivery_id BIGINT NOT NULL,
    CONSTRAINT pk_right_record PRIMARY KEY (record_id)
);
COMMENT ON TABLE spatial.right_record IS '不动产权利 · Right in land (部门记录 record)';
COMMENT ON COLUMN spatial.right_record.record_id IS '记录标识 · Record id';
COMMENT ON COLUMN spatial.right_record.dataset_id IS '数据集 · Dataset';
COMMENT ON COLUMN spatial.right_record.source_key IS '来源主键 · Key in the source';
COMMENT ON COLUMN spatial.right_record.right_number IS '权证号 · Number of the certificate';
COMMENT ON COLUMN spatial.right_record.kind IS '权利类型 · Kind of right';
COMMENT ON COLUMN spatial.right_record.unit_code IS '不动产单元号 · Real-estate unit code';
COMMENT ON COLUMN spatial.right_record.parcel_code IS '宗地代码 · Parcel code';
COMMENT ON COLUMN spatial.right_record.holder_name IS '权利人 · Holder';
COMMENT ON COLUMN spatial.right_record.holder_number IS '权利人证件号码 · Number of the holder';
COMMENT ON COLUMN spatial.right_record.share IS '共有份额 · Share';
COMMENT ON COLUMN spatial.right_record.registered_date IS '登记日期 · Date registered';
COMMENT ON COLUMN spatial.right_record.start_date IS '起始日期 · Starts';
COMMENT ON COLUMN spatial.right_record.end_date IS '终止日期 · Ends';
COMMENT ON COLUMN spatial.right_record.state IS '权属状态 · State';
COMMENT ON COLUMN spatial.right_record.area IS '面积 · Area';
COMMENT ON COLUMN spatial.right_record.original IS '原文 · Text as delivered, where standardising changed it';
COMMENT ON COLUMN spatial.right_record.valid_from IS '有效起始 · Valid from';
COMMENT ON COLUMN spatial.right_record.known_from IS '记录时间 · Known from';
COMMENT ON COLUMN spatial.right_record.delivery_id IS '交付批次 · Delivery that said so';
CREATE UNIQUE INDEX uq_right_record_source ON spatial.right_record (dataset_id, source_key);

CREATE TABLE spatial.right_record_history (
    LIKE spatial.right_record INCLUDING COMMENTS,
    valid_to DATE NOT NULL,
    known_to TIMESTAMP WITH TIME ZONE NOT NULL
);
COMMENT ON TABLE spatial.right_record_history IS '不动产权利 · Right in land (部门记录历史 record history)';
COMMENT ON COLUMN spatial.right_record_history.valid_to IS '有效终止 · Valid until (exclusive)';
COMMENT ON COLUMN spatial.right_record_history.known_to IS '记录终止 · Known until (exclusive)';
CREATE INDEX ix_right_record_history_record_id ON spatial.right_record_history (record_id, valid_from);
CREATE INDEX ix_right_record_history_source ON spatial.right_record_history (dataset_id, source_key);
