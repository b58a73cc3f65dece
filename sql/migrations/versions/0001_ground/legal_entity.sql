CREATE TABLE legal_entity.branch (
    master_id BIGINT NOT NULL,
    parent_code VARCHAR(18),
    parent_id BIGINT,
    record_id BIGINT NOT NULL,
    valid_from DATE NOT NULL,
    known_from TIMESTAMP WITH TIME ZONE NOT NULL,
    delivery_id BIGINT NOT NULL
);
COMMENT ON TABLE legal_entity.branch IS '分支机构 · Branches and their parents';
COMMENT ON COLUMN legal_entity.branch.master_id IS '主数据标识 · Master id';
COMMENT ON COLUMN legal_entity.branch.parent_code IS '隶属单位代码 · Credit code of the parent';
COMMENT ON COLUMN legal_entity.branch.parent_id IS 'parent_code 对应的主数据 · The entity that parent_code resolves to';
COMMENT ON COLUMN legal_entity.branch.record_id IS '声明记录 · Record that claims it';
COMMENT ON COLUMN legal_entity.branch.valid_from IS '有效起始 · Valid from';
COMMENT ON COLUMN legal_entity.branch.known_from IS '记录时间 · Known from';
COMMENT ON COLUMN legal_entity.branch.delivery_id IS '交付批次 · Delivery that said so';
CREATE INDEX ix_branch_parent_id ON legal_entity.branch (parent_id);
CREATE INDEX ix_branch_parent_id_waiting ON legal_entity.branch (parent_code) WHERE parent_id is null and parent_code is not null;
CREATE UNIQUE INDEX uq_branch_key ON legal_entity.branch (master_id, parent_code);

CREATE TABLE legal_entity.branch_history (
    LIKE legal_entity.branch INCLUDING COMMENTS,
    valid_to DATE NOT NULL,
    known_to TIMESTAMP WITH TIME ZONE NOT NULL
);
COMMENT ON TABLE legal_entity.branch_history IS '分支机构 · Branches and their parents (历史 history)';
COMMENT ON COLUMN legal_entity.branch_history.valid_to IS '有效终止 · Valid until (exclusive)';
COMMENT ON COLUMN legal_entity.branch_history.known_to IS '记录终止 · Known until (exclusive)';
CREATE INDEX ix_branch_history_master_id ON legal_entity.branch_history (master_id, valid_from);

CREATE TABLE legal_entity.entity (
    master_id BIGINT NOT NULL,
    credit_code VARCHAR(18),
    name VARCHAR(300),
    former_name VARCHAR(300),
    short_name VARCHAR(300),
    english_name VARCHAR(300),
    registration_number VARCHAR(64),
    organization_code VARCHAR(9),
    tax_number VARCHAR(64),
    kind VARCHAR(20),
    state VARCHAR(20),
    business_type VARCHAR(20),
    economic_type VARCHAR(20),
    industry VARCHAR(20),
    established_date DATE,
    cancelled_date DATE,
    term_from DATE,
    term_to DATE,
    capital NUMERIC(24, 4),
    currency VARCHAR(20),
    legal_representative_name VARCHAR(200),
    legal_representative_number VARCHAR(18),
    registering_authority VARCHAR(300),
    competent_authority VARCHAR(300),
    business_scope TEXT,
    registered_division VARCHAR(12),
    registered_address TEXT,
    operating_division VARCHAR(12),
    operating_address TEXT,
    postal_code VARCHAR(64),
    phone VARCHAR(40),
    employees BIGINT,
    parent_code VARCHAR(18),
    claims BIGINT[] NOT NULL,
    valid_from DATE NOT NULL,
    known_from TIMESTAMP WITH TIME ZONE NOT NULL,
    delivery_id BIGINT NOT NULL,
    CONSTRAINT pk_entity PRIMARY KEY (master_id)
);
COMMENT ON TABLE legal_entity.entity IS '法人单位 · Legal entity';
COMMENT ON COLUMN legal_entity.entity.master_id IS '主数据标识 · Master id';
COMMENT ON COLUMN legal_entity.entity.credit_code IS '统一社会信用代码 · Unified credit code';
COMMENT ON COLUMN legal_entity.entity.name IS '机构名称 · Name';
COMMENT ON COLUMN legal_entity.entity.former_name IS '曾用名称 · Former name';
COMMENT ON COLUMN legal_entity.entity.short_name IS '简称 · Short name';
COMMENT ON COLUMN legal_entity.entity.english_name IS '英文名称 · English name';
COMMENT ON COLUMN legal_entity.entity.registration_number IS '注册号 · Registration number';
COMMENT ON COLUMN legal_entity.entity.organization_code IS '组织机构代码 · Organisation code';
COMMENT ON COLUMN legal_entity.entity.tax_number IS '纳税人识别号 · Taxpayer number';
COMMENT ON COLUMN legal_entity.entity.kind IS '机构类型 · Kind of entity';
COMMENT ON COLUMN legal_entity.entity.state IS '状态 · State';
COMMENT ON COLUMN legal_entity.entity.business_type IS '业务类型 · Type of business done';
COMMENT ON COLUMN legal_entity.entity.economic_type IS '经济类型 · Economic type';
COMMENT ON COLUMN legal_entity.entity.industry IS '行业 · Industry';
COMMENT ON COLUMN legal_entity.entity.established_date IS '成立日期 · Date established';
COMMENT ON COLUMN legal_entity.entity.cancelled_date IS '注销日期 · Date cancelled';
COMMENT ON COLUMN legal_entity.entity.term_from IS '经营期限自 · Term from';
COMMENT ON COLUMN legal_entity.entity.term_to IS '经营期限至 · Term to';
COMMENT ON COLUMN legal_entity.entity.capital IS '注册资本 · Registered capital';
COMMENT ON COLUMN legal_entity.entity.currency IS '币种 · Currency';
COMMENT ON COLUMN legal_entity.entity.legal_representative_name IS '法定代表人 · Legal representative';
COMMENT ON COLUMN legal_entity.entity.legal_representative_number IS '法定代表人证件号码 · Number of the legal representative';
COMMENT ON COLUMN legal_entity.entity.registering_authority IS '登记机关 · Registering authority';
COMMENT ON COLUMN legal_entity.entity.competent_authority IS '主管单位 · Competent authority';
COMMENT ON COLUMN legal_entity.entity.business_scope IS '经营范围 · Business scope';
COMMENT ON COLUMN legal_entity.entity.registered_division IS '登记地区划 · Registered division';
COMMENT ON COLUMN legal_entity.entity.registered_address IS '住所 · Registered place';
COMMENT ON COLUMN legal_entity.entity.operating_division IS '经营地区划 · Operating division';
COMMENT ON COLUMN legal_entity.entity.operating_address IS '经营场所 · Operating place';
COMMENT ON COLUMN legal_entity.entity.postal_code IS '邮政编码 · Postal code';
COMMENT ON COLUMN legal_entity.entity.phone IS '联系电话 · Telephone';
COMMENT ON COLUMN legal_entity.entity.employees IS '从业人数 · Employees';
COMMENT ON COLUMN legal_entity.entity.parent_code IS '隶属单位代码 · Credit code of the parent';
COMMENT ON COLUMN legal_entity.entity.claims IS '胜出声明 · Record that won each attribute, in the dictionary''s order';
COMMENT ON COLUMN legal_entity.entity.valid_from IS '有效起始 · Valid from';
COMMENT ON COLUMN legal_entity.entity.known_from IS '记录时间 · Known from';
COMMENT ON COLUMN legal_entity.entity.delivery_id IS '交付批次 · Delivery that said so';
CREATE INDEX ix_entity_credit_code ON legal_entity.entity (credit_code);
CREATE INDEX ix_entity_name ON legal_entity.entity (name);

