"""Sharing: agreements in force, keys of the API, and the pseudonyms departments see."""

from __future__ import annotations

import datetime as dt
from typing import Any

from psycopg2 import sql
from sqlalchemy import ARRAY, BigInteger, Date, Index, LargeBinary, String, Text, text
from sqlalchemy.dialects.postgresql import JSONB, TIMESTAMP
from sqlalchemy.orm import Mapped

from models.base import Base, system
from models.repeatable import repeatable
from runtime.sql import load

_NOW = text("clock_timestamp()")


class Agreement(Base):
    """What one department may see, as it was applied; its document is the approved text."""

    __tablename__ = "agreement"
    __table_args__ = ({"schema": "sharing", "comment": "共享协议 · Agreement"},)
    agreement: Mapped[str] = system("协议", "Agreement", String(60), primary_key=True)
    department: Mapped[str] = system("部门", "Department", String(40), nullable=False, index=True)
    valid_from: Mapped[dt.date] = system("生效日期", "First day", Date, nullable=False)
    valid_until: Mapped[dt.date] = system("失效日期", "Last day", Date, nullable=False)
    document: Mapped[dict[str, Any]] = system(
        "文本", "The agreement as approved", JSONB, nullable=False
    )
    applied_at: Mapped[dt.datetime] = system(
        "执行时间", "Applied at", TIMESTAMP(timezone=True), nullable=False, server_default=_NOW
    )
    revoked_at: Mapped[dt.datetime | None] = system(
        "撤销时间", "Revoked at", TIMESTAMP(timezone=True)
    )
    revoked_why: Mapped[str | None] = system("撤销原因", "Why it was revoked", Text)


class Compiled(Base):
    """What a department's schema was compiled to, so that compiling it again does nothing."""

    __tablename__ = "compiled"
    __table_args__ = ({"schema": "sharing", "comment": "部门视图状态 · Compiled schema"},)
    department: Mapped[str] = system("部门", "Department", String(40), primary_key=True)
    digest: Mapped[str] = system("摘要", "SHA-256 of its SQL", String(64), nullable=False)


class ApiKey(Base):
    """A department's key to the API; only its hash is kept."""

    __tablename__ = "api_key"
    __table_args__ = ({"schema": "sharing", "comment": "接口密钥 · API key"},)
    key_id: Mapped[str] = system(
        "密钥标识", "Id, the public part of the key", String(16), primary_key=True
    )
    department: Mapped[str] = system("部门", "Department", String(40), nullable=False, index=True)
    hash: Mapped[str] = system("散列", "SHA-256 of the key", String(64), nullable=False, level=4)
    note: Mapped[str | None] = system("备注", "Who holds it", String(200))
    issued_at: Mapped[dt.datetime] = system(
        "签发时间", "Issued at", TIMESTAMP(timezone=True), nullable=False, server_default=_NOW
    )
    revoked_at: Mapped[dt.datetime | None] = system(
        "撤销时间", "Revoked at", TIMESTAMP(timezone=True)
    )


class PseudonymKey(Base):
    """The secret from which a department's pseudonyms are derived; only the owner reads it."""

    __tablename__ = "pseudonym_key"
    __table_args__ = ({"schema": "sharing", "comment": "假名密钥 · Pseudonym key"},)
    department: Mapped[str] = system("部门", "Department", String(40), primary_key=True)
    key: Mapped[bytes] = system("密钥", "Key", LargeBinary, nullable=False, level=4)
    things: Mapped[list[str]] = system(
        "对象", "Things whose master ids it sees as pseudonyms", ARRAY(String), nullable=False
    )


class Pseudonym(Base):
    """What a department sees instead of a master id."""

    __tablename__ = "pseudonym"
    __table_args__ = (
        Index("uq_pseudonym", "department", "thing", "pseudonym", unique=True),
        {"schema": "sharing", "comment": "假名 · Pseudonym"},
    )
    department: Mapped[str] = system("部门", "Department", String(40), primary_key=True)
    thing: Mapped[str] = system("对象", "Thing", String(40), primary_key=True)
    master_id: Mapped[int] = system(
        "主数据标识", "Master id", BigInteger, primary_key=True, level=4
    )
    pseudonym: Mapped[str] = system(
        "假名", "HMAC-SM3 under the department's key", String(64), nullable=False
    )


@repeatable("departments' views", undo=lambda: [load("sharing/stand_aside")])
def departments_views() -> list[sql.Composable]:
    """Departments' views stand aside for migrations; applying the agreements brings them back."""
    return []
