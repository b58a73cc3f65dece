"""Operations: departments, datasets, deliveries and their ledger, quarantine, findings, feed."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Date,
    Double,
    ForeignKey,
    Index,
    SmallInteger,
    String,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB, TIMESTAMP
from sqlalchemy.orm import Mapped

from models.base import Base, system

_NOW = text("clock_timestamp()")


class Department(Base):
    """An organ of government that delivers or receives."""

    __tablename__ = "department"
    __table_args__ = ({"schema": "ops", "comment": "部门 · Department"},)
    code: Mapped[str] = system("部门代码", "Code", String(40), primary_key=True)
    zh: Mapped[str] = system("中文名", "Chinese name", String(100), nullable=False)
    en: Mapped[str] = system("英文名", "English name", String(100), nullable=False)
    golden: Mapped[str | None] = system("金字工程", "Its golden system", String(40))
    delivers: Mapped[bool] = system("提供", "Delivers", Boolean, nullable=False)
    receives: Mapped[bool] = system("使用", "Receives", Boolean, nullable=False)


class Dataset(Base):
    """What one department delivers under one contract."""

    __tablename__ = "dataset"
    __table_args__ = ({"schema": "ops", "comment": "数据集 · Dataset"},)
    dataset_id: Mapped[int] = system(
        "标识", "Id", BigInteger, primary_key=True, autoincrement=False
    )
    name: Mapped[str] = system("名称", "Name", String(60), nullable=False, unique=True)
    department: Mapped[str] = system(
        "部门", "Department", String(40), ForeignKey("ops.department.code"), nullable=False
    )
    base: Mapped[str] = system("基础库", "Base", String(20), nullable=False)
    thing: Mapped[str] = system("对象", "Thing", String(40), nullable=False)
    zh: Mapped[str] = system("中文名", "Chinese title", String(200), nullable=False)
    en: Mapped[str] = system("英文名", "English title", String(200), nullable=False)
    contract: Mapped[dict[str, Any]] = system("合同", "Contract in force", JSONB, nullable=False)


class AttributePosition(Base):
    """Where an attribute's winner stands in a master's `claims`; positions are never reused."""

    __tablename__ = "attribute"
    __table_args__ = ({"schema": "ops", "comment": "属性位置 · Position of an attribute"},)
    thing: Mapped[str] = system("对象", "Thing", String(40), primary_key=True)
    name: Mapped[str] = system("属性", "Attribute", String(60), primary_key=True)
    position: Mapped[int] = system("位置", "Position, from 1", SmallInteger, nullable=False)


class Code(Base):
    """One code of a code list, as the dictionary has it."""

    __tablename__ = "code"
    __table_args__ = ({"schema": "ops", "comment": "代码 · Code"},)
    list: Mapped[str] = system("代码表", "Code list", String(40), primary_key=True)
    code: Mapped[str] = system("代码", "Code", String(20), primary_key=True)
    zh: Mapped[str] = system("中文名", "Chinese name", String(100), nullable=False)
    en: Mapped[str | None] = system("英文名", "English name", String(100))


STATES = (
    "received", "staged", "checked", "held", "matched", "merged", "published", "failed", "undone",
)  # fmt: skip


class Delivery(Base):
    """One arrival of a dataset, and the ledger that accounts for its every row."""

    __tablename__ = "delivery"
    __table_args__ = (
        CheckConstraint(f"state in {STATES}", name="state"),
        CheckConstraint("delivered = staged + quarantined", name="every_row_staged_or_quarantined"),
        CheckConstraint(
            "staged = created + changed + unchanged + held", name="every_staged_row_accounted_for"
        ),
        CheckConstraint(
            "state not in ('staged','checked','matched','merged','published')"
            " or (delivered is not null and staged is not null and quarantined is not null)",
            name="ledger_begun",
        ),
        CheckConstraint(
            "state not in ('merged','published') or (created is not null and changed is not null"
            " and unchanged is not null and held is not null and withdrawn is not null)",
            name="ledger_complete",
        ),
        # A file is taken in once, unless it failed, was undone, or is gone through again.
        Index("uq_delivery_content", "dataset_id", "as_of", "checksum", unique=True,
              postgresql_where=text("state not in ('failed', 'undone') and predecessor is null")),
        Index("ix_delivery_predecessor", "predecessor",
              postgresql_where=text("predecessor is not null")),
        {"schema": "ops", "comment": "交付批次 · Delivery and its ledger"},
    )  # fmt: skip
    delivery_id: Mapped[int] = system(
        "标识", "Id", BigInteger, primary_key=True, autoincrement=False
    )
    dataset_id: Mapped[int] = system(
        "数据集",
        "Dataset",
        BigInteger,
        ForeignKey("ops.dataset.dataset_id"),
        nullable=False,
        index=True,
    )
    as_of: Mapped[dt.date] = system("数据日期", "Date it speaks of", Date, nullable=False)
    state: Mapped[str] = system("状态", "State", String(12), nullable=False)
    gate: Mapped[str | None] = system("闸口", "Gate: pass, warn or hold", String(6))
    source: Mapped[str] = system("来源", "File as delivered", Text, nullable=False)
    landing: Mapped[str] = system("落地副本", "Immutable landing copy", Text, nullable=False)
    checksum: Mapped[str] = system("校验和", "SHA-256 of the content", String(64), nullable=False)
    bytes: Mapped[int] = system("字节数", "Size in bytes", BigInteger, nullable=False)
    delivered: Mapped[int | None] = system("交付行", "Rows delivered", BigInteger)
    staged: Mapped[int | None] = system("入库行", "Rows staged", BigInteger)
    quarantined: Mapped[int | None] = system("隔离行", "Rows quarantined", BigInteger)
    created: Mapped[int | None] = system("新增行", "Records created", BigInteger)
    changed: Mapped[int | None] = system("变更行", "Records changed", BigInteger)
    unchanged: Mapped[int | None] = system("未变行", "Records unchanged", BigInteger)
    held: Mapped[int | None] = system("暂扣行", "Rows held", BigInteger)
    withdrawn: Mapped[int | None] = system("撤回行", "Records withdrawn", BigInteger)
    masters_created: Mapped[int | None] = system("新增主数据", "Masters created", BigInteger)
    masters_changed: Mapped[int | None] = system("变更主数据", "Masters changed", BigInteger)
    matched_against: Mapped[int | None] = system(
        "匹配时库存版本", "State of the stock it was matched against", BigInteger
    )
    score: Mapped[float | None] = system("质量得分", "Quality score, 0 to 1", Double)
    known_at: Mapped[dt.datetime | None] = system(
        "记录时间", "When it became visible", TIMESTAMP(timezone=True)
    )
    error: Mapped[str | None] = system("错误", "Why it failed or is held", Text)
    received_at: Mapped[dt.datetime] = system(
        "接收时间", "Received at", TIMESTAMP(timezone=True), nullable=False, server_default=_NOW
    )
    seconds: Mapped[dict[str, float]] = system(
        "各步用时", "Seconds by step", JSONB, nullable=False, server_default=text("'{}'")
    )
    report: Mapped[str | None] = system("质量报告", "Quality report", Text)
    contract: Mapped[dict[str, Any] | None] = system("合同", "Contract it is read by", JSONB)
    predecessor: Mapped[int | None] = system(
        "前一批次", "Delivery it goes back to", BigInteger, ForeignKey("ops.delivery.delivery_id")
    )
    relation: Mapped[str | None] = system(
        "与前一批次的关系", "What it is to that one: replay or correction", String(10)
    )
    resumes: Mapped[str | None] = system(
        "放行后状态", "State a held delivery goes on from when released", String(12)
    )
    undone_at: Mapped[dt.datetime | None] = system(
        "撤销时间", "When it was undone", TIMESTAMP(timezone=True)
    )
    carried: Mapped[int | None] = system("沿用行", "Rows that came again as they were", BigInteger)
    carried_from: Mapped[int | None] = system(
        "沿用自批次",
        "Delivery whose rows they were",
        BigInteger,
        ForeignKey("ops.delivery.delivery_id"),
    )
    read_with: Mapped[str | None] = system(
        "读取程序", "Digest of the program that read it", String(64)
    )
    late: Mapped[int | None] = system(
        "迟到行", "Rows that were not the latest word on their record", BigInteger
    )


class Intervention(Base):
    """What a person did to a delivery, and why: nobody holds, releases or undoes without a word."""

    __tablename__ = "intervention"
    __table_args__ = ({"schema": "ops", "comment": "人工干预 · Intervention"},)
    delivery_id: Mapped[int] = system(
        "交付批次", "Delivery", BigInteger, ForeignKey("ops.delivery.delivery_id"), primary_key=True
    )
    turn: Mapped[int] = system(
        "次序", "Which of this delivery's, from 1", SmallInteger, primary_key=True
    )
    act: Mapped[str] = system(
        "动作", "hold, release, undo, replay or take_back", String(10), nullable=False
    )
    who: Mapped[str] = system("人员", "Who", String(100), nullable=False)
    reason: Mapped[str] = system("理由", "Why", Text, nullable=False)
    at: Mapped[dt.datetime] = system(
        "时间", "When", TIMESTAMP(timezone=True), nullable=False, server_default=_NOW
    )


class Part(Base):
    """A file of a delivery that comes in several; lines are counted over all of them."""

    __tablename__ = "part"
    __table_args__ = ({"schema": "ops", "comment": "文件分部 · Part of a delivery"},)
    delivery_id: Mapped[int] = system(
        "交付批次", "Delivery", BigInteger, ForeignKey("ops.delivery.delivery_id"), primary_key=True
    )
    first_line: Mapped[int] = system("起始行号", "Its first line", BigInteger, primary_key=True)
    name: Mapped[str] = system("文件名", "Its name", Text, nullable=False)


class Quarantine(Base):
    """A row set aside, with its reason in words a clerk understands."""

    __tablename__ = "quarantine"
    __table_args__ = ({"schema": "ops", "comment": "隔离区 · Quarantine"},)
    delivery_id: Mapped[int] = system(
        "交付批次", "Delivery", BigInteger, ForeignKey("ops.delivery.delivery_id"), primary_key=True
    )
    line: Mapped[int] = system("行号", "Line in the file", BigInteger, primary_key=True)
    source_key: Mapped[str | None] = system(
        "来源主键", "Key in the source, where it could be read", String, level=3
    )
    step: Mapped[str] = system("步骤", "Step that set it aside", String(10), nullable=False)
    rule: Mapped[str] = system("规则", "Rule", String(100), nullable=False)
    column: Mapped[str | None] = system("列", "Column in the file", String(200))
    value: Mapped[str | None] = system("值", "Text that was wrong", Text, level=4)
    zh: Mapped[str] = system("说明", "Why, in Chinese", Text, nullable=False, level=4)
    en: Mapped[str] = system("英文说明", "Why, in English", Text, nullable=False, level=4)
    raw: Mapped[dict[str, Any]] = system(
        "原文", "The whole row as delivered", JSONB, nullable=False, level=4
    )
    answered_by: Mapped[int | None] = system(
        "更正批次", "Delivery that brought the corrected row", BigInteger
    )


class Finding(Base):
    """A quality result: how many rows satisfied one rule, in one delivery."""

    __tablename__ = "finding"
    __table_args__ = ({"schema": "ops", "comment": "质量发现 · Finding"},)
    delivery_id: Mapped[int] = system(
        "交付批次", "Delivery", BigInteger, ForeignKey("ops.delivery.delivery_id"), primary_key=True
    )
    rule: Mapped[str] = system("规则", "Rule", String(120), primary_key=True)
    attribute: Mapped[str | None] = system("属性", "Attribute", String(60))
    dimension: Mapped[str] = system(
        "质量维度", "Dimension (GB/T 36344)", String(20), nullable=False
    )
    severity: Mapped[str] = system(
        "级别", "Severity: fatal, warning or advice", String(10), nullable=False
    )
    assessed: Mapped[int] = system("评估数", "Rows assessed", BigInteger, nullable=False)
    satisfied: Mapped[int] = system("符合数", "Rows that satisfy", BigInteger, nullable=False)
    score: Mapped[float] = system("得分", "Satisfied over assessed", Double, nullable=False)
    zh: Mapped[str] = system("说明", "What the rule asks, in Chinese", Text, nullable=False)
    en: Mapped[str] = system("英文说明", "What the rule asks, in English", Text, nullable=False)
    examples: Mapped[list[Any]] = system(
        "示例", "Some rows that fail", JSONB, nullable=False, level=4, server_default=text("'[]'")
    )
    lost: Mapped[int] = system(
        "评估前隔离数", "Of these, rows set aside before", BigInteger, nullable=False,
        server_default=text("0"),
    )  # fmt: skip


class Change(Base):
    """The feed: one row for every master a delivery created, updated or ended."""

    __tablename__ = "change"
    __table_args__ = (
        Index("ix_change_master_id", "thing", "master_id"),
        Index("ix_change_delivery_id", "delivery_id"),
        {"schema": "ops", "comment": "变更流 · Feed of changes"},
    )
    change_id: Mapped[int] = system(
        "序号", "Position in the feed", BigInteger, primary_key=True, autoincrement=False
    )
    thing: Mapped[str] = system("对象", "Thing", String(40), nullable=False)
    master_id: Mapped[int] = system("主数据标识", "Master id", BigInteger, nullable=False)
    action: Mapped[str] = system("动作", "i created, u updated, d ended", String(1), nullable=False)
    valid_from: Mapped[dt.date] = system("有效起始", "Valid from", Date, nullable=False)
    known_from: Mapped[dt.datetime] = system(
        "记录时间", "Known from", TIMESTAMP(timezone=True), nullable=False
    )
    delivery_id: Mapped[int] = system("交付批次", "Delivery", BigInteger, nullable=False)


class Counter(Base):
    """The last number given out under a name; advanced in the transaction that uses it, so that
    numbers have no gaps and a killed step gives none away."""

    __tablename__ = "counter"
    __table_args__ = ({"schema": "ops", "comment": "计数器 · Counter"},)
    name: Mapped[str] = system("名称", "Name", String(60), primary_key=True)
    last: Mapped[int] = system("末号", "Last number given", BigInteger, nullable=False)


class Review(Base):
    """A pair the machine could not decide, waiting for a person."""

    __tablename__ = "review"
    __table_args__ = (
        UniqueConstraint("thing", "record_id", "master_id"),
        # The queue: the pair most worth a decision first.
        Index("ix_review_waiting", "thing", text("standing desc"), "review_id",
              postgresql_where=text("decision is null")),
        Index("ix_review_master", "thing", "master_id"),
        {"schema": "ops", "comment": "复核 · Pair to review"},
    )  # fmt: skip
    review_id: Mapped[int] = system("标识", "Id", BigInteger, primary_key=True, autoincrement=False)
    thing: Mapped[str] = system("对象", "Thing", String(40), nullable=False)
    record_id: Mapped[int] = system("记录标识", "Record", BigInteger, nullable=False)
    master_id: Mapped[int] = system(
        "主数据标识", "Master it may speak of", BigInteger, nullable=False
    )
    score: Mapped[float | None] = system("得分", "Match probability", Double)
    why: Mapped[dict[str, Any] | None] = system(
        "理由", "What spoke for and against", JSONB, level=3
    )
    delivery_id: Mapped[int] = system("交付批次", "Delivery", BigInteger, nullable=False)
    decision: Mapped[str | None] = system(
        "结论", "same, different or unsure; undone with its delivery; moot", String(10)
    )
    reason: Mapped[str | None] = system("依据", "Why it was decided so", Text)
    decided_by: Mapped[str | None] = system("决定人", "Who decided", String(100))
    decided_at: Mapped[dt.datetime | None] = system("决定时间", "When", TIMESTAMP(timezone=True))
    asked_at: Mapped[dt.datetime] = system(
        "提出时间", "When it was asked", TIMESTAMP(timezone=True), nullable=False,
        server_default=_NOW,
    )  # fmt: skip
    wanted: Mapped[int] = system(
        "尚需人数", "How many more people must judge at least", SmallInteger, nullable=False,
        server_default=text("1"),
    )  # fmt: skip
    disputed: Mapped[bool] = system(
        "有分歧", "People said both same and different", Boolean, nullable=False,
        server_default=text("false"),
    )  # fmt: skip
    reach: Mapped[int] = system(
        "牵涉数", "Records and references that hang on it", BigInteger, nullable=False,
        server_default=text("0"),
    )  # fmt: skip
    stakes: Mapped[float] = system(
        "证件系数", "Factor for hard identifiers at stake", Double, nullable=False,
        server_default=text("1"),
    )  # fmt: skip
    worth: Mapped[float] = system(
        "决定价值", "What a decision is worth on the day it is asked", Double, nullable=False,
        server_default=text("1"),
    )  # fmt: skip
    standing: Mapped[float] = system(
        "排序值", "Place in the queue: log2 of the worth, older pairs higher", Double,
        nullable=False, server_default=text("0"),
    )  # fmt: skip
    seen: Mapped[dict[str, Any] | None] = system(
        "所见内容", "What both sides said when it was decided", JSONB, level=4
    )
