"""What the database says in SQL because the models say it: timelines, as_of, claims, code lists.

`models.migrate` runs each of these after the migrations and whenever its text changed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from psycopg2 import sql
from sqlalchemy import Column, Table

from models.codes import CODES
from models.elements import GEOMETRIES
from models.repeatable import repeatable
from models.things import THINGS, Thing
from runtime.sql import load


def histories() -> Iterator[tuple[Table, Table]]:
    """Every table of the bases with the table of its history."""
    for thing in THINGS.values():
        yield thing.master, thing.history
        yield thing.record, thing.record_history
        for facet in thing.facets:
            yield facet.table, facet.history


def timeline_of(table: Table) -> tuple[str, str]:
    """The view of a table's current and past rows, with both ends of both axes."""
    return _beside(table, "timeline")


def as_of_of(table: Table) -> tuple[str, str]:
    """The function that gives a table's rows as of (valid, known)."""
    return _beside(table, "as_of")


def claims_of(thing: Thing) -> tuple[str, str]:
    """The view of what every record claims for its master, and whether it won."""
    return thing.base, f"{thing.name}_claim"


def drop_timelines() -> list[sql.Composable]:
    """Drop the timelines, and with them the as_of functions that give their rows."""
    return [_drop(timeline_of(table)) for table, _ in histories()]


def drop_claims() -> list[sql.Composable]:
    """Drop the views of claims."""
    return [_drop(claims_of(thing)) for thing in THINGS.values()]


@repeatable("timelines and as_of functions", undo=drop_timelines)
def timelines() -> list[sql.Composable]:
    """A view `<table>_timeline` and a function `<table>_as_of` for each table with history."""
    made: list[sql.Composable] = []
    for table, history in histories():
        made.append(_timeline(table, history))
        made.append(
            load(
                "objects/as_of",
                function=as_of_of(table),
                timeline=timeline_of(table),
                comment=sql.Literal(f"{table.comment}: 在某日有效、某时已知 as of (valid, known)"),
            )
        )
    return _ended(made)


@repeatable("claims", undo=drop_claims)
def claims() -> list[sql.Composable]:
    """A view `<thing>_claim` for each thing."""
    return _ended(map(_claims, THINGS.values()))


@repeatable("positions of attributes")
def attributes() -> list[sql.Composable]:
    """Give each attribute its place in `claims`; those that have one keep it."""
    rows = [
        (thing.name, name, place)
        for thing in THINGS.values()
        for place, name in enumerate(thing.attribute_names)
    ]
    return _ended([load("objects/attributes", rows=_rows(rows))])


@repeatable("code lists")
def code_lists() -> list[sql.Composable]:
    """Copy the code lists into the database."""
    rows = [
        (codes.name, code.code, code.zh, code.en)
        for codes in CODES.values()
        for code in codes.codes.values()
    ]
    return _ended([load("objects/codes", rows=_rows(rows))])


def _beside(table: Table, what: str) -> tuple[str, str]:
    if table.schema is None:
        raise ValueError(f"{table.name} is in no schema")
    return table.schema, f"{table.name}_{what}"


def _timeline(table: Table, history: Table) -> sql.Composable:
    ends = {"valid_to", "known_to"}
    query = load(
        "objects/timeline",
        current=_columns("c", (c.name for c in table.columns)),
        past=_columns("h", (c.name for c in history.columns if c.name not in ends)),
        table=(str(table.schema), table.name),
        history=(str(history.schema), history.name),
    )
    return _view(timeline_of(table), query, f"{table.comment}: 历来 current and past")


def _claims(thing: Thing) -> sql.Composable:
    query = load(
        "objects/claim",
        link=(thing.base, thing.link.name),
        record=(thing.base, thing.record.name),
        master=(thing.base, thing.master.name),
        thing=sql.Literal(thing.name),
        values=sql.SQL(", ").join(map(_claim, thing.attributes)),
    )
    return _view(claims_of(thing), query, f"{thing.zh} · {thing.en}: 各方声明 claims")


def _claim(attribute: Column[object]) -> sql.Composable:
    """One attribute of a record as (name, text)."""
    shown = "ST_AsText(r.{})" if attribute.info["element"] in GEOMETRIES else "r.{}::text"
    value = sql.SQL(shown).format(sql.Identifier(attribute.name))
    return sql.SQL("({}, {})").format(sql.Literal(attribute.name), value)


def _view(name: tuple[str, str], query: sql.Composable, comment: str) -> sql.Composable:
    create = sql.SQL("CREATE OR REPLACE VIEW {} AS\n{}").format(sql.Identifier(*name), query)
    return load("objects/view", view=name, create=create, comment=sql.Literal(comment))


def _drop(view: tuple[str, str]) -> sql.Composable:
    return sql.SQL("DROP VIEW IF EXISTS {} CASCADE").format(sql.Identifier(*view))


def _columns(alias: str, names: Iterable[str]) -> sql.Composable:
    return sql.SQL(", ").join(sql.Identifier(alias, name) for name in names)


def _rows(rows: Iterable[tuple[object, ...]]) -> sql.Composable:
    return sql.SQL(",\n").join(
        sql.SQL("({})").format(sql.SQL(", ").join(map(sql.Literal, row))) for row in rows
    )


def _ended(statements: Iterable[sql.Composable]) -> list[sql.Composable]:
    return [sql.SQL("{};").format(statement) for statement in statements]
