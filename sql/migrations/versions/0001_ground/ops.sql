CREATE TABLE ops.attribute (
    thing VARCHAR(40) NOT NULL,
    name VARCHAR(60) NOT NULL,
    position SMALLINT NOT NULL,
    CONSTRAINT pk_attribute PRIMARY KEY (thing, name)
);
COMMENT ON TABLE ops.attribute IS '属性位置 · Position of an attribute';
COMMENT ON COLUMN ops.attribute.thing IS '对象 · Thing';
COMMENT ON COLUMN ops.attribute.name IS '属性 · Attribute';
COMMENT ON COLUMN ops.attribute.position IS '位置 · Position, from 1';

CREATE TABLE ops.change (
    change_id BIGINT NOT NULL,
    thing VARCHAR(40) NOT NULL,
    master_id BIGINT NOT NULL,
    action VARCHAR(1) NOT NULL,
    valid_from DATE NOT NULL,
    known_from TIMESTAMP WITH TIME ZONE NOT NULL,
    delivery_id BIGINT NOT NULL,
    CONSTRAINT pk_change PRIMARY KEY (change_id)
);
COMMENT ON TABLE ops.change IS '变更流 · Feed of changes';
COMMENT ON COLUMN ops.change.change_id IS '序号 · Position in the feed';
COMMENT ON COLUMN ops.change.thing IS '对象 · Thing';
COMMENT ON COLUMN ops.change.master_id IS '主数据标识 · Master id';
COMMENT ON COLUMN ops.change.action IS '动作 · i created, u updated, d ended';
COMMENT ON COLUMN ops.change.valid_from IS '有效起始 · Valid from';
COMMENT ON COLUMN ops.change.known_from IS '记录时间 · Known from';
COMMENT ON COLUMN ops.change.delivery_id IS '交付批次 · Delivery';
CREATE INDEX ix_change_delivery_id ON ops.change (delivery_id);
CREATE INDEX ix_change_master_id ON ops.change (thing, master_id);

CREATE TABLE ops.code (
    list VARCHAR(40) NOT NULL,
    code VARCHAR(20) NOT NULL,
    zh VARCHAR(100) NOT NULL,
    en VARCHAR(100),
    CONSTRAINT pk_code PRIMARY KEY (list, code)
);
COMMENT ON TABLE ops.code IS '代码 · Code';
COMMENT ON COLUMN ops.code.list IS '代码表 · Code list';
COMMENT ON COLUMN ops.code.code IS '代码 · Code';
COMMENT ON COLUMN ops.code.zh IS '中文名 · Chinese name';
COMMENT ON COLUMN ops.code.en IS '英文名 · English name';

CREATE TABLE ops.counter (
    name VARCHAR(60) NOT NULL,
    last BIGINT NOT NULL,
    CONSTRAINT pk_counter PRIMARY KEY (name)
);
COMMENT ON TABLE ops.counter IS '计数器 · Counter';
COMMENT ON COLUMN ops.counter.name IS '名称 · Name';
COMMENT ON COLUMN ops.counter.last IS '末号 · Last number given';

CREATE TABLE ops.department (
    code VARCHAR(40) NOT NULL,
    zh VARCHAR(100) NOT NULL,
    en VARCHAR(100) NOT NULL,
    golden VARCHAR(40),
    delivers BOOLEAN NOT NULL,
    receives BOOLEAN NOT NULL,
    CONSTRAINT pk_department PRIMARY KEY (code)
);
COMMENT ON TABLE ops.department IS '部门 · Department';
COMMENT ON COLUMN ops.department.code IS '部门代码 · Code';
COMMENT ON COLUMN ops.department.zh IS '中文名 · Chinese name';
COMMENT ON COLUMN ops.department.en IS '英文名 · English name';
COMMENT ON COLUMN ops.department.golden IS '金字工程 · Its golden system';
COMMENT ON COLUMN ops.department.delivers IS '提供 · Delivers';
COMMENT ON COLUMN ops.department.receives IS '使用 · Receives';

