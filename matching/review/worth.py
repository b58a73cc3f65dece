"""Ranks the pairs that wait by what a decision is worth, after the measure in models/worth.py."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from psycopg2 import sql
from sqlalchemy import Connection, Table

from models.history import table_name
from models.things import THINGS, Thing
from models.worth import MEASURE
from runtime.database import execute
from runtime.sql import load


def weigh(connection: Connection, thing: Thing, reviews: Sequence[int] | None = None) -> None:
    """Rank these pairs of a thing, or all that wait, by what is known now."""
    statement = load(
        "matching/review/weigh",
        record=table_name(thing.record),
        master=table_name(thing.master),
        link=table_name(thing.link),
        differing=_any(thing, "x.{0} <> m.{0}"),
        gained=_any(thing, "(x.{0} is null) <> (m.{0} is null)"),
        identifiers=_identifiers(thing),
        references=_references(thing),
    )
    listed = None if reviews is None else list(reviews)
    execute(connection, statement, {**MEASURE, "thing": thing.name, "reviews": listed})


def _identifiers(thing: Thing) -> sql.Composable:
    """The identifiers of the record, or else of the master it stands at now."""
    names = map(sql.Identifier, thing.identifiers.values())
    each = [sql.SQL(", coalesce(r.{0}, o.{0}) as {0}").format(name) for name in names]
    return sql.Composed(each)


def _any(thing: Thing, condition: str) -> sql.Composable:
    """Whether a condition holds of any of a thing's identifiers."""
    names = map(sql.Identifier, thing.identifiers.values())
    each = [
        sql.SQL("coalesce({}, false)").format(sql.SQL(condition).format(name)) for name in names
    ]
    return sql.SQL(" or ").join(each) if each else sql.SQL("false")


def _references(thing: Thing) -> sql.Composable:
    """How many rows of other masters refer to the two."""
    each = [
        sql.SQL(" + (select count(*) from {} t where t.{} in (x.master_id, x.own))").format(
            sql.Identifier(*table_name(table)), sql.Identifier(column)
        )
        for table, column in _referring(thing)
    ]
    return sql.Composed(each)


def _referring(thing: Thing) -> Iterator[tuple[Table, str]]:
    """The tables with a column that refers to a thing."""
    for owner in THINGS.values():
        for holder in (
            (owner.master, owner.references),
            *((f.table, f.references) for f in owner.facets),
        ):
            table, references = holder
            yield from ((table, r.column) for r in references if r.thing == thing.name)
