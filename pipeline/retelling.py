"""What bears on who is who, told again event by event from the records alone (for rebuilding).

A delivery is what its records say became known with it; it is matched against what stood before, as
it was then. An undo takes links back as it did. Decisions are made and revoked at their moments.
"""

from __future__ import annotations

import datetime as dt
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from typing import IO, Any

from psycopg2 import sql
from sqlalchemy import Connection, text

from models import Thing
from models.history import qualified, record_timeline, table_name
from pipeline import deliveries, derive
from pipeline.deliveries import Delivery, next_numbers
from pipeline.match import propose
from pipeline.placing import gather, hold, new_ids, place
from pipeline.undo import base_of, others_of, touched
from runtime.database import execute
from runtime.sql import load

IN_MEMORY = 64 << 20


@dataclass(frozen=True)
class Event:
    """Something that became known at a moment: a delivery merged or undone, a decision made or
    revoked."""

    what: str
    number: int
    at: dt.datetime


def tell(connection: Connection, thing: Thing, event: Event) -> None:
    """Let one event happen again."""
    execute(connection, load("rebuild/begin"))
    if event.what in ("merge", "undo"):
        delivery = deliveries.find(connection, event.number)
        telling = _merged if event.what == "merge" else _undone
        telling(connection, thing, delivery, event.at)
    else:
        _decided(connection, thing, event)


@contextmanager
def taken_back(connection: Connection) -> Iterator[None]:
    """What happens within leaves no trace, and no locks: thousands of events fit a transaction."""
    point = connection.begin_nested()
    try:
        yield
    finally:
        point.rollback()


def _merged(connection: Connection, thing: Thing, delivery: Delivery, at: dt.datetime) -> None:
    _match(connection, thing, delivery, at)
    _close(connection, thing, at)
    _open(connection, thing, at)
    _link(connection, thing, delivery, at)


def _undone(connection: Connection, thing: Thing, delivery: Delivery, at: dt.datetime) -> None:
    """Links go back to what they were; then what the later deliveries say is matched again."""
    others = [
        replace(
            other, undone_at=other.undone_at if other.undone_at and other.undone_at < at else None
        )
        for other in others_of(connection, delivery)
        if other.known_at < at
    ]
    if delivery.known_at is None:
        return
    if not touched(connection, delivery, others):
        connection.execute(text("drop table undo_record"))
        return
    moment = base_of(delivery.known_at, others)
    later = [o.delivery_id for o in others if o.known_at > moment and o.undone_at is None]
    timeline = record_timeline(thing)
    base = load(
        "undo/base",
        record=table_name(thing.record),
        record_history=table_name(thing.record_history),
        of_record=qualified("r", timeline.columns),
        of_history=qualified("h", timeline.columns),
    )
    execute(connection, base, {"at": moment})
    _close(connection, thing, at)
    _open(connection, thing, at, but=later)
    connection.execute(text("drop table affected"))
    links = {"link": table_name(thing.link), "identity": table_name(thing.identity)}
    execute(connection, load("undo/links", **links), {"at": moment, "known": at})
    hold(connection, thing, at, delivery.delivery_id, same_ids)
    _derive(connection, thing, at, delivery.delivery_id)
    for number in later:
        execute(connection, load("rebuild/begin"))
        other = deliveries.find(connection, number)
        _match(connection, thing, other, at)
        _open(connection, thing, at, of=[number])
        _link(connection, thing, other, at)
    execute(
        connection,
        load("undo/traceless", table=table_name(thing.link)),
        {"known": at},
    )
    for table in ("undo_record", "undo_base", "undo_window", "undo_link"):
        connection.execute(text(f"drop table {table}"))


def _match(connection: Connection, thing: Thing, delivery: Delivery, at: dt.datetime) -> None:
    """Match what a delivery said, as the records have it, against what stands."""
    attributes = qualified("r", thing.attribute_names)
    stage = load("rebuild/stage", staged=delivery.stage_table, attributes=attributes)
    with _spool() as matched:
        with taken_back(connection):
            execute(connection, stage, {"at": at, "delivery_id": delivery.delivery_id})
            propose(connection, delivery)
            _copy(connection, load("rebuild/matched", matched=delivery.match_table), matched)
        matched.seek(0)
        _copy(connection, load("rebuild/write", table="rebuild_matched"), matched)


