"""What bears on who is who, told again event by event from the records alone (for rebuilding).

A delivery is what its records say became known with it; it is matched against what stood before, as
it was then. An undo takes links back as it did. Decisions are made and revoked at their moments.
"""

from __future__ import annotations

import datetime as dt
from contextlib import ExitStack
from dataclasses import dataclass, replace

from sqlalchemy import Connection, text

from models import Thing
from models.history import qualified, record_timeline, table_name
from pipeline import deliveries, derive, relinking
from pipeline.deliveries import Delivery, next_numbers
from pipeline.match import propose
from pipeline.placing import gather, hold, new_ids, place
from pipeline.relinking import copy, spool, taken_back
from pipeline.remerge import clear_workshop
from pipeline.undo import base_of, note_base, others_of, touched
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


def _merged(connection: Connection, thing: Thing, delivery: Delivery, at: dt.datetime) -> None:
    _match(connection, thing, delivery, at)
    _say(connection, thing, at)
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
    replaced = not connection.execute(_UNDONE, {"id": delivery.delivery_id}).scalar_one()
    relinking.note_before(connection, delivery, others=not replaced)
    note_base(connection, thing, moment)
    _say(connection, thing, at)
    ways = relinking.Ways(
        same_ids, lambda: _derive(connection, thing, at, delivery.delivery_id), lambda _: None
    )
    relinking.decide(connection, delivery, moment, at, ways)
    execute(connection, load("undo/traceless", table=table_name(thing.link)), {"known": at})
    clear_workshop(connection, keep=("rebuild\\_%", "relinked", "affected"))


def _match(connection: Connection, thing: Thing, delivery: Delivery, at: dt.datetime) -> None:
    """Match what a delivery said, as the records have it, against what stands."""
    attributes = qualified("r", thing.attribute_names)
    stage = load("rebuild/stage", staged=delivery.stage_table, attributes=attributes)
    with spool() as matched:
        with taken_back(connection):
            execute(connection, stage, {"at": at, "delivery_id": delivery.delivery_id})
            propose(connection, delivery)
            copy(connection, load("rebuild/matched", matched=delivery.match_table), matched)
        matched.seek(0)
        copy(connection, load("rebuild/write", table="rebuild_matched"), matched)


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
        said = {table: spools.enter_context(spool()) for table in tables}
        with taken_back(connection):
            derive.masters(connection, thing, at, source)
            for table, rows in said.items():
                copy(connection, load("rebuild/derived", table=table), rows)
        for table, rows in said.items():
            rows.seek(0)
            execute(connection, load("rebuild/forget", table=table))
            copy(connection, load("rebuild/write", table=table), rows)


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


def _say(connection: Connection, thing: Thing, at: dt.datetime) -> None:
    """Let records say what became known at a moment, and no more what was found to be otherwise."""
    columns = record_timeline(thing).columns
    for part in ("rebuild/close", "rebuild/open"):
        statement = load(
            part,
            record=table_name(thing.record),
            record_history=table_name(thing.record_history),
            columns=columns,
            of_kept=qualified("k", columns),
        )
        execute(connection, statement, {"at": at})


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
_UNDONE = text(
    "select exists (select from ops.intervention where delivery_id = :id and act = 'undo')"
)
