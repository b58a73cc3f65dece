CREATE TABLE population.education (
    master_id BIGINT NOT NULL,
    level VARCHAR(20),
    school_name VARCHAR(300),
    roll_number VARCHAR(64),
    record_id BIGINT NOT NULL,
    valid_from DATE NOT NULL,
    known_from TIMESTAMP WITH TIME ZONE NOT NULL,
    delivery_id BIGINT NOT NULL
);
COMMENT ON TABLE population.education IS '教育经历 · Education of persons';
COMMENT ON COLUMN population.education.master_id IS '主数据标识 · Master id';
COMMENT ON COLUMN population.education.level IS '文化程度 · Education';
COMMENT ON COLUMN population.education.school_name IS '学校 · School';
COMMENT ON COLUMN population.education.roll_number IS '学籍号 · School roll number';
COMMENT ON COLUMN population.education.record_id IS '声明记录 · Record that claims it';
COMMENT ON COLUMN population.education.valid_from IS '有效起始 · Valid from';
COMMENT ON COLUMN population.education.known_from IS '记录时间 · Known from';
COMMENT ON COLUMN population.education.delivery_id IS '交付批次 · Delivery that said so';
CREATE UNIQUE INDEX uq_education_key ON population.education (master_id, level, school_name);

CREATE TABLE population.education_history (
    LIKE population.education INCLUDING COMMENTS,
    valid_to DATE NOT NULL,
    known_to TIMESTAMP WITH TIME ZONE NOT NULL
);
COMMENT ON TABLE population.education_history IS '教育经历 · Education of persons (历史 history)';
COMMENT ON COLUMN population.education_history.valid_to IS '有效终止 · Valid until (exclusive)';
COMMENT ON COLUMN population.education_history.known_to IS '记录终止 · Known until (exclusive)';
CREATE INDEX ix_education_history_master_id ON population.education_history (master_id, valid_from);

CREATE TABLE population.household (
    master_id BIGINT NOT NULL,
    household_number VARCHAR(64),
    kind VARCHAR(20),
    head_name VARCHAR(200),
    head_number VARCHAR(18),
    division_code VARCHAR(12),
    address TEXT,
    head_id BIGINT,
    division_id BIGINT,
    address_id BIGINT,
    claims BIGINT[] NOT NULL,
    valid_from DATE NOT NULL,
    known_from TIMESTAMP WITH TIME ZONE NOT NULL,
    delivery_id BIGINT NOT NULL,
    CONSTRAINT pk_household PRIMARY KEY (master_id)
);
COMMENT ON TABLE population.household IS '户 · Household';
COMMENT ON COLUMN population.household.master_id IS '主数据标识 · Master id';
COMMENT ON COLUMN population.household.household_number IS '户号 · Household number';
COMMENT ON COLUMN population.household.kind IS '户类型 · Kind of household';
COMMENT ON COLUMN population.household.head_name IS '户主姓名 · Name of the head';
COMMENT ON COLUMN population.household.head_number IS '户主身份号码 · Citizen number of the head';
COMMENT ON COLUMN population.household.division_code IS '区划 · Division';
COMMENT ON COLUMN population.household.address IS '住址 · Address';
COMMENT ON COLUMN population.household.head_id IS 'head_number 对应的主数据 · The person that head_number resolves to';
COMMENT ON COLUMN population.household.division_id IS 'division_code 对应的主数据 · The division that division_code resolves to';
COMMENT ON COLUMN population.household.address_id IS 'address 对应的主数据 · The address that address resolves to';
COMMENT ON COLUMN population.household.claims IS '胜出声明 · Record that won each attribute, in the dictionary''s order';
COMMENT ON COLUMN population.household.valid_from IS '有效起始 · Valid from';
COMMENT ON COLUMN population.household.known_from IS '记录时间 · Known from';
COMMENT ON COLUMN population.household.delivery_id IS '交付批次 · Delivery that said so';
CREATE INDEX ix_household_address_id ON population.household (address_id);
CREATE INDEX ix_household_address_id_waiting ON population.household (address) WHERE address_id is null and address is not null;
CREATE INDEX ix_household_division_id ON population.household (division_id);
CREATE INDEX ix_household_division_id_waiting ON population.household (division_code) WHERE division_id is null and division_code is not null;
CREATE INDEX ix_household_head_id ON population.household (head_id);
CREATE INDEX ix_household_head_id_waiting ON population.household (head_number) WHERE head_id is null and head_number is not null;
CREATE INDEX ix_household_household_number ON population.household (household_number);

CREATE TABLE population.household_history (
    LIKE population.household INCLUDING COMMENTS,
    valid_to DATE NOT NULL,
    known_to TIMESTAMP WITH TIME ZONE NOT NULL
);
COMMENT ON TABLE population.household_history IS '户 · Household (历史 history)';
COMMENT ON COLUMN population.household_history.valid_to IS '有效终止 · Valid until (exclusive)';
COMMENT ON COLUMN population.household_history.known_to IS '记录终止 · Known until (exclusive)';
CREATE INDEX ix_household_history_master_id ON population.household_history (master_id, valid_from);

CREATE TABLE population.household_identity (
    master_id BIGINT NOT NULL,
    natural_key VARCHAR,
    merged_into BIGINT,
    known_from TIMESTAMP WITH TIME ZONE NOT NULL,
    delivery_id BIGINT NOT NULL,
    CONSTRAINT pk_household_identity PRIMARY KEY (master_id),
    CONSTRAINT uq_household_identity_natural_key UNIQUE (natural_key)
);
COMMENT ON TABLE population.household_identity IS '户 · Household (标识登记 identity)';
COMMENT ON COLUMN population.household_identity.master_id IS '主数据标识 · Master id';
COMMENT ON COLUMN population.household_identity.natural_key IS '自然键 · Natural key';
COMMENT ON COLUMN population.household_identity.merged_into IS '并入 · Merged into this master';
COMMENT ON COLUMN population.household_identity.known_from IS '记录时间 · Known from';
COMMENT ON COLUMN population.household_identity.delivery_id IS '交付批次 · Delivery that founded it';

