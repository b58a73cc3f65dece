"""The one way rows come and go on both time axes: nothing is overwritten, nothing is lost.

A table with history is a pair: the *current* table holds what is true until further notice as we
know it now; the *history* table holds what ended in the world (`valid_to`), what was found to be
wrong (`known_to`), or both. `rewrite` says anew what is so of some owners within a window of valid
time: what stood there before keeps its place in history, closed at the moment we learned better;
what lies outside the window stays as it was.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from psycopg2 import sql
from sqlalchemy import Connection, Table

from models.things import Facet, Thing
from runtime.database import execute
from runtime.sql import load

AXES = ("valid_from", "known_from", "delivery_id")


@dataclass(frozen=True)
class Timeline:
    """A pair of tables, what its windows are given by, and what tells its rows apart."""

    current: Table
    history: Table
    owner: str
    row: tuple[str, ...]

    @property
    def content(self) -> list[str]:
        """The columns that say something: all but the row's key and the axes."""
        return [c.name for c in self.current.columns if c.name not in (*self.row, *AXES)]

    @property
    def columns(self) -> list[str]:
        return [*self.row, *self.content]


def master_timeline(thing: Thing) -> Timeline:
    return Timeline(thing.master, thing.history, "master_id", ("master_id",))


def record_timeline(thing: Thing) -> Timeline:
    return Timeline(thing.record, thing.record_history, "record_id", ("record_id",))


def facet_timeline(facet: Facet) -> Timeline:
    return Timeline(facet.table, facet.history, "master_id", ("master_id", *facet.key))


def rewrite(
    connection: Connection,
    timeline: Timeline,
    *,
    windows: str,
    slices: str,
    touched: str,
    known: dt.datetime,
    delivery_id: int,
) -> None:
    """Replace what is known of the owners in `windows` by `slices`, as of the moment `known`.

    `windows(owner, since, until)` and `slices(<row>, <content>, valid_from, valid_to)` are
    temporary tables; an owner has one window, and its slices lie within it. A slice that stands
    already, word for word, is left alone. Owners of which anything changed are added to the
    temporary table `touched(owner)`.
    """
    parts: dict[str, str | tuple[str, ...] | list[str] | sql.Composable] = {
        "current": table_name(timeline.current),
        "history": table_name(timeline.history),
        "owner": timeline.owner,
        "windows": windows,
        "slices": slices,
        "touched": touched,
        "columns": timeline.columns,
        "said_again": said_again("s", "t", timeline),
        "same_row": same("h", "g", timeline.row),
        "same_current": same("c", "g", timeline.row),
        "same_slice": same("c", "s", timeline.row),
        "of_table": qualified("t", timeline.columns),
        "of_slice": qualified("s", timeline.columns),
        "of_gone": qualified("g", timeline.columns),
    }
    execute(
        connection,
        load("history/rewrite", **parts),
        {"known": known, "delivery_id": delivery_id},
    )


def qualified(alias: str, columns: list[str] | tuple[str, ...]) -> sql.Composable:
    """`alias.a, alias.b, …`"""
    return sql.SQL(", ").join(sql.Identifier(alias, column) for column in columns)


def same(left: str, right: str, columns: tuple[str, ...]) -> sql.Composable:
    """Equality of key columns, none of which is ever null."""
    pairs = (
        sql.SQL("{} = {}").format(sql.Identifier(left, c), sql.Identifier(right, c))
        for c in columns
    )
    return sql.SQL(" and ").join(pairs)


def distinct(left: str, right: str, columns: list[str] | tuple[str, ...]) -> sql.Composable:
    """Whether two rows differ in any of the columns, nulls being equal to nulls."""
    return sql.SQL("row({}) is distinct from row({})").format(
        qualified(left, columns), qualified(right, columns)
    )


def said_again(slice_: str, table: str, timeline: Timeline) -> sql.Composable:
    """A slice that says what a row of the table says (both ends are compared by the caller)."""
    return sql.SQL("{} and not ({})").format(
        same(slice_, table, timeline.row), distinct(slice_, table, timeline.content)
    )


def table_name(table: Table) -> tuple[str, str]:
    """Schema and name, as `runtime.sql.load` takes them."""
    return (str(table.schema), table.name)
