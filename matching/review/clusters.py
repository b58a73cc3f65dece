"""Masters that need attention, as a reviewer looks at them: all their records side by side."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, text

from matching.review.readable import shown
from matching.rules import rules_of
from models.history import table_name
from models.things import Thing, thing_named
from models.worth import MEASURE
from runtime.database import execute
from runtime.errors import SikuError
from runtime.sql import load


class NoSuchCluster(SikuError):
    """Attention was named that nobody was ever asked for."""

    def __init__(self, attention: int) -> None:
        super().__init__(
            f"there is no cluster A{attention}", hint="./siku review list shows those there are"
        )


@dataclass(frozen=True)
class Waiting:
    """A cluster in the queue."""

    attention: int
    thing: str
    master_id: int
    rule_zh: str
    rule_en: str
    since: dt.datetime
    records: int
    days: float
    worth: float


@dataclass(frozen=True)
class Member:
    """One record of the cluster, whose word it is, and why it stands there."""

    record_id: int
    dataset: str
    dataset_zh: str
    dataset_en: str
    source_key: str
    as_of: dt.date | None
    method: str
    score: float | None
    decider: str


@dataclass(frozen=True)
class Row:
    """What each record says of one attribute, in the order of the members."""

    attribute: str
    zh: str
    en: str
    values: list[str]
    breaks: bool  # the rule speaks of it
    differs: bool


@dataclass(frozen=True)
class Cluster:
    """A master whose records break a rule together."""

    attention: int
    thing: str
    master_id: int
    rule_zh: str
    rule_en: str
    since: dt.datetime
    outcome: str | None
    settled_by: str | None
    settled_reason: str | None
    members: list[Member]
    rows: list[Row]


def waiting(
    connection: Connection, things: Sequence[str], limit: int, reviewer: str | None = None
) -> list[Waiting]:
    """The clusters that wait, the most worthwhile first; of those this reviewer may be handed."""
    values = {**MEASURE, "things": list(things), "limit": limit, "reviewer": reviewer}
    return [
        Waiting(
            row.attention_id, row.thing, row.master_id, *_rule(row.thing, row.rule), row.since,
            row.records, row.days, row.worth,
        )
        for row in execute(connection, load("matching/review/clusters"), values)
    ]  # fmt: skip


def count(connection: Connection, things: Sequence[str]) -> int:
    """How many clusters wait."""
    return int(connection.execute(_COUNT, {"things": list(things)}).scalar_one())


def lease(connection: Connection, attention: int, reviewer: str, minutes: int) -> None:
    """Hand a cluster to a reviewer for some time."""
    values = {"id": attention, "reviewer": reviewer, "minutes": minutes}
    connection.execute(_LEASE, values)


def cluster(connection: Connection, attention: int) -> Cluster:
    """One cluster with its records side by side."""
    found = connection.execute(_FIND, {"id": attention}).mappings().first()
    if found is None:
        raise NoSuchCluster(attention)
    thing = thing_named(found["thing"])
    tables = {"link": table_name(thing.link), "record": table_name(thing.record)}
    statement = load("matching/review/members", **tables)
    rows = list(execute(connection, statement, {"master": found["master_id"]}).mappings())
    columns = list(Member.__dataclass_fields__)
    same = ("thing", "master_id", "since", "outcome", "settled_by", "settled_reason")
    zh, en = _rule(thing.name, found["rule"])
    return Cluster(
        attention=attention,
        rule_zh=zh,
        rule_en=en,
        members=[Member(**{name: row[name] for name in columns}) for row in rows],
        rows=_rows(connection, thing, found["rule"], [row["record"] for row in rows]),
        **{name: found[name] for name in same},
    )


def _rows(
    connection: Connection, thing: Thing, rule: str, records: Sequence[Mapping[str, Any]]
) -> list[Row]:
    broken = {a for each in rules_of(thing.name) if each.name == rule for a in each.attributes}
    rows = []
    for attribute in thing.attributes:
        name, info = attribute.name, attribute.info
        said = [record.get(name) for record in records]
        given = {str(value) for value in said if value is not None}
        if given:
            values = [shown(connection, info, value) for value in said]
            rows.append(Row(name, info["zh"], info["en"], values, name in broken, len(given) > 1))
    return rows


def _rule(thing: str, name: str) -> tuple[str, str]:
    """A rule in words."""
    return next(
        ((rule.zh, rule.en) for rule in rules_of(thing) if rule.name == name),
        (name, name.replace("_", " ")),
    )


_COUNT = text(
    "select count(*) from ops.attention where settled_at is null and thing = any(:things)"
)
_FIND = text("select * from ops.attention where attention_id = :id")
_LEASE = text(
    "update ops.attention set handed_to = :reviewer,"
    " handed_until = clock_timestamp() + make_interval(mins => :minutes) where attention_id = :id"
)