CREATE TABLE population.household_link (
    record_id BIGINT NOT NULL,
    master_id BIGINT NOT NULL,
    method VARCHAR(16) NOT NULL,
    score DOUBLE PRECISION,
    decider VARCHAR(100) NOT NULL,
    why JSONB,
    delivery_id BIGINT NOT NULL,
    known_from TIMESTAMP WITH TIME ZONE NOT NULL,
    known_to TIMESTAMP WITH TIME ZONE DEFAULT 'infinity' NOT NULL,
    CONSTRAINT pk_household_link PRIMARY KEY (record_id, known_from)
);
COMMENT ON TABLE population.household_link IS '户 · Household (记录与主数据的关联 link)';
COMMENT ON COLUMN population.household_link.record_id IS '记录标识 · Record id';
COMMENT ON COLUMN population.household_link.master_id IS '主数据标识 · Master id';
COMMENT ON COLUMN population.household_link.method IS '方法 · Method: new, key, strong, probable or decision';
COMMENT ON COLUMN population.household_link.score IS '得分 · Match probability';
COMMENT ON COLUMN population.household_link.decider IS '决定者 · Who or what decided';
COMMENT ON COLUMN population.household_link.why IS '理由 · What spoke for it';
COMMENT ON COLUMN population.household_link.delivery_id IS '交付批次 · Delivery that brought it';
COMMENT ON COLUMN population.household_link.known_from IS '记录时间 · Known from';
COMMENT ON COLUMN population.household_link.known_to IS '记录终止 · Known until (infinity: in force)';
CREATE INDEX ix_household_link_master_id ON population.household_link (master_id);
CREATE UNIQUE INDEX uq_household_link_in_force ON population.household_link (record_id) WHERE known_to = 'infinity';

CREATE TABLE population.household_member (
    master_id BIGINT NOT NULL,
    household_number VARCHAR(64),
    relation VARCHAR(20),
    household_id BIGINT,
    record_id BIGINT NOT NULL,
    valid_from DATE NOT NULL,
    known_from TIMESTAMP WITH TIME ZONE NOT NULL,
    delivery_id BIGINT NOT NULL
);
COMMENT ON TABLE population.household_member IS '户成员 · Members of households';
COMMENT ON COLUMN population.household_member.master_id IS '主数据标识 · Master id';
COMMENT ON COLUMN population.household_member.household_number IS '户号 · Household number';
COMMENT ON COLUMN population.household_member.relation IS '与户主关系 · Relation to head of household';
COMMENT ON COLUMN population.household_member.household_id IS 'household_number 对应的主数据 · The household that household_number resolves to';
COMMENT ON COLUMN population.household_member.record_id IS '声明记录 · Record that claims it';
COMMENT ON COLUMN population.household_member.valid_from IS '有效起始 · Valid from';
COMMENT ON COLUMN population.household_member.known_from IS '记录时间 · Known from';
COMMENT ON COLUMN population.household_member.delivery_id IS '交付批次 · Delivery that said so';
CREATE INDEX ix_household_member_household_id ON population.household_member (household_id);
CREATE INDEX ix_household_member_household_id_waiting ON population.household_member (household_number) WHERE household_id is null and household_number is not null;
CREATE UNIQUE INDEX uq_household_member_key ON population.household_member (master_id, household_number);

CREATE TABLE population.household_member_history (
    LIKE population.household_member INCLUDING COMMENTS,
    valid_to DATE NOT NULL,
    known_to TIMESTAMP WITH TIME ZONE NOT NULL
);
COMMENT ON TABLE population.household_member_history IS '户成员 · Members of households (历史 history)';
COMMENT ON COLUMN population.household_member_history.valid_to IS '有效终止 · Valid until (exclusive)';
COMMENT ON COLUMN population.household_member_history.known_to IS '记录终止 · Known until (exclusive)';
CREATE INDEX ix_household_member_history_master_id ON population.household_member_history (master_id, valid_from);

CREATE TABLE population.household_record (
    record_id BIGINT NOT NULL,
    dataset_id BIGINT NOT NULL,
    source_key VARCHAR NOT NULL,
    household_number VARCHAR(64),
    kind VARCHAR(20),
    head_name VARCHAR(200),
    head_number VARCHAR(18),
    division_code VARCHAR(12),
    address TEXT,
    original JSONB,
    valid_from DATE NOT NULL,
    known_from TIMESTAMP WITH TIME ZONE NOT NULL,
    delivery_id BIGINT NOT NULL,
    CONSTRAINT pk_household_record PRIMARY KEY (record_id)
);
COMMENT ON TABLE population.household_record IS '户 · Household (部门记录 record)';
COMMENT ON COLUMN population.household_record.record_id IS '记录标识 · Record id';
COMMENT ON COLUMN population.household_record.dataset_id IS '数据集 · Dataset';
COMMENT ON COLUMN population.household_record.source_key IS '来源主键 · Key in the source';
COMMENT ON COLUMN population.household_record.household_number IS '户号 · Household number';
COMMENT ON COLUMN population.household_record.kind IS '户类型 · Kind of household';
COMMENT ON COLUMN population.household_record.head_name IS '户主姓名 · Name of the head';
COMMENT ON COLUMN population.household_record.head_number IS '户主身份号码 · Citizen number of the head';
COMMENT ON COLUMN population.household_record.division_code IS '区划 · Division';
COMMENT ON COLUMN population.household_record.address IS '住址 · Address';
COMMENT ON COLUMN population.household_record.original IS '原文 · Text as delivered, where standardising changed it';
COMMENT ON COLUMN population.household_record.valid_from IS '有效起始 · Valid from';
COMMENT ON COLUMN population.household_record.known_from IS '记录时间 · Known from';
COMMENT ON COLUMN population.household_record.delivery_id IS '交付批次 · Delivery that said so';
CREATE UNIQUE INDEX uq_household_record_source ON population.household_record (dataset_id, source_key);

CREATE TABLE population.household_record_history (
    LIKE population.household_record INCLUDING COMMENTS,
    valid_to DATE NOT NULL,
    known_to TIMESTAMP WITH TIME ZONE NOT NULL
);
COMMENT ON TABLE population.household_record_history IS '户 · Household (部门记录历史 record history)';
COMMENT ON COLUMN population.household_record_history.valid_to IS '有效终止 · Valid until (exclusive)';
COMMENT ON COLUMN population.household_record_history.known_to IS '记录终止 · Known until (exclusive)';
CREATE INDEX ix_household_record_history_record_id ON population.household_record_history (record_id, valid_from);
CREATE INDEX ix_household_record_history_source ON population.household_record_history (dataset_id, source_key);

