"""Deciding: what people settled about who is who, and what they have to look at."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, String, Text, text
from sqlalchemy.dialects.postgresql import JSONB, TIMESTAMP
from sqlalchemy.orm import Mapped

from models.base import Base, system
from models.reviewing import VERDICTS

OUTCOMES = ("gone", "accepted")


class Decision(Base):
    """A person's word on whether a record and a master are the same; it outranks the machine.

    A master's id means its founding record, so the word holds wherever that record goes. What is
    revoked stays readable.
    """

    __tablename__ = "decision"
    __table_args__ = (
        CheckConstraint(f"verdict in {VERDICTS}", name="verdict"),
        CheckConstraint("btrim(reason) <> ''", name="reasoned"),
        CheckConstraint(
            "(revoked_at is null) = (revoked_by is null)"
            " and (revoked_at is null) = (revoked_reason is null)",
            name="revoked_by_somebody",
        ),
        Index("uq_decision_in_force", "thing", "record_id", "master_id", unique=True,
              postgresql_where=text("revoked_at is null")),
        Index("ix_decision_master_id", "thing", "master_id",
              postgresql_where=text("revoked_at is null")),
        {"schema": "ops", "comment": "决定 · Decision on who is who"},
    )  # fmt: skip
    decision_id: Mapped[int] = system(
        "标识", "Id", BigInteger, primary_key=True, autoincrement=False
    )
    thing: Mapped[str] = system("对象", "Thing", String(40), nullable=False)
    record_id: Mapped[int] = system("记录标识", "Record", BigInteger, nullable=False)
    master_id: Mapped[int] = system(
        "主数据标识", "Master, as it was named then", BigInteger, nullable=False
    )
    verdict: Mapped[str] = system("结论", "same, different or unsure", String(10), nullable=False)
    reason: Mapped[str] = system("理由", "Why", Text, nullable=False, level=3)
    decided_by: Mapped[str] = system("决定人", "Who", String(100), nullable=False)
    decided_at: Mapped[dt.datetime] = system(
        "决定时间", "When it became known", TIMESTAMP(timezone=True), nullable=False
    )
    review_id: Mapped[int | None] = system(
        "复核", "Pair it answers", BigInteger, ForeignKey("ops.review.review_id")
    )
    revoked_by: Mapped[str | None] = system("撤回人", "Who took it back", String(100))
    revoked_at: Mapped[dt.datetime | None] = system(
        "撤回时间", "When it was taken back", TIMESTAMP(timezone=True)
    )
    revoked_reason: Mapped[str | None] = system("撤回理由", "Why it was taken back", Text, level=3)


class Attention(Base):
    """A master whose records break a rule together: somebody must look; machines only tell."""

    __tablename__ = "attention"
    __table_args__ = (
        CheckConstraint(f"outcome in {OUTCOMES}", name="outcome"),
        CheckConstraint("(settled_at is null) = (outcome is null)", name="settled_somehow"),
        Index("uq_attention_open", "thing", "master_id", "rule", unique=True,
              postgresql_where=text("settled_at is null")),
        Index("ix_attention_master_id", "thing", "master_id"),
        {"schema": "ops", "comment": "待关注 · Needs attention"},
    )  # fmt: skip
    attention_id: Mapped[int] = system(
        "标识", "Id", BigInteger, primary_key=True, autoincrement=False
    )
    thing: Mapped[str] = system("对象", "Thing", String(40), nullable=False)
    master_id: Mapped[int] = system("主数据标识", "Master", BigInteger, nullable=False)
    rule: Mapped[str] = system("规则", "Rule that is broken", String(60), nullable=False)
    since: Mapped[dt.datetime] = system(
        "发现时间", "When it was noticed", TIMESTAMP(timezone=True), nullable=False
    )
    delivery_id: Mapped[int] = system(
        "交付批次", "Delivery that brought it about", BigInteger, nullable=False
    )
    detail: Mapped[dict[str, Any]] = system(
        "详情", "What contradicts what, and which records say so", JSONB, nullable=False, level=4
    )
    outcome: Mapped[str | None] = system(
        "结果", "gone (no longer broken) or accepted (by a person)", String(10)
    )
    settled_at: Mapped[dt.datetime | None] = system(
        "了结时间", "When it was settled", TIMESTAMP(timezone=True)
    )
    settled_by: Mapped[str | None] = system("了结人", "Who settled it", String(100))
    settled_reason: Mapped[str | None] = system("了结理由", "Why", Text, level=3)
    handed_to: Mapped[str | None] = system("领取人", "Who is looking at it", String(100))
    handed_until: Mapped[dt.datetime | None] = system(
        "领取截止", "Until when; then others may be handed it", TIMESTAMP(timezone=True)
    )


class AcceptedWeights(Base):
    """Weights that a person reviewed and accepted: from then on the machine judges a thing by them.

    The newest row of a thing is in force; one without content goes back to the shipped weights.
    """

    __tablename__ = "accepted_weights"
    __table_args__ = (
        CheckConstraint("btrim(reason) <> ''", name="reasoned"),
        Index("ix_accepted_weights_thing", "thing", "weights_id"),
        {"schema": "ops", "comment": "匹配权重 · Weights accepted for matching"},
    )
    weights_id: Mapped[int] = system(
        "标识", "Id", BigInteger, primary_key=True, autoincrement=False
    )
    thing: Mapped[str] = system("对象", "Thing", String(40), nullable=False)
    content: Mapped[dict[str, Any] | None] = system(
        "权重", "The artefact as it was reviewed; none: as shipped", JSONB
    )
    digest: Mapped[str | None] = system("摘要", "SHA-256 of the artefact", String(64))
    accepted_by: Mapped[str] = system("接受人", "Who", String(100), nullable=False)
    accepted_at: Mapped[dt.datetime] = system(
        "接受时间", "When", TIMESTAMP(timezone=True), nullable=False
    )
    reason: Mapped[str] = system("理由", "Why", Text, nullable=False, level=3)
