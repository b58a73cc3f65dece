"""From changed records to golden masters and their facets: survivorship, references, history."""

from __future__ import annotations

import datetime as dt

from psycopg2 import sql
from sqlalchemy import Connection, text

from matching.survivorship.authority import Authority, authority
from matching.survivorship.contest import contest, named, needs_fellows, only
from models import Facet, Thing
from models.history import (
    Timeline,
    facet_timeline,
    master_timeline,
    qualified,
    rewrite,
    table_name,
)
from pipeline.lookups import lookups, remembered, resolved
from runtime.database import execute
from runtime.sql import load

# The day from which what a record claims is so; of several records, the first.
_DAY = sql.SQL("w.recency")


def masters(connection: Connection, thing: Thing, known: dt.datetime, delivery_id: int) -> None:
    """Derive anew the masters in the temporary table `affected(master_id, since)`.

    Leaves in `touched(owner)` those of which anything changed.
    """
    connection.execute(text("create temporary table touched (owner bigint) on commit drop"))
    ranks = authority(connection, thing)
    _claims(connection, thing)
    _masters(connection, thing, ranks)
    _write(connection, master_timeline(thing), "master_slices", known, delivery_id)
    for facet in thing.facets:
        _facet(connection, facet, ranks)
        _write(connection, facet_timeline(facet), f"{facet.name}_slices", known, delivery_id)


def _write(
    connection: Connection, timeline: Timeline, slices: str, known: dt.datetime, delivery_id: int
) -> None:
    rewrite(
        connection, timeline, windows="spans", slices=slices, touched="touched",
        known=known, delivery_id=delivery_id,
    )  # fmt: skip


def _claims(connection: Connection, thing: Thing) -> None:
    statement = load(
        "merge/claimed",
        link=table_name(thing.link),
        record=table_name(thing.record),
        record_history=table_name(thing.record_history),
        of_record=qualified("t", thing.attribute_names),
    )
    execute(connection, statement)
    if needs_fellows(thing):
        execute(connection, load("merge/fellows"))


def _masters(connection: Connection, thing: Thing, ranks: Authority) -> None:
    compared = [*thing.attribute_names, "claims", *(r.column for r in thing.references)]
    statement = load(
        "merge/masters",
        only=named(only(thing, ranks)),
        **contest(thing, ranks),
        references=resolved(thing.references),
        lookups=lookups(
            thing.references, "w", _DAY, remembered(connection, thing.name, thing.references)
        ),
        of_referred=qualified("r", compared),
        of_spanned=qualified("s", compared),
    )
    execute(connection, statement)


def _facet(connection: Connection, facet: Facet, ranks: Authority) -> None:
    attributes = list(facet.rows[0])
    compared = [*attributes, "record_id", *(r.column for r in facet.references)]
    statement = load(
        "merge/facet",
        slices=f"{facet.name}_slices",
        rank=ranks.ordinal("default", "c"),
        succession=ranks.succession("w"),
        rows=sql.SQL(", ").join(row_of(row, attributes) for row in facet.rows),
        attributes=attributes,
        complete=complete(facet),
        key=qualified("w", facet.key),
        key_of_referred=qualified("r", facet.key),
        key_of_compared=qualified("c", facet.key),
        key_of_runs=qualified("r", facet.key),
        of_won=qualified("w", attributes),
        references=resolved(facet.references),
        lookups=lookups(
            facet.references, "w", _DAY, remembered(connection, facet.name, facet.references)
        ),
        of_referred=qualified("r", compared),
        of_spanned=qualified("s", compared),
    )
    execute(connection, statement)


def complete(facet: Facet) -> sql.Composable:
    """A row of a facet is made where its key is whole."""
    return sql.SQL(" and ").join(
        sql.SQL("{} is not null").format(sql.Identifier("v", name)) for name in facet.key
    )


def row_of(row: dict[str, str], attributes: list[str]) -> sql.Composable:
    """One row a record yields: constants are quoted in the declaration, the rest are attributes."""
    cells = [
        sql.Literal(row[n].strip("'")) if row[n].startswith("'") else sql.Identifier("c", row[n])
        for n in attributes
    ]
    return sql.SQL("({})").format(sql.SQL(", ").join(cells))