CREATE TABLE legal_entity.entity_history (
    LIKE legal_entity.entity INCLUDING COMMENTS,
    valid_to DATE NOT NULL,
    known_to TIMESTAMP WITH TIME ZONE NOT NULL
);
COMMENT ON TABLE legal_entity.entity_history IS '法人单位 · Legal entity (历史 history)';
COMMENT ON COLUMN legal_entity.entity_history.valid_to IS '有效终止 · Valid until (exclusive)';
COMMENT ON COLUMN legal_entity.entity_history.known_to IS '记录终止 · Known until (exclusive)';
CREATE INDEX ix_entity_history_master_id ON legal_entity.entity_history (master_id, valid_from);

CREATE TABLE legal_entity.entity_identifier (
    master_id BIGINT NOT NULL,
    kind VARCHAR(20),
    value VARCHAR(64),
    record_id BIGINT NOT NULL,
    valid_from DATE NOT NULL,
    known_from TIMESTAMP WITH TIME ZONE NOT NULL,
    delivery_id BIGINT NOT NULL
);
COMMENT ON TABLE legal_entity.entity_identifier IS '法人代码 · Identifiers of entities';
COMMENT ON COLUMN legal_entity.entity_identifier.master_id IS '主数据标识 · Master id';
COMMENT ON COLUMN legal_entity.entity_identifier.kind IS '代码类型 · Kind of identifier';
COMMENT ON COLUMN legal_entity.entity_identifier.value IS '代码 · Identifier';
COMMENT ON COLUMN legal_entity.entity_identifier.record_id IS '声明记录 · Record that claims it';
COMMENT ON COLUMN legal_entity.entity_identifier.valid_from IS '有效起始 · Valid from';
COMMENT ON COLUMN legal_entity.entity_identifier.known_from IS '记录时间 · Known from';
COMMENT ON COLUMN legal_entity.entity_identifier.delivery_id IS '交付批次 · Delivery that said so';
CREATE INDEX ix_entity_identifier_value ON legal_entity.entity_identifier (value);
CREATE UNIQUE INDEX uq_entity_identifier_key ON legal_entity.entity_identifier (master_id, kind, value);

CREATE TABLE legal_entity.entity_identifier_history (
    LIKE legal_entity.entity_identifier INCLUDING COMMENTS,
    valid_to DATE NOT NULL,
    known_to TIMESTAMP WITH TIME ZONE NOT NULL
);
COMMENT ON TABLE legal_entity.entity_identifier_history IS '法人代码 · Identifiers of entities (历史 history)';
COMMENT ON COLUMN legal_entity.entity_identifier_history.valid_to IS '有效终止 · Valid until (exclusive)';
COMMENT ON COLUMN legal_entity.entity_identifier_history.known_to IS '记录终止 · Known until (exclusive)';
CREATE INDEX ix_entity_identifier_history_master_id ON legal_entity.entity_identifier_history (master_id, valid_from);

CREATE TABLE legal_entity.entity_identity (
    master_id BIGINT NOT NULL,
    natural_key VARCHAR,
    merged_into BIGINT,
    known_from TIMESTAMP WITH TIME ZONE NOT NULL,
    delivery_id BIGINT NOT NULL,
    CONSTRAINT pk_entity_identity PRIMARY KEY (master_id),
    CONSTRAINT uq_entity_identity_natural_key UNIQUE (natural_key)
);
COMMENT ON TABLE legal_entity.entity_identity IS '法人单位 · Legal entity (标识登记 identity)';
COMMENT ON COLUMN legal_entity.entity_identity.master_id IS '主数据标识 · Master id';
COMMENT ON COLUMN legal_entity.entity_identity.natural_key IS '自然键 · Natural key';
COMMENT ON COLUMN legal_entity.entity_identity.merged_into IS '并入 · Merged into this master';
COMMENT ON COLUMN legal_entity.entity_identity.known_from IS '记录时间 · Known from';
COMMENT ON COLUMN legal_entity.entity_identity.delivery_id IS '交付批次 · Delivery that founded it';