CREATE TABLE population.kinship (
    master_id BIGINT NOT NULL,
    kind VARCHAR(20),
    person_number VARCHAR(18),
    relative_number VARCHAR(18),
    relative_name VARCHAR(200),
    person_id BIGINT,
    relative_id BIGINT,
    record_id BIGINT NOT NULL,
    valid_from DATE NOT NULL,
    known_from TIMESTAMP WITH TIME ZONE NOT NULL,
    delivery_id BIGINT NOT NULL
);
COMMENT ON TABLE population.kinship IS '亲属关系 · Kinship between persons';
COMMENT ON COLUMN population.kinship.master_id IS '主数据标识 · Master id';
COMMENT ON COLUMN population.kinship.kind IS '亲属关系 · Kind of kinship';
COMMENT ON COLUMN population.kinship.person_number IS '本人身份号码 · Citizen number of the person';
COMMENT ON COLUMN population.kinship.relative_number IS '亲属身份号码 · Citizen number of the relative';
COMMENT ON COLUMN population.kinship.relative_name IS '亲属姓名 · Name of the relative';
COMMENT ON COLUMN population.kinship.person_id IS 'person_number 对应的主数据 · The person that person_number resolves to';
COMMENT ON COLUMN population.kinship.relative_id IS 'relative_number 对应的主数据 · The person that relative_number resolves to';
COMMENT ON COLUMN population.kinship.record_id IS '声明记录 · Record that claims it';
COMMENT ON COLUMN population.kinship.valid_from IS '有效起始 · Valid from';
COMMENT ON COLUMN population.kinship.known_from IS '记录时间 · Known from';
COMMENT ON COLUMN population.kinship.delivery_id IS '交付批次 · Delivery that said so';
CREATE INDEX ix_kinship_person_id ON population.kinship (person_id);
CREATE INDEX ix_kinship_person_id_waiting ON population.kinship (person_number) WHERE person_id is null and person_number is not null;
CREATE INDEX ix_kinship_relative_id ON population.kinship (relative_id);
CREATE INDEX ix_kinship_relative_id_waiting ON population.kinship (relative_number) WHERE relative_id is null and relative_number is not null;
CREATE UNIQUE INDEX uq_kinship_key ON population.kinship (master_id, kind, relative_number);

CREATE TABLE population.kinship_history (
    LIKE population.kinship INCLUDING COMMENTS,
    valid_to DATE NOT NULL,
    known_to TIMESTAMP WITH TIME ZONE NOT NULL
);
COMMENT ON TABLE population.kinship_history IS '亲属关系 · Kinship between persons (历史 history)';
COMMENT ON COLUMN population.kinship_history.valid_to IS '有效终止 · Valid until (exclusive)';
COMMENT ON COLUMN population.kinship_history.known_to IS '记录终止 · Known until (exclusive)';
CREATE INDEX ix_kinship_history_master_id ON population.kinship_history (master_id, valid_from);

CREATE TABLE population.occupation (
    master_id BIGINT NOT NULL,
    employer_name VARCHAR(300),
    employer_code VARCHAR(18),
    occupation TEXT,
    employer_id BIGINT,
    record_id BIGINT NOT NULL,
    valid_from DATE NOT NULL,
    known_from TIMESTAMP WITH TIME ZONE NOT NULL,
    delivery_id BIGINT NOT NULL
);
COMMENT ON TABLE population.occupation IS '从业情况 · Occupations of persons';
COMMENT ON COLUMN population.occupation.master_id IS '主数据标识 · Master id';
COMMENT ON COLUMN population.occupation.employer_name IS '工作单位 · Employer';
COMMENT ON COLUMN population.occupation.employer_code IS '单位代码 · Employer''s credit code';
COMMENT ON COLUMN population.occupation.occupation IS '职业 · Occupation';
COMMENT ON COLUMN population.occupation.employer_id IS 'employer_code 对应的主数据 · The entity that employer_code resolves to';
COMMENT ON COLUMN population.occupation.record_id IS '声明记录 · Record that claims it';
COMMENT ON COLUMN population.occupation.valid_from IS '有效起始 · Valid from';
COMMENT ON COLUMN population.occupation.known_from IS '记录时间 · Known from';
COMMENT ON COLUMN population.occupation.delivery_id IS '交付批次 · Delivery that said so';
CREATE INDEX ix_occupation_employer_id ON population.occupation (employer_id);
CREATE INDEX ix_occupation_employer_id_waiting ON population.occupation (employer_code) WHERE employer_id is null and employer_code is not null;
CREATE UNIQUE INDEX uq_occupation_key ON population.occupation (master_id, employer_name);

CREATE TABLE population.occupation_history (
    LIKE population.occupation INCLUDING COMMENTS,
    valid_to DATE NOT NULL,
    known_to TIMESTAMP WITH TIME ZONE NOT NULL
);
COMMENT ON TABLE population.occupation_history IS '从业情况 · Occupations of persons (历史 history)';
COMMENT ON COLUMN population.occupation_history.valid_to IS '有效终止 · Valid until (exclusive)';
COMMENT ON COLUMN population.occupation_history.known_to IS '记录终止 · Known until (exclusive)';
CREATE INDEX ix_occupation_history_master_id ON population.occupation_history (master_id, valid_from);

