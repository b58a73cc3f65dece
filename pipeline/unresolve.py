"""After an undo: which masters it changed, and who referred to them."""

from __future__ import annotations

import datetime as dt

from psycopg2 import sql
from sqlalchemy import Connection, text

from models import Reference, Thing
from models.history import (
    Timeline,
    distinct,
    facet_timeline,
    master_timeline,
    qualified,
    same,
    table_name,
)
from pipeline.deliveries import next_numbers
from pipeline.lookups import lookups, owner_table, references_to, remembered
from runtime.database import execute
from runtime.sql import load


def changed_masters(connection: Connection, thing: Thing, known: dt.datetime) -> None:
    """Note in `undo_changed` the masters that say something else than before, in any table."""
    for timeline in (master_timeline(thing), *map(facet_timeline, thing.facets)):
        compared = list(dict.fromkeys([*timeline.row, *timeline.content]))
        statement = load(
            "undo/changed",
            current=table_name(timeline.current),
            history=table_name(timeline.history),
            of_current=qualified("c", compared),
            of_history=qualified("h", compared),
            differs=distinct("b", "s", compared),
        )
        execute(connection, statement, {"known": known})


def unresolve(
    connection: Connection,
    thing: Thing,
    known: dt.datetime,
    changed: str = "undo_changed",
    pointing: str = "undo_pointing",
) -> None:
    """Look up again what refers to the masters that changed, and note who referred to them."""
    for owner, timeline, reference in references_to(thing):
        told = remembered(connection, owner_table(owner, reference), [reference])
        statement = _unresolve(timeline, reference, told, changed, pointing)
        execute(connection, statement, {"known": known, "owner": owner.name})


def _unresolve(
    timeline: Timeline,
    reference: Reference,
    told: list[tuple[str, Reference]],
    changed: str,
    pointing: str,
) -> sql.Composed:
    anew = (
        sql.SQL("f.found") if column == reference.column else sql.Identifier("f", column)
        for column in timeline.columns
    )
    return load(
        "undo/unresolve",
        table=table_name(timeline.current),
        history=table_name(timeline.history),
        columns=timeline.columns,
        of_table=qualified("t", timeline.columns),
        of_history=qualified("h", timeline.columns),
        of_found=qualified("f", timeline.columns),
        of_refound=sql.SQL(", ").join(anew),
        same_row=same("f", "t", timeline.row),
        same_past=same("f", "h", timeline.row),
        changed=changed,
        pointing=pointing,
        found=sql.Identifier(f"of_{reference.column}", reference.column),
        lookups=lookups([reference], "p", sql.SQL("p.valid_from"), told),
        reference=reference.column,
    )


def feed(
    connection: Connection, thing: Thing, known: dt.datetime, delivery_id: int
) -> tuple[int, int, int]:
    """Tell of the masters that changed and of those that referred to them; how many were withdrawn,
    changed otherwise, and referred. The feed's counter stays locked until the transaction ends."""
    last = next_numbers(connection, "change", 0)
    facts = {"last": last, "thing": thing.name, "known": known, "delivery_id": delivery_id}
    tables = {"master": table_name(thing.master), "identity": table_name(thing.identity)}
    told = execute(connection, load("undo/feed", **tables), facts).rowcount
    facts["last"] = last + told
    pointing = execute(connection, load("undo/pointing_feed"), facts).rowcount
    next_numbers(connection, "change", told + pointing)
    withdrawn = connection.execute(
        text("select count(*) from ops.change where change_id > :last and action = 'd'"),
        {"last": last},
    ).scalar_one()
    return int(withdrawn), told - int(withdrawn), pointing