CREATE TABLE legal_entity.entity_link (
    record_id BIGINT NOT NULL,
    master_id BIGINT NOT NULL,
    method VARCHAR(16) NOT NULL,
    score DOUBLE PRECISION,
    decider VARCHAR(100) NOT NULL,
    why JSONB,
    delivery_id BIGINT NOT NULL,
    known_from TIMESTAMP WITH TIME ZONE NOT NULL,
    known_to TIMESTAMP WITH TIME ZONE DEFAULT 'infinity' NOT NULL,
    CONSTRAINT pk_entity_link PRIMARY KEY (record_id, known_from)
);
COMMENT ON TABLE legal_entity.entity_link IS '法人单位 · Legal entity (记录与主数据的关联 link)';
COMMENT ON COLUMN legal_entity.entity_link.record_id IS '记录标识 · Record id';
COMMENT ON COLUMN legal_entity.entity_link.master_id IS '主数据标识 · Master id';
COMMENT ON COLUMN legal_entity.entity_link.method IS '方法 · Method: new, key, strong, probable or decision';
COMMENT ON COLUMN legal_entity.entity_link.score IS '得分 · Match probability';
COMMENT ON COLUMN legal_entity.entity_link.decider IS '决定者 · Who or what decided';
COMMENT ON COLUMN legal_entity.entity_link.why IS '理由 · What spoke for it';
COMMENT ON COLUMN legal_entity.entity_link.delivery_id IS '交付批次 · Delivery that brought it';
COMMENT ON COLUMN legal_entity.entity_link.known_from IS '记录时间 · Known from';
COMMENT ON COLUMN legal_entity.entity_link.known_to IS '记录终止 · Known until (infinity: in force)';
CREATE INDEX ix_entity_link_master_id ON legal_entity.entity_link (master_id);
CREATE UNIQUE INDEX uq_entity_link_in_force ON legal_entity.entity_link (record_id) WHERE known_to = 'infinity';

CREATE TABLE legal_entity.entity_name (
    master_id BIGINT NOT NULL,
    kind VARCHAR(20),
    text VARCHAR(300),
    record_id BIGINT NOT NULL,
    valid_from DATE NOT NULL,
    known_from TIMESTAMP WITH TIME ZONE NOT NULL,
    delivery_id BIGINT NOT NULL
);
COMMENT ON TABLE legal_entity.entity_name IS '法人名称 · Names of entities';
COMMENT ON COLUMN legal_entity.entity_name.master_id IS '主数据标识 · Master id';
COMMENT ON COLUMN legal_entity.entity_name.kind IS '名称类型 · Kind of name';
COMMENT ON COLUMN legal_entity.entity_name.text IS '名称 · Name';
COMMENT ON COLUMN legal_entity.entity_name.record_id IS '声明记录 · Record that claims it';
COMMENT ON COLUMN legal_entity.entity_name.valid_from IS '有效起始 · Valid from';
COMMENT ON COLUMN legal_entity.entity_name.known_from IS '记录时间 · Known from';
COMMENT ON COLUMN legal_entity.entity_name.delivery_id IS '交付批次 · Delivery that said so';
CREATE INDEX ix_entity_name_text ON legal_entity.entity_name (text);
CREATE UNIQUE INDEX uq_entity_name_key ON legal_entity.entity_name (master_id, kind, text);

CREATE TABLE legal_entity.entity_name_history (
    LIKE legal_entity.entity_name INCLUDING COMMENTS,
    valid_to DATE NOT NULL,
    known_to TIMESTAMP WITH TIME ZONE NOT NULL
);
COMMENT ON TABLE legal_entity.entity_name_history IS '法人名称 · Names of entities (历史 history)';
COMMENT ON COLUMN legal_entity.entity_name_history.valid_to IS '有效终止 · Valid until (exclusive)';
COMMENT ON COLUMN legal_entity.entity_name_history.known_to IS '记录终止 · Known until (exclusive)';
CREATE INDEX ix_entity_name_history_master_id ON legal_entity.entity_name_history (master_id, valid_from);

CREATE TABLE legal_entity.entity_place (
    master_id BIGINT NOT NULL,
    kind VARCHAR(20),
    division_code VARCHAR(12),
    address TEXT,
    division_id BIGINT,
    address_id BIGINT,
    record_id BIGINT NOT NULL,
    valid_from DATE NOT NULL,
    known_from TIMESTAMP WITH TIME ZONE NOT NULL,
    delivery_id BIGINT NOT NULL
);
COMMENT ON TABLE legal_entity.entity_place IS '法人场所 · Places of entities';
COMMENT ON COLUMN legal_entity.entity_place.master_id IS '主数据标识 · Master id';
COMMENT ON COLUMN legal_entity.entity_place.kind IS '场所类型 · Kind of place';
COMMENT ON COLUMN legal_entity.entity_place.division_code IS '区划 · Division';
COMMENT ON COLUMN legal_entity.entity_place.address IS '地址 · Address';
COMMENT ON COLUMN legal_entity.entity_place.division_id IS 'division_code 对应的主数据 · The division that division_code resolves to';
COMMENT ON COLUMN legal_entity.entity_place.address_id IS 'address 对应的主数据 · The address that address resolves to';
COMMENT ON COLUMN legal_entity.entity_place.record_id IS '声明记录 · Record that claims it';
COMMENT ON COLUMN legal_entity.entity_place.valid_from IS '有效起始 · Valid from';
COMMENT ON COLUMN legal_entity.entity_place.known_from IS '记录时间 · Known from';
COMMENT ON COLUMN legal_entity.entity_place.delivery_id IS '交付批次 · Delivery that said so';
CREATE INDEX ix_entity_place_address_id ON legal_entity.entity_place (address_id);
CREATE INDEX ix_entity_place_address_id_waiting ON legal_entity.entity_place (address) WHERE address_id is null and address is not null;
CREATE INDEX ix_entity_place_division_id ON legal_entity.entity_place (division_id);
CREATE INDEX ix_entity_place_division_id_waiting ON legal_entity.entity_place (division_code) WHERE division_id is null and division_code is not null;
CREATE UNIQUE INDEX uq_entity_place_key ON legal_entity.entity_place (master_id, kind);

CREATE TABLE legal_entity.entity_place_history (
    LIKE legal_entity.entity_place INCLUDING COMMENTS,
    valid_to DATE NOT NULL,
    known_to TIMESTAMP WITH TIME ZONE NOT NULL
);
COMMENT ON TABLE legal_entity.entity_place_history IS '法人场所 · Places of entities (历史 history)';
COMMENT ON COLUMN legal_entity.entity_place_history.valid_to IS '有效终止 · Valid until (exclusive)';
COMMENT ON COLUMN legal_entity.entity_place_history.known_to IS '记录终止 · Known until (exclusive)';
CREATE INDEX ix_entity_place_history_master_id ON legal_entity.entity_place_history (master_id, valid_from);