CREATE TABLE population.person (
    master_id BIGINT NOT NULL,
    citizen_number VARCHAR(18),
    name VARCHAR(200),
    former_name VARCHAR(200),
    latin_name VARCHAR(200),
    script_name VARCHAR(200),
    sex VARCHAR(20),
    birth_date DATE,
    death_date DATE,
    ethnic_group VARCHAR(20),
    nationality VARCHAR(20),
    marital_status VARCHAR(20),
    native_place VARCHAR(12),
    birth_place VARCHAR(12),
    passport_number VARCHAR(64),
    permit_number VARCHAR(64),
    household_number VARCHAR(64),
    household_relation VARCHAR(20),
    registered_division VARCHAR(12),
    registered_address TEXT,
    residence_division VARCHAR(12),
    residence_address TEXT,
    phone VARCHAR(40),
    education_level VARCHAR(20),
    school_name VARCHAR(300),
    school_roll_number VARCHAR(64),
    occupation TEXT,
    employer_name VARCHAR(300),
    employer_code VARCHAR(18),
    insurance_number VARCHAR(64),
    insurance_kind VARCHAR(20),
    insurance_state VARCHAR(20),
    claims BIGINT[] NOT NULL,
    valid_from DATE NOT NULL,
    known_from TIMESTAMP WITH TIME ZONE NOT NULL,
    delivery_id BIGINT NOT NULL,
    CONSTRAINT pk_person PRIMARY KEY (master_id)
);
COMMENT ON TABLE population.person IS '自然人 · Person';
COMMENT ON COLUMN population.person.master_id IS '主数据标识 · Master id';
COMMENT ON COLUMN population.person.citizen_number IS '公民身份号码 · Citizen number';
COMMENT ON COLUMN population.person.name IS '姓名 · Name';
COMMENT ON COLUMN population.person.former_name IS '曾用名 · Former name';
COMMENT ON COLUMN population.person.latin_name IS '拼写姓名 · Name in Latin letters';
COMMENT ON COLUMN population.person.script_name IS '民族文字姓名 · Name in a minority script';
COMMENT ON COLUMN population.person.sex IS '性别 · Sex';
COMMENT ON COLUMN population.person.birth_date IS '出生日期 · Date of birth';
COMMENT ON COLUMN population.person.death_date IS '死亡日期 · Date of death';
COMMENT ON COLUMN population.person.ethnic_group IS '民族 · Ethnic group';
COMMENT ON COLUMN population.person.nationality IS '国籍 · Nationality';
COMMENT ON COLUMN population.person.marital_status IS '婚姻状况 · Marital status';
COMMENT ON COLUMN population.person.native_place IS '籍贯 · Native place';
COMMENT ON COLUMN population.person.birth_place IS '出生地 · Place of birth';
COMMENT ON COLUMN population.person.passport_number IS '护照号码 · Passport number';
COMMENT ON COLUMN population.person.permit_number IS '居住证号码 · Residence permit number';
COMMENT ON COLUMN population.person.household_number IS '户号 · Household number';
COMMENT ON COLUMN population.person.household_relation IS '与户主关系 · Relation to head of household';
COMMENT ON COLUMN population.person.registered_division IS '户籍地区划 · Registered division';
COMMENT ON COLUMN population.person.registered_address IS '户籍地址 · Registered address';
COMMENT ON COLUMN population.person.residence_division IS '现居住地区划 · Division of residence';
COMMENT ON COLUMN population.person.residence_address IS '现居住地址 · Address of residence';
COMMENT ON COLUMN population.person.phone IS '联系电话 · Telephone';
COMMENT ON COLUMN population.person.education_level IS '文化程度 · Education';
COMMENT ON COLUMN population.person.school_name IS '学校 · School';
COMMENT ON COLUMN population.person.school_roll_number IS '学籍号 · School roll number';
COMMENT ON COLUMN population.person.occupation IS '职业 · Occupation';
COMMENT ON COLUMN population.person.employer_name IS '工作单位 · Employer';
COMMENT ON COLUMN population.person.employer_code IS '单位代码 · Employer''s credit code';
COMMENT ON COLUMN population.person.insurance_number IS '社会保障号码 · Social insurance number';
COMMENT ON COLUMN population.person.insurance_kind IS '险种 · Kind of insurance';
COMMENT ON COLUMN population.person.insurance_state IS '参保状态 · State of insurance';
COMMENT ON COLUMN population.person.claims IS '胜出声明 · Record that won each attribute, in the dictionary''s order';
COMMENT ON COLUMN population.person.valid_from IS '有效起始 · Valid from';
COMMENT ON COLUMN population.person.known_from IS '记录时间 · Known from';
COMMENT ON COLUMN population.person.delivery_id IS '交付批次 · Delivery that said so';
CREATE INDEX ix_person_birth_date ON population.person (birth_date);
CREATE INDEX ix_person_citizen_number ON population.person (citizen_number);
CREATE INDEX ix_person_name ON population.person (name);

CREATE TABLE population.person_history (
    LIKE population.person INCLUDING COMMENTS,
    valid_to DATE NOT NULL,
    known_to TIMESTAMP WITH TIME ZONE NOT NULL
);
COMMENT ON TABLE population.person_history IS '自然人 · Person (历史 history)';
COMMENT ON COLUMN population.person_history.valid_to IS '有效终止 · Valid until (exclusive)';
COMMENT ON COLUMN population.person_history.known_to IS '记录终止 · Known until (exclusive)';
CREATE INDEX ix_person_history_master_id ON population.person_history (master_id, valid_from);

CREATE TABLE population.person_identifier (
    master_id BIGINT NOT NULL,
    kind VARCHAR(20),
    value VARCHAR(64),
    record_id BIGINT NOT NULL,
    valid_from DATE NOT NULL,
    known_from TIMESTAMP WITH TIME ZONE NOT NULL,
    delivery_id BIGINT NOT NULL
);
COMMENT ON TABLE population.person_identifier IS '自然人证件 · Identifiers of persons';
COMMENT ON COLUMN population.person_identifier.master_id IS '主数据标识 · Master id';
COMMENT ON COLUMN population.person_identifier.kind IS '证件类型 · Kind of identifier';
COMMENT ON COLUMN population.person_identifier.value IS '证件号码 · Identifier';
COMMENT ON COLUMN population.person_identifier.record_id IS '声明记录 · Record that claims it';
COMMENT ON COLUMN population.person_identifier.valid_from IS '有效起始 · Valid from';
COMMENT ON COLUMN population.person_identifier.known_from IS '记录时间 · Known from';
COMMENT ON COLUMN population.person_identifier.delivery_id IS '交付批次 · Delivery that said so';
CREATE INDEX ix_person_identifier_value ON population.person_identifier (value);
CREATE UNIQUE INDEX uq_person_identifier_key ON population.person_identifier (master_id, kind, value);

CREATE TABLE population.person_identifier_history (
    LIKE population.person_identifier INCLUDING COMMENTS,
    valid_to DATE NOT NULL,
    known_to TIMESTAMP WITH TIME ZONE NOT NULL
);
COMMENT ON TABLE population.person_identifier_history IS '自然人证件 · Identifiers of persons (历史 history)';
COMMENT ON COLUMN population.person_identifier_history.valid_to IS '有效终止 · Valid until (exclusive)';
COMMENT ON COLUMN population.person_identifier_history.known_to IS '记录终止 · Known until (exclusive)';
CREATE INDEX ix_person_identifier_history_master_id ON population.person_identifier_history (master_id, valid_from);