CREATE TABLE ops.review (
    review_id BIGINT NOT NULL,
    thing VARCHAR(40) NOT NULL,
    record_id BIGINT NOT NULL,
    master_id BIGINT NOT NULL,
    score DOUBLE PRECISION,
    why JSONB,
    delivery_id BIGINT NOT NULL,
    decision VARCHAR(10),
    reason TEXT,
    decided_by VARCHAR(100),
    decided_at TIMESTAMP WITH TIME ZONE,
    CONSTRAINT pk_review PRIMARY KEY (review_id),
    CONSTRAINT uq_review_thing_record_id_master_id UNIQUE (thing, record_id, master_id)
);
COMMENT ON TABLE ops.review IS '复核 · Pair to review';
COMMENT ON COLUMN ops.review.review_id IS '标识 · Id';
COMMENT ON COLUMN ops.review.thing IS '对象 · Thing';
COMMENT ON COLUMN ops.review.record_id IS '记录标识 · Record';
COMMENT ON COLUMN ops.review.master_id IS '主数据标识 · Master it may speak of';
COMMENT ON COLUMN ops.review.score IS '得分 · Match probability';
COMMENT ON COLUMN ops.review.why IS '理由 · What spoke for and against';
COMMENT ON COLUMN ops.review.delivery_id IS '交付批次 · Delivery';
COMMENT ON COLUMN ops.review.decision IS '结论 · same, different or unsure';
COMMENT ON COLUMN ops.review.reason IS '依据 · Why it was decided so';
COMMENT ON COLUMN ops.review.decided_by IS '决定人 · Who decided';
COMMENT ON COLUMN ops.review.decided_at IS '决定时间 · When';

CREATE TABLE ops.dataset (
    dataset_id BIGINT NOT NULL,
    name VARCHAR(60) NOT NULL,
    department VARCHAR(40) NOT NULL,
    base VARCHAR(20) NOT NULL,
    thing VARCHAR(40) NOT NULL,
    zh VARCHAR(200) NOT NULL,
    en VARCHAR(200) NOT NULL,
    contract JSONB NOT NULL,
    CONSTRAINT pk_dataset PRIMARY KEY (dataset_id),
    CONSTRAINT uq_dataset_name UNIQUE (name),
    CONSTRAINT fk_dataset_department FOREIGN KEY(department) REFERENCES ops.department (code)
);
COMMENT ON TABLE ops.dataset IS '数据集 · Dataset';
COMMENT ON COLUMN ops.dataset.dataset_id IS '标识 · Id';
COMMENT ON COLUMN ops.dataset.name IS '名称 · Name';
COMMENT ON COLUMN ops.dataset.department IS '部门 · Department';
COMMENT ON COLUMN ops.dataset.base IS '基础库 · Base';
COMMENT ON COLUMN ops.dataset.thing IS '对象 · Thing';
COMMENT ON COLUMN ops.dataset.zh IS '中文名 · Chinese title';
COMMENT ON COLUMN ops.dataset.en IS '英文名 · English title';
COMMENT ON COLUMN ops.dataset.contract IS '合同 · Contract in force';