def _link(connection: Connection, thing: Thing, delivery: Delivery, at: dt.datetime) -> None:
    """Link what was matched, and derive what that concerns."""
    link, identity = table_name(thing.link), table_name(thing.identity)
    facts = {"at": at, "delivery_id": delivery.delivery_id}
    counter = f"master:{thing.name}"
    last = next_numbers(connection, counter, 0)
    linked = load("rebuild/linked", link=link, identity=identity)
    execute(connection, linked, {**facts, "last": last})
    next_numbers(connection, counter, connection.execute(_ABOVE, {"last": last}).scalar_one())
    execute(connection, load("rebuild/affected", link=link), facts)
    hold(connection, thing, at, delivery.delivery_id, same_ids)
    _derive(connection, thing, at, delivery.delivery_id)


def _derive(connection: Connection, thing: Thing, at: dt.datetime, source: int) -> None:
    """Derive the masters in `affected`: what stands now, which is all that matching looks at."""
    tables = [table_name(thing.master), *(table_name(facet.table) for facet in thing.facets)]
    with ExitStack() as spools:
        said = {table: spools.enter_context(_spool()) for table in tables}
        with taken_back(connection):
            derive.masters(connection, thing, at, source)
            for table, rows in said.items():
                _copy(connection, load("rebuild/derived", table=table), rows)
        for table, rows in said.items():
            rows.seek(0)
            execute(connection, load("rebuild/forget", table=table))
            _copy(connection, load("rebuild/write", table=table), rows)


def _spool() -> IO[bytes]:
    """A place for rows on their way: memory or, where they are many, a file."""
    return tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)


def _copy(connection: Connection, statement: sql.Composable, rows: IO[bytes]) -> None:
    """Run a COPY from or to there."""
    raw: Any = connection.connection.driver_connection
    with raw.cursor() as cursor:
        cursor.copy_expert(statement.as_string(raw), rows)


def _decided(connection: Connection, thing: Thing, event: Event) -> None:
    """Make a decision, or take it back, and let what follows follow."""
    values = {"id": event.number}
    connection.execute(_MAKE if event.what == "judge" else _REVOKE, values)
    decision = connection.execute(_DECISION, values).one()
    found = gather(connection, thing, [decision.record_id], [decision.master_id])
    place(connection, thing, found, event.at, -event.number, same_ids)
    _derive(connection, thing, event.at, -event.number)


def same_ids(
    connection: Connection, thing: Thing, founders: list[int], known: dt.datetime
) -> dict[int, int]:
    """The ids that these records founded at that moment; new ones for those that founded none."""
    statement = load("rebuild/founded", identity=table_name(thing.identity))
    rows = execute(connection, statement, {"founders": founders, "at": known})
    given = {row.founder: row.master_id for row in rows}
    rest = [record for record in founders if record not in given]
    return given | (new_ids(connection, thing, rest, known) if rest else {})


def _close(connection: Connection, thing: Thing, at: dt.datetime) -> None:
    columns = record_timeline(thing).columns
    statement = load(
        "rebuild/close",
        record=table_name(thing.record),
        record_history=table_name(thing.record_history),
        columns=columns,
        of_kept=qualified("k", columns),
    )
    execute(connection, statement, {"at": at})


def _open(
    connection: Connection,
    thing: Thing,
    at: dt.datetime,
    of: Iterable[int] | None = None,
    but: Iterable[int] = (),
) -> None:
    columns = record_timeline(thing).columns
    statement = load(
        "rebuild/open",
        record=table_name(thing.record),
        record_history=table_name(thing.record_history),
        columns=columns,
        of_kept=qualified("k", columns),
    )
    said = None if of is None else list(of)
    execute(connection, statement, {"at": at, "of": said, "but": list(but)})


_ABOVE = text(
    "select count(distinct master_id) from rebuild_linked where founder is not null"
    " and master_id > :last"
)
_MAKE = text(
    "insert into ops.decision (decision_id, thing, record_id, master_id, verdict, reason,"
    " decided_by, decided_at, review_id) select decision_id, thing, record_id, master_id, verdict,"
    " reason, decided_by, decided_at, review_id from rebuild_decision where decision_id = :id"
)
_REVOKE = text(
    "update ops.decision d set revoked_at = c.revoked_at, revoked_by = c.revoked_by,"
    " revoked_reason = c.revoked_reason from rebuild_decision c"
    " where d.decision_id = :id and c.decision_id = :id"
)
_DECISION = text("select record_id, master_id from ops.decision where decision_id = :id")