CREATE TABLE population.person_identity (
    master_id BIGINT NOT NULL,
    natural_key VARCHAR,
    merged_into BIGINT,
    known_from TIMESTAMP WITH TIME ZONE NOT NULL,
    delivery_id BIGINT NOT NULL,
    CONSTRAINT pk_person_identity PRIMARY KEY (master_id),
    CONSTRAINT uq_person_identity_natural_key UNIQUE (natural_key)
);
COMMENT ON TABLE population.person_identity IS '自然人 · Person (标识登记 identity)';
COMMENT ON COLUMN population.person_identity.master_id IS '主数据标识 · Master id';
COMMENT ON COLUMN population.person_identity.natural_key IS '自然键 · Natural key';
COMMENT ON COLUMN population.person_identity.merged_into IS '并入 · Merged into this master';
COMMENT ON COLUMN population.person_identity.known_from IS '记录时间 · Known from';
COMMENT ON COLUMN population.person_identity.delivery_id IS '交付批次 · Delivery that founded it';

CREATE TABLE population.person_link (
    record_id BIGINT NOT NULL,
    master_id BIGINT NOT NULL,
    method VARCHAR(16) NOT NULL,
    score DOUBLE PRECISION,
    decider VARCHAR(100) NOT NULL,
    why JSONB,
    delivery_id BIGINT NOT NULL,
    known_from TIMESTAMP WITH TIME ZONE NOT NULL,
    known_to TIMESTAMP WITH TIME ZONE DEFAULT 'infinity' NOT NULL,
    CONSTRAINT pk_person_link PRIMARY KEY (record_id, known_from)
);
COMMENT ON TABLE population.person_link IS '自然人 · Person (记录与主数据的关联 link)';
COMMENT ON COLUMN population.person_link.record_id IS '记录标识 · Record id';
COMMENT ON COLUMN population.person_link.master_id IS '主数据标识 · Master id';
COMMENT ON COLUMN population.person_link.method IS '方法 · Method: new, key, strong, probable or decision';
COMMENT ON COLUMN population.person_link.score IS '得分 · Match probability';
COMMENT ON COLUMN population.person_link.decider IS '决定者 · Who or what decided';
COMMENT ON COLUMN population.person_link.why IS '理由 · What spoke for it';
COMMENT ON COLUMN population.person_link.delivery_id IS '交付批次 · Delivery that brought it';
COMMENT ON COLUMN population.person_link.known_from IS '记录时间 · Known from';
COMMENT ON COLUMN population.person_link.known_to IS '记录终止 · Known until (infinity: in force)';
CREATE INDEX ix_person_link_master_id ON population.person_link (master_id);
CREATE UNIQUE INDEX uq_person_link_in_force ON population.person_link (record_id) WHERE known_to = 'infinity';

CREATE TABLE population.person_name (
    master_id BIGINT NOT NULL,
    kind VARCHAR(20),
    text VARCHAR(200),
    record_id BIGINT NOT NULL,
    valid_from DATE NOT NULL,
    known_from TIMESTAMP WITH TIME ZONE NOT NULL,
    delivery_id BIGINT NOT NULL
);
COMMENT ON TABLE population.person_name IS '自然人姓名 · Names of persons';
COMMENT ON COLUMN population.person_name.master_id IS '主数据标识 · Master id';
COMMENT ON COLUMN population.person_name.kind IS '姓名类型 · Kind of name';
COMMENT ON COLUMN population.person_name.text IS '姓名 · Name';
COMMENT ON COLUMN population.person_name.record_id IS '声明记录 · Record that claims it';
COMMENT ON COLUMN population.person_name.valid_from IS '有效起始 · Valid from';
COMMENT ON COLUMN population.person_name.known_from IS '记录时间 · Known from';
COMMENT ON COLUMN population.person_name.delivery_id IS '交付批次 · Delivery that said so';
CREATE INDEX ix_person_name_text ON population.person_name (text);
CREATE UNIQUE INDEX uq_person_name_key ON population.person_name (master_id, kind, text);

CREATE TABLE population.person_name_history (
    LIKE population.person_name INCLUDING COMMENTS,
    valid_to DATE NOT NULL,
    known_to TIMESTAMP WITH TIME ZONE NOT NULL
);
COMMENT ON TABLE population.person_name_history IS '自然人姓名 · Names of persons (历史 history)';
COMMENT ON COLUMN population.person_name_history.valid_to IS '有效终止 · Valid until (exclusive)';
COMMENT ON COLUMN population.person_name_history.known_to IS '记录终止 · Known until (exclusive)';
CREATE INDEX ix_person_name_history_master_id ON population.person_name_history (master_id, valid_from);