CREATE TABLE ops.delivery (
    delivery_id BIGINT NOT NULL,
    dataset_id BIGINT NOT NULL,
    as_of DATE NOT NULL,
    state VARCHAR(12) NOT NULL,
    gate VARCHAR(6),
    source TEXT NOT NULL,
    landing TEXT NOT NULL,
    checksum VARCHAR(64) NOT NULL,
    bytes BIGINT NOT NULL,
    delivered BIGINT,
    staged BIGINT,
    quarantined BIGINT,
    created BIGINT,
    changed BIGINT,
    unchanged BIGINT,
    held BIGINT,
    withdrawn BIGINT,
    masters_created BIGINT,
    masters_changed BIGINT,
    matched_against BIGINT,
    score DOUBLE PRECISION,
    known_at TIMESTAMP WITH TIME ZONE,
    error TEXT,
    received_at TIMESTAMP WITH TIME ZONE DEFAULT clock_timestamp() NOT NULL,
    seconds JSONB DEFAULT '{}' NOT NULL,
    report TEXT,
    CONSTRAINT pk_delivery PRIMARY KEY (delivery_id),
    CONSTRAINT ck_delivery_state CHECK (state in ('received', 'staged', 'checked', 'held', 'matched', 'merged', 'published', 'failed')),
    CONSTRAINT ck_delivery_every_row_staged_or_quarantined CHECK (delivered = staged + quarantined),
    CONSTRAINT ck_delivery_every_staged_row_accounted_for CHECK (staged = created + changed + unchanged + held),
    CONSTRAINT ck_delivery_ledger_begun CHECK (state not in ('staged','checked','held','matched','merged','published') or (delivered is not null and staged is not null and quarantined is not null)),
    CONSTRAINT ck_delivery_ledger_complete CHECK (state not in ('merged','published') or (created is not null and changed is not null and unchanged is not null and held is not null and withdrawn is not null)),
    CONSTRAINT fk_delivery_dataset_id FOREIGN KEY(dataset_id) REFERENCES ops.dataset (dataset_id)
);
COMMENT ON TABLE ops.delivery IS '交付批次 · Delivery and its ledger';
COMMENT ON COLUMN ops.delivery.delivery_id IS '标识 · Id';
COMMENT ON COLUMN ops.delivery.dataset_id IS '数据集 · Dataset';
COMMENT ON COLUMN ops.delivery.as_of IS '数据日期 · Date it speaks of';
COMMENT ON COLUMN ops.delivery.state IS '状态 · State';
COMMENT ON COLUMN ops.delivery.gate IS '闸口 · Gate: pass, warn or hold';
COMMENT ON COLUMN ops.delivery.source IS '来源 · File as delivered';
COMMENT ON COLUMN ops.delivery.landing IS '落地副本 · Immutable landing copy';
COMMENT ON COLUMN ops.delivery.checksum IS '校验和 · SHA-256 of the content';
COMMENT ON COLUMN ops.delivery.bytes IS '字节数 · Size in bytes';
COMMENT ON COLUMN ops.delivery.delivered IS '交付行 · Rows delivered';
COMMENT ON COLUMN ops.delivery.staged IS '入库行 · Rows staged';
COMMENT ON COLUMN ops.delivery.quarantined IS '隔离行 · Rows quarantined';
COMMENT ON COLUMN ops.delivery.created IS '新增行 · Records created';
COMMENT ON COLUMN ops.delivery.changed IS '变更行 · Records changed';
COMMENT ON COLUMN ops.delivery.unchanged IS '未变行 · Records unchanged';
COMMENT ON COLUMN ops.delivery.held IS '暂扣行 · Rows held';
COMMENT ON COLUMN ops.delivery.withdrawn IS '撤回行 · Records withdrawn';
COMMENT ON COLUMN ops.delivery.masters_created IS '新增主数据 · Masters created';
COMMENT ON COLUMN ops.delivery.masters_changed IS '变更主数据 · Masters changed';
COMMENT ON COLUMN ops.delivery.matched_against IS '匹配时库存版本 · State of the stock it was matched against';
COMMENT ON COLUMN ops.delivery.score IS '质量得分 · Quality score, 0 to 1';
COMMENT ON COLUMN ops.delivery.known_at IS '记录时间 · When it became visible';
COMMENT ON COLUMN ops.delivery.error IS '错误 · Why it failed or is held';
COMMENT ON COLUMN ops.delivery.received_at IS '接收时间 · Received at';
COMMENT ON COLUMN ops.delivery.seconds IS '各步用时 · Seconds by step';
COMMENT ON COLUMN ops.delivery.report IS '质量报告 · Quality report';
CREATE INDEX ix_delivery_dataset_id ON ops.delivery (dataset_id);
CREATE UNIQUE INDEX uq_delivery_content ON ops.delivery (dataset_id, as_of, checksum) WHERE state <> 'failed';

