"""rebuild: who is who once more from the records and the decisions alone, and how that differs.

Everything about a thing's masters is told again in the order in which it became known, in one
transaction that is taken back; readers go on seeing what stands. Nothing should differ: then what
stands follows from what departments said and people decided. Where something does, because rules or
models are others by now, rebuilding makes it so as new history, and every id keeps its meaning.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from psycopg2 import sql
from sqlalchemy import Connection, Table, text

import audit
from models import Thing
from models.history import qualified, record_timeline, table_name
from pipeline import attention, derive
from pipeline.deliveries import lock, next_numbers
from pipeline.interventions import must_say_why
from pipeline.merge import moment
from pipeline.relinking import taken_back
from pipeline.resolve import resolve
from pipeline.retelling import Event, tell
from pipeline.undo import begin, locks
from pipeline.unresolve import changed_masters, feed, unresolve
from runtime.database import execute, transaction
from runtime.sql import load

EXAMPLES = 20
HIDDEN = ("known_from", "delivery_id")


@dataclass(frozen=True)
class Difference:
    """What one table has and the rebuilt one has not (`stands`), and the reverse (`told`)."""

    table: str
    stands: int
    told: int
    examples: tuple[Mapping[str, Any], ...]


@dataclass(frozen=True)
class Rebuilt:
    """What a rebuild found: how much it told again, and what differs."""

    thing: str
    events: int
    links: int
    masters: int
    differences: tuple[Difference, ...] = field(default=())

    @property
    def same(self) -> bool:
        return not self.differences


@dataclass(frozen=True)
class _Wanted:
    """What a rebuild would change: links and ids that lead elsewhere, and new ids."""

    links: list[dict[str, Any]]
    identities: list[dict[str, Any]]


def check(thing: Thing) -> Rebuilt:
    """Tell everything again and say what differs; nothing is changed."""
    with transaction() as connection:
        lock(connection, *locks(thing))
        return _told_again(connection, thing)[0]


def rebuild(thing: Thing, who: str, reason: str) -> Rebuilt:
    """Tell everything again and make what differs so, as new history."""
    must_say_why(who, reason)
    with transaction() as connection:
        lock(connection, *locks(thing))
        found, links = made_so(connection, thing)
        said = {"thing": thing.name, "links": links, "reason": reason.strip()}
        audit.append(connection, "rebuild", who.strip(), said)
    return found


def made_so(connection: Connection, thing: Thing) -> tuple[Rebuilt, int]:
    """The same in a transaction that holds the thing's locks; also how many links it changed."""
    found, wanted = _told_again(connection, thing)
    if wanted.links or wanted.identities:
        _make_so(connection, thing, wanted)
    return found, len(wanted.links)


def _told_again(connection: Connection, thing: Thing) -> tuple[Rebuilt, _Wanted]:
    found, wanted = Rebuilt(thing.name, 0, 0, 0), _Wanted([], [])
    with taken_back(connection):
        _keep(connection, thing)
        events = execute(connection, load("rebuild/events"), {"thing": thing.name})
        told = [Event(row.what, row.number, row.at) for row in events]
        for event in told:
            tell(connection, thing, event)
        found = Rebuilt(
            thing.name,
            len(told),
            _count(connection, thing.link),
            _count(connection, thing.master),
            tuple(_differences(connection, thing)),
        )
        wanted = _wanted(connection, thing)
    return found, wanted


def _keep(connection: Connection, thing: Thing) -> None:
    """Lay aside what stands, and begin with nothing."""
    columns = record_timeline(thing).columns
    keep = load(
        "rebuild/keep",
        link=table_name(thing.link),
        identity=table_name(thing.identity),
        master=table_name(thing.master),
        record=table_name(thing.record),
        record_history=table_name(thing.record_history),
        of_record=qualified("r", columns),
        of_history=qualified("h", columns),
    )
    execute(connection, keep, {"thing": thing.name})
    for facet in thing.facets:
        execute(
            connection,
            load("rebuild/keep_facet", kept=f"rebuild_{facet.name}", table=table_name(facet.table)),
        )
    tables = [thing.link, thing.identity, thing.master, thing.history, thing.record]
    tables.append(thing.record_history)
    for facet in thing.facets:
        tables += [facet.table, facet.history]
    for table in tables:
        execute(connection, load("rebuild/empty", table=table_name(table)))
    connection.execute(text("delete from ops.decision where thing = :thing"), {"thing": thing.name})