CREATE TABLE population.person_record (
    record_id BIGINT NOT NULL,
    dataset_id BIGINT NOT NULL,
    source_key VARCHAR NOT NULL,
    citizen_number VARCHAR(18),
    name VARCHAR(200),
    former_name VARCHAR(200),
    latin_name VARCHAR(200),
    script_name VARCHAR(200),
    sex VARCHAR(20),
    birth_date DATE,
    death_date DATE,
    ethnic_group VARCHAR(20),
    nationality VARCHAR(20),
    marital_status VARCHAR(20),
    native_place VARCHAR(12),
    birth_place VARCHAR(12),
    passport_number VARCHAR(64),
    permit_number VARCHAR(64),
    household_number VARCHAR(64),
    household_relation VARCHAR(20),
    registered_division VARCHAR(12),
    registered_address TEXT,
    residence_division VARCHAR(12),
    residence_address TEXT,
    phone VARCHAR(40),
    education_level VARCHAR(20),
    school_name VARCHAR(300),
    school_roll_number VARCHAR(64),
    occupation TEXT,
    employer_name VARCHAR(300),
    employer_code VARCHAR(18),
    insurance_number VARCHAR(64),
    insurance_kind VARCHAR(20),
    insurance_state VARCHAR(20),
    original JSONB,
    valid_from DATE NOT NULL,
    known_from TIMESTAMP WITH TIME ZONE NOT NULL,
    delivery_id BIGINT NOT NULL,
    CONSTRAINT pk_person_record PRIMARY KEY (record_id)
);
COMMENT ON TABLE population.person_record IS '自然人 · Person (部门记录 record)';
COMMENT ON COLUMN population.person_record.record_id IS '记录标识 · Record id';
COMMENT ON COLUMN population.person_record.dataset_id IS '数据集 · Dataset';
COMMENT ON COLUMN population.person_record.source_key IS '来源主键 · Key in the source';
COMMENT ON COLUMN population.person_record.citizen_number IS '公民身份号码 · Citizen number';
COMMENT ON COLUMN population.person_record.name IS '姓名 · Name';
COMMENT ON COLUMN population.person_record.former_name IS '曾用名 · Former name';
COMMENT ON COLUMN population.person_record.latin_name IS '拼写姓名 · Name in Latin letters';
COMMENT ON COLUMN population.person_record.script_name IS '民族文字姓名 · Name in a minority script';
COMMENT ON COLUMN population.person_record.sex IS '性别 · Sex';
COMMENT ON COLUMN population.person_record.birth_date IS '出生日期 · Date of birth';
COMMENT ON COLUMN population.person_record.death_date IS '死亡日期 · Date of death';
COMMENT ON COLUMN population.person_record.ethnic_group IS '民族 · Ethnic group';
COMMENT ON COLUMN population.person_record.nationality IS '国籍 · Nationality';
COMMENT ON COLUMN population.person_record.marital_status IS '婚姻状况 · Marital status';
COMMENT ON COLUMN population.person_record.native_place IS '籍贯 · Native place';
COMMENT ON COLUMN population.person_record.birth_place IS '出生地 · Place of birth';
COMMENT ON COLUMN population.person_record.passport_number IS '护照号码 · Passport number';
COMMENT ON COLUMN population.person_record.permit_number IS '居住证号码 · Residence permit number';
COMMENT ON COLUMN population.person_record.household_number IS '户号 · Household number';
COMMENT ON COLUMN population.person_record.household_relation IS '与户主关系 · Relation to head of household';
COMMENT ON COLUMN population.person_record.registered_division IS '户籍地区划 · Registered division';
COMMENT ON COLUMN population.person_record.registered_address IS '户籍地址 · Registered address';
COMMENT ON COLUMN population.person_record.residence_division IS '现居住地区划 · Division of residence';
COMMENT ON COLUMN population.person_record.residence_address IS '现居住地址 · Address of residence';
COMMENT ON COLUMN population.person_record.phone IS '联系电话 · Telephone';
COMMENT ON COLUMN population.person_record.education_level IS '文化程度 · Education';
COMMENT ON COLUMN population.person_record.school_name IS '学校 · School';
COMMENT ON COLUMN population.person_record.school_roll_number IS '学籍号 · School roll number';
COMMENT ON COLUMN population.person_record.occupation IS '职业 · Occupation';
COMMENT ON COLUMN population.person_record.employer_name IS '工作单位 · Employer';
COMMENT ON COLUMN population.person_record.employer_code IS '单位代码 · Employer''s credit code';
COMMENT ON COLUMN population.person_record.insurance_number IS '社会保障号码 · Social insurance number';
COMMENT ON COLUMN population.person_record.insurance_kind IS '险种 · Kind of insurance';
COMMENT ON COLUMN population.person_record.insurance_state IS '参保状态 · State of insurance';
COMMENT ON COLUMN population.person_record.original IS '原文 · Text as delivered, where standardising changed it';
COMMENT ON COLUMN population.person_record.valid_from IS '有效起始 · Valid from';
COMMENT ON COLUMN population.person_record.known_from IS '记录时间 · Known from';
COMMENT ON COLUMN population.person_record.delivery_id IS '交付批次 · Delivery that said so';
CREATE UNIQUE INDEX uq_person_record_source ON population.person_record (dataset_id, source_key);

CREATE TABLE population.person_record_history (
    LIKE population.person_record INCLUDING COMMENTS,
    valid_to DATE NOT NULL,
    known_to TIMESTAMP WITH TIME ZONE NOT NULL
);
COMMENT ON TABLE population.person_record_history IS '自然人 · Person (部门记录历史 record history)';
COMMENT ON COLUMN population.person_record_history.valid_to IS '有效终止 · Valid until (exclusive)';
COMMENT ON COLUMN population.person_record_history.known_to IS '记录终止 · Known until (exclusive)';
CREATE INDEX ix_person_record_history_record_id ON population.person_record_history (record_id, valid_from);
CREATE INDEX ix_person_record_history_source ON population.person_record_history (dataset_id, source_key);