CREATE TABLE legal_entity.entity_record (
    record_id BIGINT NOT NULL,
    dataset_id BIGINT NOT NULL,
    source_key VARCHAR NOT NULL,
    credit_code VARCHAR(18),
    name VARCHAR(300),
    former_name VARCHAR(300),
    short_name VARCHAR(300),
    english_name VARCHAR(300),
    registration_number VARCHAR(64),
    organization_code VARCHAR(9),
    tax_number VARCHAR(64),
    kind VARCHAR(20),
    state VARCHAR(20),
    business_type VARCHAR(20),
    economic_type VARCHAR(20),
    industry VARCHAR(20),
    established_date DATE,
    cancelled_date DATE,
    term_from DATE,
    term_to DATE,
    capital NUMERIC(24, 4),
    currency VARCHAR(20),
    legal_representative_name VARCHAR(200),
    legal_representative_number VARCHAR(18),
    registering_authority VARCHAR(300),
    competent_authority VARCHAR(300),
    business_scope TEXT,
    registered_division VARCHAR(12),
    registered_address TEXT,
    operating_division VARCHAR(12),
    operating_address TEXT,
    postal_code VARCHAR(64),
    phone VARCHAR(40),
    employees BIGINT,
    parent_code VARCHAR(18),
    original JSONB,
    valid_from DATE NOT NULL,
    known_from TIMESTAMP WITH TIME ZONE NOT NULL,
    delivery_id BIGINT NOT NULL,
    CONSTRAINT pk_entity_record PRIMARY KEY (record_id)
);
COMMENT ON TABLE legal_entity.entity_record IS '法人单位 · Legal entity (部门记录 record)';
COMMENT ON COLUMN legal_entity.entity_record.record_id IS '记录标识 · Record id';
COMMENT ON COLUMN legal_entity.entity_record.dataset_id IS '数据集 · Dataset';
COMMENT ON COLUMN legal_entity.entity_record.source_key IS '来源主键 · Key in the source';
COMMENT ON COLUMN legal_entity.entity_record.credit_code IS '统一社会信用代码 · Unified credit code';
COMMENT ON COLUMN legal_entity.entity_record.name IS '机构名称 · Name';
COMMENT ON COLUMN legal_entity.entity_record.former_name IS '曾用名称 · Former name';
COMMENT ON COLUMN legal_entity.entity_record.short_name IS '简称 · Short name';
COMMENT ON COLUMN legal_entity.entity_record.english_name IS '英文名称 · English name';
COMMENT ON COLUMN legal_entity.entity_record.registration_number IS '注册号 · Registration number';
COMMENT ON COLUMN legal_entity.entity_record.organization_code IS '组织机构代码 · Organisation code';
COMMENT ON COLUMN legal_entity.entity_record.tax_number IS '纳税人识别号 · Taxpayer number';
COMMENT ON COLUMN legal_entity.entity_record.kind IS '机构类型 · Kind of entity';
COMMENT ON COLUMN legal_entity.entity_record.state IS '状态 · State';
COMMENT ON COLUMN legal_entity.entity_record.business_type IS '业务类型 · Type of business done';
COMMENT ON COLUMN legal_entity.entity_record.economic_type IS '经济类型 · Economic type';
COMMENT ON COLUMN legal_entity.entity_record.industry IS '行业 · Industry';
COMMENT ON COLUMN legal_entity.entity_record.established_date IS '成立日期 · Date established';
COMMENT ON COLUMN legal_entity.entity_record.cancelled_date IS '注销日期 · Date cancelled';
COMMENT ON COLUMN legal_entity.entity_record.term_from IS '经营期限自 · Term from';
COMMENT ON COLUMN legal_entity.entity_record.term_to IS '经营期限至 · Term to';
COMMENT ON COLUMN legal_entity.entity_record.capital IS '注册资本 · Registered capital';
COMMENT ON COLUMN legal_entity.entity_record.currency IS '币种 · Currency';
COMMENT ON COLUMN legal_entity.entity_record.legal_representative_name IS '法定代表人 · Legal representative';
COMMENT ON COLUMN legal_entity.entity_record.legal_representative_number IS '法定代表人证件号码 · Number of the legal representative';
COMMENT ON COLUMN legal_entity.entity_record.registering_authority IS '登记机关 · Registering authority';
COMMENT ON COLUMN legal_entity.entity_record.competent_authority IS '主管单位 · Competent authority';
COMMENT ON COLUMN legal_entity.entity_record.business_scope IS '经营范围 · Business scope';
COMMENT ON COLUMN legal_entity.entity_record.registered_division IS '登记地区划 · Registered division';
COMMENT ON COLUMN legal_entity.entity_record.registered_address IS '住所 · Registered place';
COMMENT ON COLUMN legal_entity.entity_record.operating_division IS '经营地区划 · Operating division';
COMMENT ON COLUMN legal_entity.entity_record.operating_address IS '经营场所 · Operating place';
COMMENT ON COLUMN legal_entity.entity_record.postal_code IS '邮政编码 · Postal code';
COMMENT ON COLUMN legal_entity.entity_record.phone IS '联系电话 · Telephone';
COMMENT ON COLUMN legal_entity.entity_record.employees IS '从业人数 · Employees';
COMMENT ON COLUMN legal_entity.entity_record.parent_code IS '隶属单位代码 · Credit code of the parent';
COMMENT ON COLUMN legal_entity.entity_record.original IS '原文 · Text as delivered, where standardising changed it';
COMMENT ON COLUMN legal_entity.entity_record.valid_from IS '有效起始 · Valid from';
COMMENT ON COLUMN legal_entity.entity_record.known_from IS '记录时间 · Known from';
COMMENT ON COLUMN legal_entity.entity_record.delivery_id IS '交付批次 · Delivery that said so';
CREATE UNIQUE INDEX uq_entity_record_source ON legal_entity.entity_record (dataset_id, source_key);