CREATE TABLE ops.finding (
    delivery_id BIGINT NOT NULL,
    rule VARCHAR(120) NOT NULL,
    attribute VARCHAR(60),
    dimension VARCHAR(20) NOT NULL,
    severity VARCHAR(10) NOT NULL,
    assessed BIGINT NOT NULL,
    satisfied BIGINT NOT NULL,
    score DOUBLE PRECISION NOT NULL,
    zh TEXT NOT NULL,
    en TEXT NOT NULL,
    examples JSONB DEFAULT '[]' NOT NULL,
    CONSTRAINT pk_finding PRIMARY KEY (delivery_id, rule),
    CONSTRAINT fk_finding_delivery_id FOREIGN KEY(delivery_id) REFERENCES ops.delivery (delivery_id)
);
COMMENT ON TABLE ops.finding IS '质量发现 · Finding';
COMMENT ON COLUMN ops.finding.delivery_id IS '交付批次 · Delivery';
COMMENT ON COLUMN ops.finding.rule IS '规则 · Rule';
COMMENT ON COLUMN ops.finding.attribute IS '属性 · Attribute';
COMMENT ON COLUMN ops.finding.dimension IS '质量维度 · Dimension (GB/T 36344)';
COMMENT ON COLUMN ops.finding.severity IS '级别 · Severity: fatal, warning or advice';
COMMENT ON COLUMN ops.finding.assessed IS '评估数 · Rows assessed';
COMMENT ON COLUMN ops.finding.satisfied IS '符合数 · Rows that satisfy';
COMMENT ON COLUMN ops.finding.score IS '得分 · Satisfied over assessed';
COMMENT ON COLUMN ops.finding.zh IS '说明 · What the rule asks, in Chinese';
COMMENT ON COLUMN ops.finding.en IS '英文说明 · What the rule asks, in English';
COMMENT ON COLUMN ops.finding.examples IS '示例 · Some rows that fail';

CREATE TABLE ops.quarantine (
    delivery_id BIGINT NOT NULL,
    line BIGINT NOT NULL,
    source_key VARCHAR,
    step VARCHAR(10) NOT NULL,
    rule VARCHAR(100) NOT NULL,
    "column" VARCHAR(200),
    value TEXT,
    zh TEXT NOT NULL,
    en TEXT NOT NULL,
    raw JSONB NOT NULL,
    CONSTRAINT pk_quarantine PRIMARY KEY (delivery_id, line),
    CONSTRAINT fk_quarantine_delivery_id FOREIGN KEY(delivery_id) REFERENCES ops.delivery (delivery_id)
);
COMMENT ON TABLE ops.quarantine IS '隔离区 · Quarantine';
COMMENT ON COLUMN ops.quarantine.delivery_id IS '交付批次 · Delivery';
COMMENT ON COLUMN ops.quarantine.line IS '行号 · Line in the file';
COMMENT ON COLUMN ops.quarantine.source_key IS '来源主键 · Key in the source, where it could be read';
COMMENT ON COLUMN ops.quarantine.step IS '步骤 · Step that set it aside';
COMMENT ON COLUMN ops.quarantine.rule IS '规则 · Rule';
COMMENT ON COLUMN ops.quarantine."column" IS '列 · Column in the file';
COMMENT ON COLUMN ops.quarantine.value IS '值 · Text that was wrong';
COMMENT ON COLUMN ops.quarantine.zh IS '说明 · Why, in Chinese';
COMMENT ON COLUMN ops.quarantine.en IS '英文说明 · Why, in English';
COMMENT ON COLUMN ops.quarantine.raw IS '原文 · The whole row as delivered';