def _differences(connection: Connection, thing: Thing) -> Iterator[Difference]:
    """Table by table: links, identities, masters, facets."""
    link, identity = table_name(thing.link), table_name(thing.identity)
    compared = [
        (thing.link, load("rebuild/links_that_differ", link=link)),
        (thing.identity, load("rebuild/identities_that_differ", link=link, identity=identity)),
        (thing.master, _rows_that_differ(thing.master, "rebuild_master", _pointing(thing))),
    ]
    for facet in thing.facets:
        pointing = {r.column for r in facet.references}
        statement = _rows_that_differ(facet.table, f"rebuild_{facet.name}", pointing)
        compared.append((facet.table, statement))
    for table, statement in compared:
        rows = [dict(row) for row in execute(connection, statement).mappings()]
        if rows:
            stands = sum(row["side"] == "stands" for row in rows)
            name = f"{table.schema}.{table.name}"
            yield Difference(name, stands, len(rows) - stands, tuple(rows[:EXAMPLES]))


def _pointing(thing: Thing) -> set[str]:
    return {r.column for r in thing.references}


def _rows_that_differ(table: Table, kept: str, pointing: set[str]) -> sql.Composable:
    """What references find depends on when the other side came, and so does since when a row that
    has one says what it says."""
    hidden = {*HIDDEN, *pointing, *(("valid_from",) if pointing else ())}
    columns = [c.name for c in table.columns if c.name not in hidden]
    return load("rebuild/masters_that_differ", columns=columns, kept=kept, table=table_name(table))


def _wanted(connection: Connection, thing: Thing) -> _Wanted:
    """What the told-again state has that what stands has not, as rows to write."""
    links = load("rebuild/links_wanted", link=table_name(thing.link))
    ids = load("rebuild/identities_wanted", identity=table_name(thing.identity))
    return _Wanted(
        [dict(row) for row in execute(connection, links).mappings()],
        [dict(row) for row in execute(connection, ids).mappings()],
    )


def _make_so(connection: Connection, thing: Thing, wanted: _Wanted) -> None:
    """Write the differences: links and identities, then all that follows from them."""
    known = moment(connection)
    begin(connection)
    execute(
        connection,
        load(
            "rebuild/make_so",
            link=table_name(thing.link),
            identity=table_name(thing.identity),
            record=table_name(thing.record),
            record_history=table_name(thing.record_history),
        ),
        {
            "known": known,
            "records": [row["record_id"] for row in wanted.links],
            "masters": [row["master_id"] for row in wanted.links],
            "methods": [row["method"] for row in wanted.links],
            "scores": [row["score"] for row in wanted.links],
            "deciders": [row["decider"] for row in wanted.links],
            "reasons": [row["why"] for row in wanted.links],
            "ids": [row["master_id"] for row in wanted.identities],
            "founders": [row["founder"] for row in wanted.identities],
            "leads": [row["merged_into"] for row in wanted.identities],
        },
    )
    used = max((row["master_id"] for row in wanted.identities), default=0)
    last = next_numbers(connection, f"master:{thing.name}", 0)
    next_numbers(connection, f"master:{thing.name}", max(0, used - last))
    derive.masters(connection, thing, known, 0)
    execute(connection, load("undo/gather"))
    next_numbers(connection, f"merged:{thing.name}")
    changed_masters(connection, thing, known)
    unresolve(connection, thing, known)
    attention.notice(connection, thing, known, 0)
    feed(connection, thing, known, 0)
    resolve(connection, thing)


def _count(connection: Connection, table: Table) -> int:
    where = " where known_to = 'infinity'" if "known_to" in table.c else ""
    return int(
        connection.execute(
            text(f"select count(*) from {table.schema}.{table.name}{where}")
        ).scalar_one()
    )