CREATE TABLE legal_entity.entity_record_history (
    LIKE legal_entity.entity_record INCLUDING COMMENTS,
    valid_to DATE NOT NULL,
    known_to TIMESTAMP WITH TIME ZONE NOT NULL
);
COMMENT ON TABLE legal_entity.entity_record_history IS '法人单位 · Legal entity (部门记录历史 record history)';
COMMENT ON COLUMN legal_entity.entity_record_history.valid_to IS '有效终止 · Valid until (exclusive)';
COMMENT ON COLUMN legal_entity.entity_record_history.known_to IS '记录终止 · Known until (exclusive)';
CREATE INDEX ix_entity_record_history_record_id ON legal_entity.entity_record_history (record_id, valid_from);
CREATE INDEX ix_entity_record_history_source ON legal_entity.entity_record_history (dataset_id, source_key);

CREATE TABLE legal_entity.entity_role (
    master_id BIGINT NOT NULL,
    role VARCHAR(20),
    person_name VARCHAR(200),
    person_number VARCHAR(18),
    person_id BIGINT,
    record_id BIGINT NOT NULL,
    valid_from DATE NOT NULL,
    known_from TIMESTAMP WITH TIME ZONE NOT NULL,
    delivery_id BIGINT NOT NULL
);
COMMENT ON TABLE legal_entity.entity_role IS '法人任职 · Roles of persons in entities';
COMMENT ON COLUMN legal_entity.entity_role.master_id IS '主数据标识 · Master id';
COMMENT ON COLUMN legal_entity.entity_role.role IS '职务 · Role';
COMMENT ON COLUMN legal_entity.entity_role.person_name IS '姓名 · Name';
COMMENT ON COLUMN legal_entity.entity_role.person_number IS '证件号码 · Number';
COMMENT ON COLUMN legal_entity.entity_role.person_id IS 'person_number 对应的主数据 · The person that person_number resolves to';
COMMENT ON COLUMN legal_entity.entity_role.record_id IS '声明记录 · Record that claims it';
COMMENT ON COLUMN legal_entity.entity_role.valid_from IS '有效起始 · Valid from';
COMMENT ON COLUMN legal_entity.entity_role.known_from IS '记录时间 · Known from';
COMMENT ON COLUMN legal_entity.entity_role.delivery_id IS '交付批次 · Delivery that said so';
CREATE INDEX ix_entity_role_person_id ON legal_entity.entity_role (person_id);
CREATE INDEX ix_entity_role_person_id_waiting ON legal_entity.entity_role (person_number) WHERE person_id is null and person_number is not null;
CREATE UNIQUE INDEX uq_entity_role_key ON legal_entity.entity_role (master_id, role, person_name);

CREATE TABLE legal_entity.entity_role_history (
    LIKE legal_entity.entity_role INCLUDING COMMENTS,
    valid_to DATE NOT NULL,
    known_to TIMESTAMP WITH TIME ZONE NOT NULL
);
COMMENT ON TABLE legal_entity.entity_role_history IS '法人任职 · Roles of persons in entities (历史 history)';
COMMENT ON COLUMN legal_entity.entity_role_history.valid_to IS '有效终止 · Valid until (exclusive)';
COMMENT ON COLUMN legal_entity.entity_role_history.known_to IS '记录终止 · Known until (exclusive)';
CREATE INDEX ix_entity_role_history_master_id ON legal_entity.entity_role_history (master_id, valid_from);

CREATE TABLE legal_entity.licence (
    master_id BIGINT NOT NULL,
    licence_number VARCHAR(64),
    name TEXT,
    entity_code VARCHAR(18),
    entity_name VARCHAR(300),
    authority VARCHAR(300),
    scope TEXT,
    issued_date DATE,
    expiry_date DATE,
    state VARCHAR(20),
    entity_id BIGINT,
    claims BIGINT[] NOT NULL,
    valid_from DATE NOT NULL,
    known_from TIMESTAMP WITH TIME ZONE NOT NULL,
    delivery_id BIGINT NOT NULL,
    CONSTRAINT pk_licence PRIMARY KEY (master_id)
);
COMMENT ON TABLE legal_entity.licence IS '行政许可 · Licence';
COMMENT ON COLUMN legal_entity.licence.master_id IS '主数据标识 · Master id';
COMMENT ON COLUMN legal_entity.licence.licence_number IS '许可证编号 · Licence number';
COMMENT ON COLUMN legal_entity.licence.name IS '许可证名称 · Name of the licence';
COMMENT ON COLUMN legal_entity.licence.entity_code IS '持证单位代码 · Credit code of the holder';
COMMENT ON COLUMN legal_entity.licence.entity_name IS '持证单位 · Holder';
COMMENT ON COLUMN legal_entity.licence.authority IS '发证机关 · Issuing authority';
COMMENT ON COLUMN legal_entity.licence.scope IS '许可内容 · Scope';
COMMENT ON COLUMN legal_entity.licence.issued_date IS '发证日期 · Date issued';
COMMENT ON COLUMN legal_entity.licence.expiry_date IS '有效期至 · Valid until';
COMMENT ON COLUMN legal_entity.licence.state IS '状态 · State';
COMMENT ON COLUMN legal_entity.licence.entity_id IS 'entity_code 对应的主数据 · The entity that entity_code resolves to';
COMMENT ON COLUMN legal_entity.licence.claims IS '胜出声明 · Record that won each attribute, in the dictionary''s order';
COMMENT ON COLUMN legal_entity.licence.valid_from IS '有效起始 · Valid from';
COMMENT ON COLUMN legal_entity.licence.known_from IS '记录时间 · Known from';
COMMENT ON COLUMN legal_entity.licence.delivery_id IS '交付批次 · Delivery that said so';
CREATE INDEX ix_licence_entity_code ON legal_entity.licence (entity_code);
CREATE INDEX ix_licence_entity_id ON legal_entity.licence (entity_id);
CREATE INDEX ix_licence_entity_id_waiting ON legal_entity.licence (entity_code) WHERE entity_id is null and entity_code is not null;

CREATE TABLE legal_entity.licence_history (
    LIKE legal_entity.licence INCLUDING COMMENTS,
    valid_to DATE NOT NULL,
    known_to TIMESTAMP WITH TIME ZONE NOT NULL
);
COMMENT ON TABLE legal_entity.licence_history IS '行政许可 · Licence (历史 history)';
COMMENT ON COLUMN legal_entity.licence_history.valid_to IS '有效终止 · Valid until (exclusive)';
COMMENT ON COLUMN legal_entity.licence_history.known_to IS '记录终止 · Known until (exclusive)';
CREATE INDEX ix_licence_history_master_id ON legal_entity.licence_history (master_id, valid_from);

