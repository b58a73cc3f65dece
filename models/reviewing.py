"""Reviewing: what people said of the pairs they were asked about, and who is looking at which."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    ForeignKey,
    Index,
    SmallInteger,
    String,
    Text,
    text,
)
from sqlalchemy.dialects.postgresql import TIMESTAMP
from sqlalchemy.orm import Mapped

from models.base import Base, system

VERDICTS = ("same", "different", "unsure")


class Vote(Base):
    """What one person said of one pair, and why; a vote that was taken back stays readable."""

    __tablename__ = "vote"
    __table_args__ = (
        CheckConstraint(f"verdict in {VERDICTS}", name="verdict"),
        CheckConstraint("btrim(reason) <> ''", name="reasoned"),
        # A person has one vote in force on a pair.
        Index("uq_vote_in_force", "review_id", "reviewer", unique=True,
              postgresql_where=text("revoked_at is null")),
        Index("ix_vote_reviewer", "reviewer", "at"),
        {"schema": "ops", "comment": "复核意见 · Vote on a pair"},
    )  # fmt: skip
    review_id: Mapped[int] = system(
        "复核", "Pair", BigInteger, ForeignKey("ops.review.review_id"), primary_key=True,
        autoincrement=False,
    )  # fmt: skip
    turn: Mapped[int] = system("次序", "Which of this pair's, from 1", SmallInteger,
                               primary_key=True, autoincrement=False)  # fmt: skip
    reviewer: Mapped[str] = system("复核人", "Who", String(100), nullable=False)
    verdict: Mapped[str] = system("意见", "same, different or unsure", String(10), nullable=False)
    reason: Mapped[str] = system("理由", "Why", Text, nullable=False, level=3)
    blind: Mapped[bool] = system(
        "独立", "Given without seeing what others said", Boolean, nullable=False
    )
    handed_at: Mapped[dt.datetime | None] = system(
        "领取时间", "When the pair was handed out", TIMESTAMP(timezone=True)
    )
    at: Mapped[dt.datetime] = system(
        "时间", "When", TIMESTAMP(timezone=True), nullable=False,
        server_default=text("clock_timestamp()"),
    )  # fmt: skip
    revoked_at: Mapped[dt.datetime | None] = system(
        "撤回时间", "When it was taken back", TIMESTAMP(timezone=True)
    )
    revoked_reason: Mapped[str | None] = system("撤回理由", "Why", Text)


class Lease(Base):
    """A pair that somebody is looking at, until when; then others may be handed it."""

    __tablename__ = "lease"
    __table_args__ = (
        Index("ix_lease_reviewer", "reviewer"),
        {"schema": "ops", "comment": "复核领取 · Pair somebody is looking at"},
    )
    review_id: Mapped[int] = system(
        "复核", "Pair", BigInteger, ForeignKey("ops.review.review_id"), primary_key=True,
        autoincrement=False,
    )  # fmt: skip
    reviewer: Mapped[str] = system("复核人", "Who", String(100), primary_key=True)
    handed_at: Mapped[dt.datetime] = system(
        "领取时间", "When", TIMESTAMP(timezone=True), nullable=False
    )
    until: Mapped[dt.datetime] = system(
        "领取截止", "Until when", TIMESTAMP(timezone=True), nullable=False
    )
