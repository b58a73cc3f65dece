"""The sealed log: every entry carries the seal of the one before it."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import BigInteger, Boolean, CheckConstraint, Index, String, text
from sqlalchemy.dialects.postgresql import JSONB, TIMESTAMP
from sqlalchemy.orm import Mapped

from models.base import Base, system


class Entry(Base):
    """One thing that happened and must be believed: who looked, what was granted or reported."""

    __tablename__ = "entry"
    __table_args__ = (
        # Who looked at this master? A citizen's question; it must not read the whole log.
        Index(
            "ix_entry_what", "what", postgresql_using="gin",
            postgresql_ops={"what": "jsonb_path_ops"}, postgresql_where=text("kind = 'access'"),
        ),
        Index("ix_entry_who", "who", "position"),
        {"schema": "audit", "comment": "审计日志 · Sealed log"},
    )  # fmt: skip
    position: Mapped[int] = system(
        "序号", "Position in the chain, from 1", BigInteger, primary_key=True, autoincrement=False
    )
    at: Mapped[dt.datetime] = system("时间", "When", TIMESTAMP(timezone=True), nullable=False)
    kind: Mapped[str] = system(
        "类别", "Kind: access, agreement, key, report…", String(20), nullable=False
    )
    who: Mapped[str] = system("主体", "Who: a department, or siku", String(100), nullable=False)
    what: Mapped[dict[str, Any]] = system("内容", "What", JSONB, nullable=False, level=4)
    previous: Mapped[str] = system(
        "前一封印", "Seal of the entry before", String(64), nullable=False
    )
    seal: Mapped[str] = system("封印", "SM3 of the entry", String(64), nullable=False)


class Head(Base):
    """Where the chain ends; its one row is what writers queue for."""

    __tablename__ = "head"
    __table_args__ = (
        CheckConstraint("one", name="one_row"),
        {"schema": "audit", "comment": "链尾 · End of the chain"},
    )
    one: Mapped[bool] = system("唯一", "Always true", Boolean, primary_key=True)
    position: Mapped[int] = system("序号", "Position of the last entry", BigInteger, nullable=False)
    seal: Mapped[str] = system("封印", "Its seal", String(64), nullable=False)
