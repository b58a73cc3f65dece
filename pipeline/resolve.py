"""References that found nothing yet are tried again when the other side arrives."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import Connection, text

from models import THINGS, Reference, Thing
from models.history import (
    Timeline,
    facet_timeline,
    master_timeline,
    qualified,
    same,
    table_name,
)
from pipeline.deliveries import lock, next_numbers
from pipeline.derive import identifiers
from pipeline.merge import moment
from runtime.database import execute
from runtime.sql import load


def resolve(connection: Connection, thing: Thing, delivery_id: int | None = None) -> int:
    """Fill in the references to a thing that now find their master; return how many masters gained.

    With a delivery, only what that delivery changed is looked up: its cost follows its own size.
    """
    waiting = list(references_to(thing))
    lock(connection, *{f"thing:{owner.name}" for owner, _, _ in waiting})
    known = moment(connection)
    connection.execute(
        text(
            "create temporary table resolved (thing text, master_id bigint, valid_from date,"
            " delivery_id bigint) on commit drop"
        )
    )
    for owner, timeline, reference in waiting:
        statement = load(
            "merge/resolve",
            table=table_name(timeline.current),
            history=table_name(timeline.history),
            columns=timeline.columns,
            of_table=qualified("t", timeline.columns),
            row_of_table=qualified("t", timeline.row),
            same_row=same("f", "t", timeline.row),
            identifiers=identifiers(reference, "v"),
            by=reference.by,
            reference=reference.column,
        )
        execute(
            connection,
            statement,
            {"delivery_id": delivery_id, "thing": thing.name, "owner": owner.name, "known": known},
        )
    last = next_numbers(connection, "change", 0)
    gained = execute(
        connection, load("merge/resolved_feed"), {"last": last, "known": known}
    ).rowcount
    next_numbers(connection, "change", gained)
    connection.execute(text("drop table resolved"))
    return gained


def references_to(thing: Thing) -> Iterator[tuple[Thing, Timeline, Reference]]:
    """Who refers to a thing: the owner, the tables that do, and by which of their columns."""
    for owner in THINGS.values():
        for reference in owner.references:
            if reference.thing == thing.name:
                yield owner, master_timeline(owner), reference
        for facet in owner.facets:
            for reference in facet.references:
                if reference.thing == thing.name:
                    yield owner, facet_timeline(facet), reference
