"""References that found nothing yet are tried again when the other side arrives."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from psycopg2 import sql
from sqlalchemy import Connection, text

from models import Reference, Thing, thing_named
from models.declaring import waits
from models.history import Timeline, qualified, table_name
from pipeline import across, places, succession
from pipeline.deliveries import lock, next_numbers
from pipeline.lookups import (
    DIVISION,
    identifiers,
    lookups,
    owner_table,
    references_to,
    remembered,
)
from pipeline.merge import moment
from pipeline.noting import refer
from pipeline.unresolve import unresolve
from runtime.database import execute
from runtime.sql import load


def resolve(connection: Connection, thing: Thing, delivery_id: int | None = None) -> int:
    """Fill in the references to a thing that now find their master; return how many masters gained.

    With a delivery, only what that delivery changed is looked up: its cost follows its own size.
    """
    waiting = list(references_to(thing))
    owners = {owner.name for owner, _, _ in waiting} | across.concerned(thing)
    lock(connection, *(f"thing:{name}" for name in owners))
    known = moment(connection)
    facts = {"delivery_id": delivery_id, "thing": thing.name, "known": known}
    with telling(connection, known) as gained:
        for owner, timeline, reference in waiting:
            arrived = load("merge/arrived", identifiers=identifiers(reference, "v"))
            fill_waiting(connection, owner, timeline, reference, arrived, facts)
        if thing.name in succession.LINEAGE:
            _succeed(connection, known, facts)
        across.resolve(connection, thing, delivery_id, facts)
        places.resolve(connection, thing, delivery_id, facts)
    return gained[0]


@contextmanager
def telling(connection: Connection, known: dt.datetime) -> Iterator[list[int]]:
    """Tell the feed at the end whose references changed, as the temporary table `resolved` notes;
    the list gets their number."""
    connection.execute(_RESOLVED)
    gained: list[int] = []
    yield gained
    last = next_numbers(connection, "change", 0)
    told = execute(connection, load("merge/resolved_feed"), {"last": last, "known": known})
    gained.append(told.rowcount)
    next_numbers(connection, "change", told.rowcount)
    connection.execute(text("drop table resolved"))


_RESOLVED = text(
    "create temporary table resolved (thing text, master_id bigint, valid_from date,"
    " delivery_id bigint) on commit drop"
)


def fill_waiting(
    connection: Connection,
    owner: Thing,
    timeline: Timeline,
    reference: Reference,
    arrived: sql.Composable,
    facts: Mapping[str, Any],
) -> None:
    """Fill in the waiting rows of one reference whose identifier is among those that arrived."""
    told = remembered(connection, owner_table(owner, reference), [reference])
    statement = load(
        "merge/resolve",
        table=table_name(timeline.current),
        row_of_table=qualified("t", timeline.row),
        arrived=arrived,
        found=sql.Identifier(f"of_{reference.column}", reference.column),
        lookups=lookups([reference], "t", sql.SQL("t.valid_from"), told),
        waits=sql.SQL(waits(reference, "t.")),
        by=reference.by,
    )
    execute(connection, statement, facts)
    refer(connection, owner, timeline, reference, facts)


def _succeed(connection: Connection, known: dt.datetime, facts: Mapping[str, Any]) -> None:
    """Codes of divisions have become others, or are no more: what they mean is looked up again."""
    if not succession.renew(connection):
        return
    division = thing_named(DIVISION)
    unresolve(connection, division, known, changed="renewed_master", pointing="resolved")
    for owner, timeline, reference in references_to(division):
        arrived = sql.SQL("select code as value from renewed")
        fill_waiting(connection, owner, timeline, reference, arrived, facts)
