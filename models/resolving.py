"""Resolving references: whom a row means, where its identifier alone does not say."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import BigInteger, CheckConstraint, Date, Double, Index, String, Text, text
from sqlalchemy.dialects.postgresql import JSONB, TIMESTAMP
from sqlalchemy.orm import Mapped

from models.base import Base, system

STATES = ("linked", "asked", "refused")
_IN_FORCE = "known_to = 'infinity'"


class Resolution(Base):
    """What was found out of one saying: whom an owner means by a number and a name.

    References that an identifier and a name settle have no row here: they explain themselves.
    """

    __tablename__ = "resolution"
    __table_args__ = (
        CheckConstraint(f"state in {STATES}", name="state"),
        # One answer or question at a time; people may refuse several.
        Index("uq_resolution_in_force", "reference", "owner_id", "number", "name", unique=True,
              postgresql_where=text(f"{_IN_FORCE} and state <> 'refused'")),
        Index("ix_resolution_refused", "reference", "owner_id",
              postgresql_where=text(f"{_IN_FORCE} and state = 'refused'")),
        Index("ix_resolution_master", "master_id", postgresql_where=text(_IN_FORCE)),
        Index("ix_resolution_name", "name", postgresql_where=text(_IN_FORCE)),
        Index("ix_resolution_asked", "score", postgresql_where=text(
            f"{_IN_FORCE} and state = 'asked'")),
        {"schema": "ops", "comment": "引用解析 · Whom a row means"},
    )  # fmt: skip
    resolution_id: Mapped[int] = system(
        "标识", "Id", BigInteger, primary_key=True, autoincrement=False
    )
    reference: Mapped[str] = system(
        "引用", "Reference: table and column", String(80), nullable=False
    )
    owner_id: Mapped[int] = system("所属主数据", "Master that refers", BigInteger, nullable=False)
    number: Mapped[str] = system(
        "所述号码", "Number it gives, or nothing", Text, nullable=False, level=4
    )
    name: Mapped[str] = system(
        "所述名称", "Name it gives, or nothing", Text, nullable=False, level=3
    )
    master_id: Mapped[int] = system("所指主数据", "Master it means", BigInteger, nullable=False)
    state: Mapped[str] = system(
        "状态", "linked, asked (waits for a person) or refused (by a person)", String(10),
        nullable=False,
    )  # fmt: skip
    method: Mapped[str] = system(
        "方法", "Method: identifier, slip, name, parts, place or decision", String(16),
        nullable=False,
    )  # fmt: skip
    score: Mapped[float | None] = system("得分", "Weight in bits", Double)
    decider: Mapped[str] = system("决定者", "Who or what decided", String(100), nullable=False)
    why: Mapped[dict[str, Any] | None] = system(
        "理由", "What spoke for and against", JSONB, level=3
    )
    known_from: Mapped[dt.datetime] = system(
        "记录时间", "Known from", TIMESTAMP(timezone=True), nullable=False
    )
    known_to: Mapped[dt.datetime] = system(
        "记录终止", "Known until (infinity: in force)", TIMESTAMP(timezone=True), nullable=False,
        server_default=text("'infinity'"),
    )  # fmt: skip


class DivisionSuccessor(Base):
    """What the code of a division means while it means no division of its own any more.

    Derived from the lineage of divisions whenever that changes.
    """

    __tablename__ = "division_successor"
    __table_args__ = ({"schema": "spatial", "comment": "后继区划 · Division a code has become"},)
    code: Mapped[str] = system("区划代码", "Division code", String(12), primary_key=True)
    since: Mapped[dt.date] = system("起", "Since when", Date, primary_key=True)
    until: Mapped[dt.date] = system("止", "Until when (exclusive)", Date, nullable=False)
    master_id: Mapped[int | None] = system(
        "后继区划", "The division it has become; empty where it may be any of several", BigInteger
    )
