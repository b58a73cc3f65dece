"""The state of the four bases and of operations as one hash a table, to compare two ways there.

What the wall clock decides is left out. Numbers that follow the order in which deliveries that have
nothing to do with each other happened to arrive are told by what they stand for.
"""

from __future__ import annotations

from psycopg2 import sql
from sqlalchemy import Column, Connection, Table

from models import Base
from models.base import BASES
from runtime.database import execute

SCHEMAS = (*BASES, "ops")
CLOCK = (
    "known_from", "known_at", "received_at", "seconds", "decided_at", "undone_at", "at",
    "asked_at", "standing", "handed_at", "until", "revoked_at",
)  # fmt: skip
# What a decision is worth is reckoned from what hung on it when it was asked.
THEN = ("reach", "stakes", "worth")
PROGRAM = ("read_with",)  # differs where siku itself was changed between two ways
PLACES = ("landing", "report")  # paths, which name a folder or a delivery's number

DELIVERY = """
    (select s.name || ' ' || d.as_of || ' ' || d.checksum from ops.delivery d
       join ops.dataset s using (dataset_id) where d.delivery_id = {column})
"""
TURN = "row_number() over (partition by t.thing order by {column})"
ENDED = "({column} = 'infinity')"


def fingerprint(connection: Connection) -> dict[str, str]:
    """The rows of every table, counted and hashed."""
    tables = [t for t in Base.metadata.sorted_tables if t.schema in SCHEMAS]
    return {f"{table.schema}.{table.name}": _hash(connection, table) for table in tables}


def difference(one: dict[str, str], other: dict[str, str]) -> dict[str, tuple[str, str]]:
    """The tables that differ, with what either side has."""
    return {
        name: (one.get(name, "-"), other.get(name, "-"))
        for name in sorted({*one, *other})
        if one.get(name) != other.get(name)
    }


def rows(connection: Connection, name: str) -> list[str]:
    """A table's rows, as they are compared."""
    statement = _rows(Base.metadata.tables[name])
    return sorted(str(row) for row in execute(connection, statement).scalars())


def _hash(connection: Connection, table: Table) -> str:
    statement = sql.SQL(
        "select count(*) || ' rows ' || coalesce(md5(string_agg(told, '' order by told)), '')"
        " from (select md5(told) as told from ({}) every) rows"
    ).format(_rows(table))
    return str(execute(connection, statement).scalar())


def _rows(table: Table) -> sql.Composable:
    """Every row of a table as it is to be compared."""
    left_out = (*CLOCK, *THEN, *PROGRAM, *PLACES)
    told = [_told(column) for column in table.columns if column.name not in left_out]
    return sql.SQL("select row({})::text as told from {} t").format(
        sql.SQL(", ").join(told), sql.Identifier(str(table.schema), table.name)
    )


def _told(column: Column[object]) -> sql.Composable:
    """A column as it is to be compared."""
    name = sql.Identifier("t", column.name)
    if column.name == "known_to":
        return sql.SQL(ENDED).format(column=name)
    if column.name == "delivery_id":
        return sql.SQL(DELIVERY).format(column=name)
    if column.name == "change_id":
        return sql.SQL(TURN).format(column=name)
    return name
