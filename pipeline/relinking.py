"""After an undo: links are decided again of whoever lost what they rested on.

When all records say again what is so, they go back to the masters they spoke of before. Those that
spoke of none, those that later deliveries identify otherwise, and those of other datasets that had
joined on the word of what is undone, are matched anew by what they say now. What follows depends on
what records say and on the links that stood, so rebuilding comes to the same (retelling.py).
"""

from __future__ import annotations

import datetime as dt
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import IO, Any

from psycopg2 import sql
from sqlalchemy import Connection, text

from matching.stock import stock
from models import Thing
from models.history import distinct, qualified, table_name
from pipeline.deliveries import Delivery
from pipeline.match import propose
from pipeline.placing import Ids, hold
from runtime.database import execute
from runtime.sql import Part, load

IN_MEMORY = 64 << 20


@dataclass(frozen=True)
class Ways:
    """How new masters get their ids, the masters in `affected` are derived, and pairs that nobody
    is sure of are asked about on behalf of a delivery."""

    ids: Ids
    derive: Callable[[], None]
    ask: Callable[[int], None]


def note_before(connection: Connection, delivery: Delivery, others: bool) -> None:
    """Note what the records in `undo_record` say, and with `others` who joined on their word."""
    thing = delivery.thing
    names = _identifying(thing)
    parts = {
        "of_record": qualified("r", names), "of_history": qualified("h", names),
        **_tables(thing, "record", "record_history", "link", "identity"),
    }  # fmt: skip
    facts = {"since": delivery.known_at, "others": others and not thing.key}
    execute(connection, load("undo/before", **parts), facts)


def decide(
    connection: Connection, delivery: Delivery, at: dt.datetime, known: dt.datetime, ways: Ways
) -> tuple[int, int]:
    """Give every record its link: the one it had at a moment, or what matching says now.

    How many had joined on the word of what is undone, and how many of them stand elsewhere now.
    """
    thing = delivery.thing
    execute(connection, load("undo/begin"))
    execute(
        connection,
        load("undo/links", **_tables(thing, "link", "identity")),
        {"at": at, "known": known},
    )
    _open(connection, thing, known)
    _settle(connection, delivery, known, ways)
    execute(connection, load("undo/matching"))
    for row in connection.execute(_DATASETS).all():
        _match(connection, replace(delivery, dataset_id=row.dataset_id))
        _link(connection, delivery, known, ways)
        ways.ask(row.speaker)
        _settle(connection, delivery, known, ways)
    unmoved = load("undo/unmoved", **_tables(thing, "link"))
    counted = execute(connection, unmoved, {"known": known}).one()
    return counted.joined, counted.moved


def _open(connection: Connection, thing: Thing, known: dt.datetime) -> None:
    """Close the links that are to be decided again."""
    names = _identifying(thing)
    statement = load(
        "undo/open",
        of_record=qualified("r", names),
        of_history=qualified("h", names),
        differs_from_before=distinct("s", "p", names),
        differs_from_base=distinct("s", "b", names),
        **_tables(thing, "record", "record_history", "link"),
    )
    execute(connection, statement, {"known": known})


def _settle(connection: Connection, delivery: Delivery, known: dt.datetime, ways: Ways) -> None:
    """Let decisions hold, derive what changed, and begin anew."""
    hold(connection, delivery.thing, known, delivery.delivery_id, ways.ids)
    ways.derive()
    execute(connection, load("undo/begin"))


def _match(connection: Connection, delivery: Delivery) -> None:
    """Match the open links of a dataset against what stands."""
    thing = delivery.thing
    stage = load(
        "undo/stage",
        staged=delivery.stage_table,
        attributes=qualified("s", thing.attribute_names),
        of_record=qualified("c", thing.attribute_names),
        of_history=qualified("h", thing.attribute_names),
        **_tables(thing, "record", "record_history"),
    )
    with spool() as matched, spool() as doubted:
        with taken_back(connection):
            execute(connection, stage, {"dataset": delivery.dataset_id})
            propose(connection, delivery, remembering=False)
            copy(connection, load("undo/matched", matched=delivery.match_table), matched)
            copy(connection, load("undo/doubted", review=delivery.review_table), doubted)
        execute(connection, load("undo/matching"))
        for table, rows in (("undo_matched", matched), ("undo_doubt", doubted)):
            rows.seek(0)
            copy(connection, load("rebuild/write", table=table), rows)


def _link(connection: Connection, delivery: Delivery, known: dt.datetime, ways: Ways) -> None:
    """Link what was matched; who finds nobody comes back to the master it was of, or founds one."""
    thing = delivery.thing
    execute(connection, load("undo/rejoin", **_tables(thing, "link", "identity")))
    founding = execute(connection, load("undo/founding")).all()
    founders = [row.founder for row in founding]
    given = ways.ids(connection, thing, founders, known) if founders else {}
    masters = [given[founder] for founder in founders]
    if founders:
        found = load("judge/found", **_tables(thing, "identity"))
        facts = {"known": known, "delivery_id": delivery.delivery_id}
        execute(connection, found, {**facts, "masters": masters, "founders": founders})
    relink = load("undo/relink", **_tables(thing, "link", "record", "record_history"))
    clusters = [row.cluster for row in founding]
    execute(connection, relink, {"clusters": clusters, "masters": masters, "known": known})


def _identifying(thing: Thing) -> tuple[str, ...]:
    return thing.key or stock(thing.name).identifying


def _tables(thing: Thing, *roles: str) -> dict[str, Part]:
    return {role: table_name(getattr(thing, role)) for role in roles}


@contextmanager
def taken_back(connection: Connection) -> Iterator[None]:
    """What happens within leaves no trace, and no locks: thousands of events fit a transaction."""
    point = connection.begin_nested()
    try:
        yield
    finally:
        point.rollback()


def spool() -> IO[bytes]:
    """A place for rows on their way: memory or, where they are many, a file."""
    return tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)


def copy(connection: Connection, statement: sql.Composable, rows: IO[bytes]) -> None:
    """Run a COPY from or to there."""
    raw: Any = connection.connection.driver_connection
    with raw.cursor() as cursor:
        cursor.copy_expert(statement.as_string(raw), rows)


_DATASETS = text(
    "select dataset_id, max(delivery_id) as speaker from undo_open"
    " group by dataset_id order by min(line)"
)