CREATE TABLE legal_entity.licence_identity (
    master_id BIGINT NOT NULL,
    natural_key VARCHAR,
    merged_into BIGINT,
    known_from TIMESTAMP WITH TIME ZONE NOT NULL,
    delivery_id BIGINT NOT NULL,
    CONSTRAINT pk_licence_identity PRIMARY KEY (master_id),
    CONSTRAINT uq_licence_identity_natural_key UNIQUE (natural_key)
);
COMMENT ON TABLE legal_entity.licence_identity IS '行政许可 · Licence (标识登记 identity)';
COMMENT ON COLUMN legal_entity.licence_identity.master_id IS '主数据标识 · Master id';
COMMENT ON COLUMN legal_entity.licence_identity.natural_key IS '自然键 · Natural key';
COMMENT ON COLUMN legal_entity.licence_identity.merged_into IS '并入 · Merged into this master';
COMMENT ON COLUMN legal_entity.licence_identity.known_from IS '记录时间 · Known from';
COMMENT ON COLUMN legal_entity.licence_identity.delivery_id IS '交付批次 · Delivery that founded it';

CREATE TABLE legal_entity.licence_link (
    record_id BIGINT NOT NULL,
    master_id BIGINT NOT NULL,
    method VARCHAR(16) NOT NULL,
    score DOUBLE PRECISION,
    decider VARCHAR(100) NOT NULL,
    why JSONB,
    delivery_id BIGINT NOT NULL,
    known_from TIMESTAMP WITH TIME ZONE NOT NULL,
    known_to TIMESTAMP WITH TIME ZONE DEFAULT 'infinity' NOT NULL,
    CONSTRAINT pk_licence_link PRIMARY KEY (record_id, known_from)
);
COMMENT ON TABLE legal_entity.licence_link IS '行政许可 · Licence (记录与主数据的关联 link)';
COMMENT ON COLUMN legal_entity.licence_link.record_id IS '记录标识 · Record id';
COMMENT ON COLUMN legal_entity.licence_link.master_id IS '主数据标识 · Master id';
COMMENT ON COLUMN legal_entity.licence_link.method IS '方法 · Method: new, key, strong, probable or decision';
COMMENT ON COLUMN legal_entity.licence_link.score IS '得分 · Match probability';
COMMENT ON COLUMN legal_entity.licence_link.decider IS '决定者 · Who or what decided';
COMMENT ON COLUMN legal_entity.licence_link.why IS '理由 · What spoke for it';
COMMENT ON COLUMN legal_entity.licence_link.delivery_id IS '交付批次 · Delivery that brought it';
COMMENT ON COLUMN legal_entity.licence_link.known_from IS '记录时间 · Known from';
COMMENT ON COLUMN legal_entity.licence_link.known_to IS '记录终止 · Known until (infinity: in force)';
CREATE INDEX ix_licence_link_master_id ON legal_entity.licence_link (master_id);
CREATE UNIQUE INDEX uq_licence_link_in_force ON legal_entity.licence_link (record_id) WHERE known_to = 'infinity';

CREATE TABLE legal_entity.licence_record (
    record_id BIGINT NOT NULL,
    dataset_id BIGINT NOT NULL,
    source_key VARCHAR NOT NULL,
    licence_number VARCHAR(64),
    name TEXT,
    entity_code VARCHAR(18),
    entity_name VARCHAR(300),
    authority VARCHAR(300),
    scope TEXT,
    issued_date DATE,
    expiry_date DATE,
    state VARCHAR(20),
    original JSONB,
    valid_from DATE NOT NULL,
    known_from TIMESTAMP WITH TIME ZONE NOT NULL,
    delivery_id BIGINT NOT NULL,
    CONSTRAINT pk_licence_record PRIMARY KEY (record_id)
);
COMMENT ON TABLE legal_entity.licence_record IS '行政许可 · Licence (部门记录 record)';
COMMENT ON COLUMN legal_entity.licence_record.record_id IS '记录标识 · Record id';
COMMENT ON COLUMN legal_entity.licence_record.dataset_id IS '数据集 · Dataset';
COMMENT ON COLUMN legal_entity.licence_record.source_key IS '来源主键 · Key in the source';
COMMENT ON COLUMN legal_entity.licence_record.licence_number IS '许可证编号 · Licence number';
COMMENT ON COLUMN legal_entity.licence_record.name IS '许可证名称 · Name of the licence';
COMMENT ON COLUMN legal_entity.licence_record.entity_code IS '持证单位代码 · Credit code of the holder';
COMMENT ON COLUMN legal_entity.licence_record.entity_name IS '持证单位 · Holder';
COMMENT ON COLUMN legal_entity.licence_record.authority IS '发证机关 · Issuing authority';
COMMENT ON COLUMN legal_entity.licence_record.scope IS '许可内容 · Scope';
COMMENT ON COLUMN legal_entity.licence_record.issued_date IS '发证日期 · Date issued';
COMMENT ON COLUMN legal_entity.licence_record.expiry_date IS '有效期至 · Valid until';
COMMENT ON COLUMN legal_entity.licence_record.state IS '状态 · State';
COMMENT ON COLUMN legal_entity.licence_record.original IS '原文 · Text as delivered, where standardising changed it';
COMMENT ON COLUMN legal_entity.licence_record.valid_from IS '有效起始 · Valid from';
COMMENT ON COLUMN legal_entity.licence_record.known_from IS '记录时间 · Known from';
COMMENT ON COLUMN legal_entity.licence_record.delivery_id IS '交付批次 · Delivery that said so';
CREATE UNIQUE INDEX uq_licence_record_source ON legal_entity.licence_record (dataset_id, source_key);

