"""The columns siku keeps beside attributes: keys, the two time axes, links."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import ARRAY, BigInteger, Date, Double, String, text
from sqlalchemy.dialects.postgresql import JSONB, TIMESTAMP
from sqlalchemy.orm import Mapped

from models.base import system

FIRST, LAST = -100, 100  # where these columns stand among a table's columns


class Slice:
    """The two time axes of a current row: since when it is so, and since when we know it."""

    valid_from: Mapped[dt.date] = system(
        "有效起始", "Valid from", Date, nullable=False, sort_order=LAST
    )
    known_from: Mapped[dt.datetime] = system(
        "记录时间", "Known from", TIMESTAMP(timezone=True), nullable=False, sort_order=LAST
    )
    delivery_id: Mapped[int] = system(
        "交付批次", "Delivery that said so", BigInteger, nullable=False, sort_order=LAST
    )


class EndedSlice(Slice):
    """A row of history: it ended in the world, or was found to be wrong, or both."""

    valid_to: Mapped[dt.date] = system(
        "有效终止", "Valid until (exclusive)", Date, nullable=False, sort_order=LAST + 1
    )
    known_to: Mapped[dt.datetime] = system(
        "记录终止",
        "Known until (exclusive)",
        TIMESTAMP(timezone=True),
        nullable=False,
        sort_order=LAST + 1,
    )


class MasterColumns:
    """What every master carries besides its attributes."""

    master_id: Mapped[int] = system(
        "主数据标识",
        "Master id",
        BigInteger,
        primary_key=True,
        autoincrement=False,
        sort_order=FIRST,
    )
    claims: Mapped[list[int | None]] = system(
        "胜出声明",
        "Record that won each attribute, in the dictionary's order",
        ARRAY(BigInteger),
        nullable=False,
        sort_order=LAST - 1,
    )


class RecordColumns:
    """What every record carries besides its attributes."""

    record_id: Mapped[int] = system(
        "记录标识", "Record id", BigInteger, primary_key=True, autoincrement=False, sort_order=FIRST
    )
    dataset_id: Mapped[int] = system(
        "数据集", "Dataset", BigInteger, nullable=False, sort_order=FIRST
    )
    source_key: Mapped[str] = system(
        "来源主键", "Key in the source", String, nullable=False, level=3, sort_order=FIRST
    )
    original: Mapped[dict[str, str] | None] = system(
        "原文",
        "Text as delivered, where standardising changed it",
        JSONB,
        level=4,
        sort_order=LAST - 1,
    )


class IdentityColumns:
    """The lasting identity of a master: it outlives every row about it."""

    master_id: Mapped[int] = system(
        "主数据标识", "Master id", BigInteger, primary_key=True, autoincrement=False
    )
    natural_key: Mapped[str | None] = system("自然键", "Natural key", String, level=3)
    merged_into: Mapped[int | None] = system("并入", "Merged into this master", BigInteger)
    known_from: Mapped[dt.datetime] = system(
        "记录时间", "Known from", TIMESTAMP(timezone=True), nullable=False
    )
    delivery_id: Mapped[int] = system(
        "交付批次", "Delivery that founded it", BigInteger, nullable=False
    )
    founder: Mapped[int | None] = system("创始记录", "Record that founded it", BigInteger)


class LinkColumns:
    """Which master a record speaks of, and why we believe it."""

    record_id: Mapped[int] = system("记录标识", "Record id", BigInteger, primary_key=True)
    master_id: Mapped[int] = system(
        "主数据标识", "Master id", BigInteger, nullable=False, index=True
    )
    method: Mapped[str] = system(
        "方法", "Method: new, key, strong, probable or decision", String(16), nullable=False
    )
    score: Mapped[float | None] = system("得分", "Match probability", Double)
    decider: Mapped[str] = system("决定者", "Who or what decided", String(100), nullable=False)
    why: Mapped[dict[str, Any] | None] = system("理由", "What spoke for it", JSONB, level=3)
    delivery_id: Mapped[int] = system(
        "交付批次", "Delivery that brought it", BigInteger, nullable=False
    )
    known_from: Mapped[dt.datetime] = system(
        "记录时间", "Known from", TIMESTAMP(timezone=True), primary_key=True
    )
    known_to: Mapped[dt.datetime] = system(
        "记录终止",
        "Known until (infinity: in force)",
        TIMESTAMP(timezone=True),
        nullable=False,
        server_default=text("'infinity'"),
    )


class FacetColumns:
    """What every many-valued fact about a master carries."""

    master_id: Mapped[int] = system(
        "主数据标识",
        "Master id",
        BigInteger,
        primary_key=True,
        autoincrement=False,
        sort_order=FIRST,
    )
    record_id: Mapped[int] = system(
        "声明记录", "Record that claims it", BigInteger, nullable=False, sort_order=LAST - 1
    )