CREATE TABLE population.residence (
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
COMMENT ON TABLE population.residence IS '住址 · Residences of persons';
COMMENT ON COLUMN population.residence.master_id IS '主数据标识 · Master id';
COMMENT ON COLUMN population.residence.kind IS '住址类型 · Kind of residence';
COMMENT ON COLUMN population.residence.division_code IS '区划 · Division';
COMMENT ON COLUMN population.residence.address IS '住址 · Address';
COMMENT ON COLUMN population.residence.division_id IS 'division_code 对应的主数据 · The division that division_code resolves to';
COMMENT ON COLUMN population.residence.address_id IS 'address 对应的主数据 · The address that address resolves to';
COMMENT ON COLUMN population.residence.record_id IS '声明记录 · Record that claims it';
COMMENT ON COLUMN population.residence.valid_from IS '有效起始 · Valid from';
COMMENT ON COLUMN population.residence.known_from IS '记录时间 · Known from';
COMMENT ON COLUMN population.residence.delivery_id IS '交付批次 · Delivery that said so';
CREATE INDEX ix_residence_address_id ON population.residence (address_id);
CREATE INDEX ix_residence_address_id_waiting ON population.residence (address) WHERE address_id is null and address is not null;
CREATE INDEX ix_residence_division_id ON population.residence (division_id);
CREATE INDEX ix_residence_division_id_waiting ON population.residence (division_code) WHERE division_id is null and division_code is not null;
CREATE UNIQUE INDEX uq_residence_key ON population.residence (master_id, kind);

CREATE TABLE population.residence_history (
    LIKE population.residence INCLUDING COMMENTS,
    valid_to DATE NOT NULL,
    known_to TIMESTAMP WITH TIME ZONE NOT NULL
);
COMMENT ON TABLE population.residence_history IS '住址 · Residences of persons (历史 history)';
COMMENT ON COLUMN population.residence_history.valid_to IS '有效终止 · Valid until (exclusive)';
COMMENT ON COLUMN population.residence_history.known_to IS '记录终止 · Known until (exclusive)';
CREATE INDEX ix_residence_history_master_id ON population.residence_history (master_id, valid_from);

CREATE TABLE population.social_insurance (
    master_id BIGINT NOT NULL,
    number VARCHAR(64),
    kind VARCHAR(20),
    state VARCHAR(20),
    record_id BIGINT NOT NULL,
    valid_from DATE NOT NULL,
    known_from TIMESTAMP WITH TIME ZONE NOT NULL,
    delivery_id BIGINT NOT NULL
);
COMMENT ON TABLE population.social_insurance IS '社会保险 · Social insurance of persons';
COMMENT ON COLUMN population.social_insurance.master_id IS '主数据标识 · Master id';
COMMENT ON COLUMN population.social_insurance.number IS '社会保障号码 · Social insurance number';
COMMENT ON COLUMN population.social_insurance.kind IS '险种 · Kind of insurance';
COMMENT ON COLUMN population.social_insurance.state IS '参保状态 · State of insurance';
COMMENT ON COLUMN population.social_insurance.record_id IS '声明记录 · Record that claims it';
COMMENT ON COLUMN population.social_insurance.valid_from IS '有效起始 · Valid from';
COMMENT ON COLUMN population.social_insurance.known_from IS '记录时间 · Known from';
COMMENT ON COLUMN population.social_insurance.delivery_id IS '交付批次 · Delivery that said so';
CREATE UNIQUE INDEX uq_social_insurance_key ON population.social_insurance (master_id, number, kind);

CREATE TABLE population.social_insurance_history (
    LIKE population.social_insurance INCLUDING COMMENTS,
    valid_to DATE NOT NULL,
    known_to TIMESTAMP WITH TIME ZONE NOT NULL
);
COMMENT ON TABLE population.social_insurance_history IS '社会保险 · Social insurance of persons (历史 history)';
COMMENT ON COLUMN population.social_insurance_history.valid_to IS '有效终止 · Valid until (exclusive)';
COMMENT ON COLUMN population.social_insurance_history.known_to IS '记录终止 · Known until (exclusive)';
CREATE INDEX ix_social_insurance_history_master_id ON population.social_insurance_history (master_id, valid_from);

CREATE TABLE population.vital_event (
    master_id BIGINT NOT NULL,
    certificate_number VARCHAR(64),
    kind VARCHAR(20),
    event_date DATE,
    division_code VARCHAR(12),
    place TEXT,
    person_name VARCHAR(200),
    person_number VARCHAR(18),
    spouse_name VARCHAR(200),
    spouse_number VARCHAR(18),
    mother_name VARCHAR(200),
    mother_number VARCHAR(18),
    father_name VARCHAR(200),
    father_number VARCHAR(18),
    person_id BIGINT,
    spouse_id BIGINT,
    claims BIGINT[] NOT NULL,
    valid_from DATE NOT NULL,
    known_from TIMESTAMP WITH TIME ZONE NOT NULL,
    delivery_id BIGINT NOT NULL,
    CONSTRAINT pk_vital_event PRIMARY KEY (master_id)
);
COMMENT ON TABLE population.vital_event IS '生命事件 · Vital event';
COMMENT ON COLUMN population.vital_event.master_id IS '主数据标识 · Master id';
COMMENT ON COLUMN population.vital_event.certificate_number IS '证书编号 · Certificate number';
COMMENT ON COLUMN population.vital_event.kind IS '事件类型 · Kind of event';
COMMENT ON COLUMN population.vital_event.event_date IS '发生日期 · Date of the event';
COMMENT ON COLUMN population.vital_event.division_code IS '区划 · Division';
COMMENT ON COLUMN population.vital_event.place IS '地点 · Place';
COMMENT ON COLUMN population.vital_event.person_name IS '当事人姓名 · Name of the person';
COMMENT ON COLUMN population.vital_event.person_number IS '当事人身份号码 · Citizen number of the person';
COMMENT ON COLUMN population.vital_event.spouse_name IS '配偶姓名 · Name of the spouse';
COMMENT ON COLUMN population.vital_event.spouse_number IS '配偶身份号码 · Citizen number of the spouse';
COMMENT ON COLUMN population.vital_event.mother_name IS '母亲姓名 · Name of the mother';
COMMENT ON COLUMN population.vital_event.mother_number IS '母亲身份号码 · Citizen number of the mother';
COMMENT ON COLUMN population.vital_event.father_name IS '父亲姓名 · Name of the father';
COMMENT ON COLUMN population.vital_event.father_number IS '父亲身份号码 · Citizen number of the father';
COMMENT ON COLUMN population.vital_event.person_id IS 'person_number 对应的主数据 · The person that person_number resolves to';
COMMENT ON COLUMN population.vital_event.spouse_id IS 'spouse_number 对应的主数据 · The person that spouse_number resolves to';
COMMENT ON COLUMN population.vital_event.claims IS '胜出声明 · Record that won each attribute, in the dictionary''s order';
COMMENT ON COLUMN population.vital_event.valid_from IS '有效起始 · Valid from';
COMMENT ON COLUMN population.vital_event.known_from IS '记录时间 · Known from';
COMMENT ON COLUMN population.vital_event.delivery_id IS '交付批次 · Delivery that said so';
CREATE INDEX ix_vital_event_certificate_number ON population.vital_event (certificate_number);
CREATE INDEX ix_vital_event_person_id ON population.vital_event (person_id);
CREATE INDEX ix_vital_event_person_id_waiting ON population.vital_event (person_number) WHERE person_id is null and person_number is not null;
CREATE INDEX ix_vital_event_spouse_id ON population.vital_event (spouse_id);
CREATE INDEX ix_vital_event_spouse_id_waiting ON population.vital_event (spouse_number) WHERE spouse_id is null and spouse_number is not null;

CREATE TABLE population.vital_event_history (
    LIKE population.vital_event INCLUDING COMMENTS,
    valid_to DATE NOT NULL,
    known_to TIMESTAMP WITH TIME ZONE NOT NULL
);
COMMENT ON TABLE population.vital_event_history IS '生命事件 · Vital event (历史 history)';
COMMENT ON COLUMN population.vital_event_history.valid_to IS '有效终止 · Valid until (exclusive)';
COMMENT ON COLUMN population.vital_event_history.known_to IS '记录终止 · Known until (exclusive)';
CREATE INDEX ix_vital_event_history_master_id ON population.vital_event_history (master_id, valid_from);

CREATE TABLE population.vital_event_identity (
    master_id BIGINT NOT NULL,
    natural_key VARCHAR,
    merged_into BIGINT,
    known_from TIMESTAMP WITH TIME ZONE NOT NULL,
    delivery_id BIGINT NOT NULL,
    CONSTRAINT pk_vital_event_identity PRIMARY KEY (master_id),
    CONSTRAINT uq_vital_event_identity_natural_key UNIQUE (natural_key)
);
COMMENT ON TABLE population.vital_event_identity IS '生命事件 · Vital event (标识登记 identity)';
COMMENT ON COLUMN population.vital_event_identity.master_id IS '主数据标识 · Master id';
COMMENT ON COLUMN population.vital_event_identity.natural_key IS '自然键 · Natural key';
COMMENT ON COLUMN population.vital_event_identity.merged_into IS '并入 · Merged into this master';
COMMENT ON COLUMN population.vital_event_identity.known_from IS '记录时间 · Known from';
COMMENT ON COLUMN population.vital_event_identity.delivery_id IS '交付批次 · Delivery that founded it';

CREATE TABLE population.vital_event_link (
    record_id BIGINT NOT NULL,
    master_id BIGINT NOT NULL,
    method VARCHAR(16) NOT NULL,
    score DOUBLE PRECISION,
    decider VARCHAR(100) NOT NULL,
    why JSONB,
    delivery_id BIGINT NOT NULL,
    known_from TIMESTAMP WITH TIME ZONE NOT NULL,
    known_to TIMESTAMP WITH TIME ZONE DEFAULT 'infinity' NOT NULL,
    CONSTRAINT pk_vital_event_link PRIMARY KEY (record_id, known_from)
);
COMMENT ON TABLE population.vital_event_link IS '生命事件 · Vital event (记录与主数据的关联 link)';
COMMENT ON COLUMN population.vital_event_link.record_id IS '记录标识 · Record id';
COMMENT ON COLUMN population.vital_event_link.master_id IS '主数据标识 · Master id';
COMMENT ON COLUMN population.vital_event_link.method IS '方法 · Method: new, key, strong, probable or decision';
COMMENT ON COLUMN population.vital_event_link.score IS '得分 · Match probability';
COMMENT ON COLUMN population.vital_event_link.decider IS '决定者 · Who or what decided';
COMMENT ON COLUMN population.vital_event_link.why IS '理由 · What spoke for it';
COMMENT ON COLUMN population.vital_event_link.delivery_id IS '交付批次 · Delivery that brought it';
COMMENT ON COLUMN population.vital_event_link.known_from IS '记录时间 · Known from';
COMMENT ON COLUMN population.vital_event_link.known_to IS '记录终止 · Known until (infinity: in force)';
CREATE INDEX ix_vital_event_link_master_id ON population.vital_event_link (master_id);
CREATE UNIQUE INDEX uq_vital_event_link_in_force ON population.vital_event_link (record_id) WHERE known_to = 'infinity';

CREATE TABLE population.vital_event_record (
    record_id BIGINT NOT NULL,
    dataset_id BIGINT NOT NULL,
    source_key VARCHAR NOT NULL,
    certificate_number VARCHAR(64),
    kind VARCHAR(20),
    event_date DATE,
    division_code VARCHAR(12),
    place TEXT,
    person_name VARCHAR(200),
    person_number VARCHAR(18),
    spouse_name VARCHAR(200),
    spouse_number VARCHAR(18),
    mother_name VARCHAR(200),
    mother_number VARCHAR(18),
    father_name VARCHAR(200),
    father_number VARCHAR(18),
    original JSONB,
    valid_from DATE NOT NULL,
    known_from TIMESTAMP WITH TIME ZONE NOT NULL,
    delivery_id BIGINT NOT NULL,
    CONSTRAINT pk_vital_event_record PRIMARY KEY (record_id)
);
COMMENT ON TABLE population.vital_event_record IS '生命事件 · Vital event (部门记录 record)';
COMMENT ON COLUMN population.vital_event_record.record_id IS '记录标识 · Record id';
COMMENT ON COLUMN population.vital_event_record.dataset_id IS '数据集 · Dataset';
COMMENT ON COLUMN population.vital_event_record.source_key IS '来源主键 · Key in the source';
COMMENT ON COLUMN population.vital_event_record.certificate_number IS '证书编号 · Certificate number';
COMMENT ON COLUMN population.vital_event_record.kind IS '事件类型 · Kind of event';
COMMENT ON COLUMN population.vital_event_record.event_date IS '发生日期 · Date of the event';
COMMENT ON COLUMN population.vital_event_record.division_code IS '区划 · Division';
COMMENT ON COLUMN population.vital_event_record.place IS '地点 · Place';
COMMENT ON COLUMN population.vital_event_record.person_name IS '当事人姓名 · Name of the person';
COMMENT ON COLUMN population.vital_event_record.person_number IS '当事人身份号码 · Citizen number of the person';
COMMENT ON COLUMN population.vital_event_record.spouse_name IS '配偶姓名 · Name of the spouse';
COMMENT ON COLUMN population.vital_event_record.spouse_number IS '配偶身份号码 · Citizen number of the spouse';
COMMENT ON COLUMN population.vital_event_record.mother_name IS '母亲姓名 · Name of the mother';
COMMENT ON COLUMN population.vital_event_record.mother_number IS '母亲身份号码 · Citizen number of the mother';
COMMENT ON COLUMN population.vital_event_record.father_name IS '父亲姓名 · Name of the father';
COMMENT ON COLUMN population.vital_event_record.father_number IS '父亲身份号码 · Citizen number of the father';
COMMENT ON COLUMN population.vital_event_record.original IS '原文 · Text as delivered, where standardising changed it';
COMMENT ON COLUMN population.vital_event_record.valid_from IS '有效起始 · Valid from';
COMMENT ON COLUMN population.vital_event_record.known_from IS '记录时间 · Known from';
COMMENT ON COLUMN population.vital_event_record.delivery_id IS '交付批次 · Delivery that said so';
CREATE UNIQUE INDEX uq_vital_event_record_source ON population.vital_event_record (dataset_id, source_key);

CREATE TABLE population.vital_event_record_history (
    LIKE population.vital_event_record INCLUDING COMMENTS,
    valid_to DATE NOT NULL,
    known_to TIMESTAMP WITH TIME ZONE NOT NULL
);
COMMENT ON TABLE population.vital_event_record_history IS '生命事件 · Vital event (部门记录历史 record history)';
COMMENT ON COLUMN population.vital_event_record_history.valid_to IS '有效终止 · Valid until (exclusive)';
COMMENT ON COLUMN population.vital_event_record_history.known_to IS '记录终止 · Known until (exclusive)';
CREATE INDEX ix_vital_event_record_history_record_id ON population.vital_event_record_history (record_id, valid_from);
CREATE INDEX ix_vital_event_record_history_source ON population.vital_event_record_history (dataset_id, source_key);