CREATE TABLE legal_entity.licence_record_history (
    LIKE legal_entity.licence_record INCLUDING COMMENTS,
    valid_to DATE NOT NULL,
    known_to TIMESTAMP WITH TIME ZONE NOT NULL
);
COMMENT ON TABLE legal_entity.licence_record_history IS '行政许可 · Licence (部门记录历史 record history)';
COMMENT ON COLUMN legal_entity.licence_record_history.valid_to IS '有效终止 · Valid until (exclusive)';
COMMENT ON COLUMN legal_entity.licence_record_history.known_to IS '记录终止 · Known until (exclusive)';
CREATE INDEX ix_licence_record_history_record_id ON legal_entity.licence_record_history (record_id, valid_from);
CREATE INDEX ix_licence_record_history_source ON legal_entity.licence_record_history (dataset_id, source_key);

CREATE TABLE legal_entity.shareholding (
    master_id BIGINT NOT NULL,
    shareholding_number VARCHAR(64),
    entity_code VARCHAR(18),
    entity_name VARCHAR(300),
    holder_kind VARCHAR(20),
    holder_name VARCHAR(300),
    holder_number VARCHAR(40),
    amount NUMERIC(24, 4),
    currency VARCHAR(20),
    share NUMERIC(9, 6),
    subscribed_date DATE,
    entity_id BIGINT,
    holder_person_id BIGINT,
    holder_entity_id BIGINT,
    claims BIGINT[] NOT NULL,
    valid_from DATE NOT NULL,
    known_from TIMESTAMP WITH TIME ZONE NOT NULL,
    delivery_id BIGINT NOT NULL,
    CONSTRAINT pk_shareholding PRIMARY KEY (master_id)
);
COMMENT ON TABLE legal_entity.shareholding IS '股东出资 · Shareholding';
COMMENT ON COLUMN legal_entity.shareholding.master_id IS '主数据标识 · Master id';
COMMENT ON COLUMN legal_entity.shareholding.shareholding_number IS '出资记录号 · Number of the shareholding';
COMMENT ON COLUMN legal_entity.shareholding.entity_code IS '公司代码 · Credit code of the entity';
COMMENT ON COLUMN legal_entity.shareholding.entity_name IS '公司名称 · Name of the entity';
COMMENT ON COLUMN legal_entity.shareholding.holder_kind IS '股东类型 · Kind of holder';
COMMENT ON COLUMN legal_entity.shareholding.holder_name IS '股东名称 · Name of the holder';
COMMENT ON COLUMN legal_entity.shareholding.holder_number IS '股东证件号码 · Number of the holder';
COMMENT ON COLUMN legal_entity.shareholding.amount IS '认缴出资额 · Amount subscribed';
COMMENT ON COLUMN legal_entity.shareholding.currency IS '币种 · Currency';
COMMENT ON COLUMN legal_entity.shareholding.share IS '出资比例 · Share';
COMMENT ON COLUMN legal_entity.shareholding.subscribed_date IS '认缴日期 · Date subscribed';
COMMENT ON COLUMN legal_entity.shareholding.entity_id IS 'entity_code 对应的主数据 · The entity that entity_code resolves to';
COMMENT ON COLUMN legal_entity.shareholding.holder_person_id IS 'holder_number 对应的主数据 · The person that holder_number resolves to';
COMMENT ON COLUMN legal_entity.shareholding.holder_entity_id IS 'holder_number 对应的主数据 · The entity that holder_number resolves to';
COMMENT ON COLUMN legal_entity.shareholding.claims IS '胜出声明 · Record that won each attribute, in the dictionary''s order';
COMMENT ON COLUMN legal_entity.shareholding.valid_from IS '有效起始 · Valid from';
COMMENT ON COLUMN legal_entity.shareholding.known_from IS '记录时间 · Known from';
COMMENT ON COLUMN legal_entity.shareholding.delivery_id IS '交付批次 · Delivery that said so';
CREATE INDEX ix_shareholding_entity_code ON legal_entity.shareholding (entity_code);
CREATE INDEX ix_shareholding_entity_id ON legal_entity.shareholding (entity_id);
CREATE INDEX ix_shareholding_entity_id_waiting ON legal_entity.shareholding (entity_code) WHERE entity_id is null and entity_code is not null;
CREATE INDEX ix_shareholding_holder_entity_id ON legal_entity.shareholding (holder_entity_id);
CREATE INDEX ix_shareholding_holder_entity_id_waiting ON legal_entity.shareholding (holder_number) WHERE holder_entity_id is null and holder_number is not null;
CREATE INDEX ix_shareholding_holder_number ON legal_entity.shareholding (holder_number);
CREATE INDEX ix_shareholding_holder_person_id ON legal_entity.shareholding (holder_person_id);
CREATE INDEX ix_shareholding_holder_person_id_waiting ON legal_entity.shareholding (holder_number) WHERE holder_person_id is null and holder_number is not null;

CREATE TABLE legal_entity.shareholding_history (
    LIKE legal_entity.shareholding INCLUDING COMMENTS,
    valid_to DATE NOT NULL,
    known_to TIMESTAMP WITH TIME ZONE NOT NULL
);
COMMENT ON TABLE legal_entity.shareholding_history IS '股东出资 · Shareholding (历史 history)';
COMMENT ON COLUMN legal_entity.shareholding_history.valid_to IS '有效终止 · Valid until (exclusive)';
COMMENT ON COLUMN legal_entity.shareholding_history.known_to IS '记录终止 · Known until (exclusive)';
CREATE INDEX ix_shareholding_history_master_id ON legal_entity.shareholding_history (master_id, valid_from);

CREATE TABLE legal_entity.shareholding_identity (
    master_id BIGINT NOT NULL,
    natural_key VARCHAR,
    merged_into BIGINT,
    known_from TIMESTAMP WITH TIME ZONE NOT NULL,
    delivery_id BIGINT NOT NULL,
    CONSTRAINT pk_shareholding_identity PRIMARY KEY (master_id),
    CONSTRAINT uq_shareholding_identity_natural_key UNIQUE (natural_key)
);
COMMENT ON TABLE legal_entity.shareholding_identity IS '股东出资 · Shareholding (标识登记 identity)';
COMMENT ON COLUMN legal_entity.shareholding_identity.master_id IS '主数据标识 · Master id';
COMMENT ON COLUMN legal_entity.shareholding_identity.natural_key IS '自然键 · Natural key';
COMMENT ON COLUMN legal_entity.shareholding_identity.merged_into IS '并入 · Merged into this master';
COMMENT ON COLUMN legal_entity.shareholding_identity.known_from IS '记录时间 · Known from';
COMMENT ON COLUMN legal_entity.shareholding_identity.delivery_id IS '交付批次 · Delivery that founded it';

