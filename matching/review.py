"""The pairs that wait for a person's decision, side by side."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, text

from matching.model import MODELS
from models.things import Thing, thing_named
from runtime.database import execute
from runtime.sql import load


@dataclass(frozen=True)
class Pair:
    """A record and the master it may speak of, with what each says of every attribute."""

    review: int
    thing: str
    dataset: str
    source_key: str
    record_id: int
    master_id: int
    score: float | None
    why: dict[str, Any] | None
    attributes: dict[str, tuple[Any, Any]]  # name → what the record says, what the master says


def awaiting(connection: Connection, limit: int) -> list[Pair]:
    """The pairs without a decision, the likeliest of each thing first."""
    found = [pair for name in MODELS for pair in _of(connection, thing_named(name), limit)]
    return sorted(found, key=lambda pair: (-(pair.score or 0.0), pair.review))[:limit]


def count(connection: Connection) -> int:
    """How many pairs wait for a decision."""
    statement = text("select count(*) from ops.review where decision is null")
    return int(connection.execute(statement).scalar_one())


def _of(connection: Connection, thing: Thing, limit: int) -> list[Pair]:
    statement = load(
        "matching/awaiting",
        record=(str(thing.record.schema), str(thing.record.name)),
        master=(str(thing.master.schema), str(thing.master.name)),
    )
    rows = execute(connection, statement, {"thing": thing.name, "limit": limit}).mappings()
    return [
        Pair(
            row["review_id"], row["thing"], row["dataset"], row["source_key"], row["record_id"],
            row["master_id"], row["score"], row["why"],
            {
                name: (row["record"].get(name), row["master"].get(name))
                for name in thing.attribute_names
                if row["record"].get(name) is not None
            },
        )
        for row in rows
    ]  # fmt: skip