CREATE TABLE legal_entity.shareholding_link (
    record_id BIGINT NOT NULL,
    master_id BIGINT NOT NULL,
    method VARCHAR(16) NOT NULL,
    score DOUBLE PRECISION,
    decider VARCHAR(100) NOT NULL,
    why JSONB,
    delivery_id BIGINT NOT NULL,
    known_from TIMESTAMP WITH TIME ZONE NOT NULL,
    known_to TIMESTAMP WITH TIME ZONE DEFAULT 'infinity' NOT NULL,
    CONSTRAINT pk_shareholding_link PRIMARY KEY (record_id, known_from)
);
COMMENT ON TABLE legal_entity.shareholding_link IS '股东出资 · Shareholding (记录与主数据的关联 link)';
COMMENT ON COLUMN legal_entity.shareholding_link.record_id IS '记录标识 · Record id';
COMMENT ON COLUMN legal_entity.shareholding_link.master_id IS '主数据标识 · Master id';
COMMENT ON COLUMN legal_entity.shareholding_link.method IS '方法 · Method: new, key, strong, probable or decision';
COMMENT ON COLUMN legal_entity.shareholding_link.score IS '得分 · Match probability';
COMMENT ON COLUMN legal_entity.shareholding_link.decider IS '决定者 · Who or what decided';
COMMENT ON COLUMN legal_entity.shareholding_link.why IS '理由 · What spoke for it';
COMMENT ON COLUMN legal_entity.shareholding_link.delivery_id IS '交付批次 · Delivery that brought it';
COMMENT ON COLUMN legal_entity.shareholding_link.known_from IS '记录时间 · Known from';
COMMENT ON COLUMN legal_entity.shareholding_link.known_to IS '记录终止 · Known until (infinity: in force)';
CREATE INDEX ix_shareholding_link_master_id ON legal_entity.shareholding_link (master_id);
CREATE UNIQUE INDEX uq_shareholding_link_in_force ON legal_entity.shareholding_link (record_id) WHERE known_to = 'infinity';

CREATE TABLE legal_entity.shareholding_record (
    record_id BIGINT NOT NULL,
    dataset_id BIGINT NOT NULL,
    source_key VARCHAR NOT NULL,
    shareholding_number VARCHAR(64),
    entity_code VARCHAR(18),
    entity_name VARCHAR(300),
    holder_kind VARCHAR(20),
    holder_name VARCHAR(300),
    holder_number VARCHAR(40),
    amount NUMERIC(24, 4),
    currency VARCHAR(20),
    share NUMERIC(9, 6),
    subscribed_date DATE,
    original JSONB,
    valid_from DATE NOT NULL,
    known_from TIMESTAMP WITH TIME ZONE NOT NULL,
    delivery_id BIGINT NOT NULL,
    CONSTRAINT pk_shareholding_record PRIMARY KEY (record_id)
);
COMMENT ON TABLE legal_entity.shareholding_record IS '股东出资 · Shareholding (部门记录 record)';
COMMENT ON COLUMN legal_entity.shareholding_record.record_id IS '记录标识 · Record id';
COMMENT ON COLUMN legal_entity.shareholding_record.dataset_id IS '数据集 · Dataset';
COMMENT ON COLUMN legal_entity.shareholding_record.source_key IS '来源主键 · Key in the source';
COMMENT ON COLUMN legal_entity.shareholding_record.shareholding_number IS '出资记录号 · Number of the shareholding';
COMMENT ON COLUMN legal_entity.shareholding_record.entity_code IS '公司代码 · Credit code of the entity';
COMMENT ON COLUMN legal_entity.shareholding_record.entity_name IS '公司名称 · Name of the entity';
COMMENT ON COLUMN legal_entity.shareholding_record.holder_kind IS '股东类型 · Kind of holder';
COMMENT ON COLUMN legal_entity.shareholding_record.holder_name IS '股东名称 · Name of the holder';
COMMENT ON COLUMN legal_entity.shareholding_record.holder_number IS '股东证件号码 · Number of the holder';
COMMENT ON COLUMN legal_entity.shareholding_record.amount IS '认缴出资额 · Amount subscribed';
COMMENT ON COLUMN legal_entity.shareholding_record.currency IS '币种 · Currency';
COMMENT ON COLUMN legal_entity.shareholding_record.share IS '出资比例 · Share';
COMMENT ON COLUMN legal_entity.shareholding_record.subscribed_date IS '认缴日期 · Date subscribed';
COMMENT ON COLUMN legal_entity.shareholding_record.original IS '原文 · Text as delivered, where standardising changed it';
COMMENT ON COLUMN legal_entity.shareholding_record.valid_from IS '有效起始 · Valid from';
COMMENT ON COLUMN legal_entity.shareholding_record.known_from IS '记录时间 · Known from';
COMMENT ON COLUMN legal_entity.shareholding_record.delivery_id IS '交付批次 · Delivery that said so';
CREATE UNIQUE INDEX uq_shareholding_record_source ON legal_entity.shareholding_record (dataset_id, source_key);

CREATE TABLE legal_entity.shareholding_record_history (
    LIKE legal_entity.shareholding_record INCLUDING COMMENTS,
    valid_to DATE NOT NULL,
    known_to TIMESTAMP WITH TIME ZONE NOT NULL
);
COMMENT ON TABLE legal_entity.shareholding_record_history IS '股东出资 · Shareholding (部门记录历史 record history)';
COMMENT ON COLUMN legal_entity.shareholding_record_history.valid_to IS '有效终止 · Valid until (exclusive)';
COMMENT ON COLUMN legal_entity.shareholding_record_history.known_to IS '记录终止 · Known until (exclusive)';
CREATE INDEX ix_shareholding_record_history_record_id ON legal_entity.shareholding_record_history (record_id, valid_from);
CREATE INDEX ix_shareholding_record_history_source ON legal_entity.shareholding_record_history (dataset_id, source_key);
