"""Where rows say something is: addresses by their parts, parcels by the point within them.

An address that is written as no standard address is, is read part by part; it is the standard
address of the one door with these parts, in the division the row gives. An address without the
code of a parcel lies on the one parcel that its point is within.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import pyarrow as pa
from psycopg2 import sql
from sqlalchemy import Connection, text

from loaders.elements import addresses
from matching.across import Meant
from models import THINGS, Thing
from models.declaring import waits
from models.history import table_name
from pipeline.across import any_of, own
from pipeline.lookups import remembered
from pipeline.noting import Refers, every, fill, settle
from runtime.database import execute
from runtime.sql import Part, load

DECIDER = "siku places"
_PARTS = ("division_name", "road", "house_number", "building", "unit")


def resolve(
    connection: Connection, thing: Thing, delivery_id: int | None, facts: Mapping[str, Any]
) -> None:
    """Find the standard addresses and parcels that a change of a thing bears on."""
    for one in every():
        queries: list[sql.Composable] = []
        if one.reference.thing == "address" and one.reference.on == "text":
            queries = list(_addresses(connection, one, thing, delivery_id))
            find = _doors
        elif one.called == "address.parcel_id":
            queries = list(_parcels(one, thing, delivery_id))
            find = _parcels_within
        if not queries or not any_of(connection, THINGS[one.reference.thing]):
            continue
        told = {**facts, "reference": one.called}
        union = sql.SQL(" union all ").join(queries)
        execute(connection, load("across/affected", queries=union), told)
        found = list(find(connection, one, told))
        settle(connection, one, found, told, DECIDER)


def _addresses(
    connection: Connection, one: Refers, thing: Thing, delivery_id: int | None
) -> Iterator[sql.Composable]:
    """Whose addresses are read: those of owners that changed; all that wait, when standard
    addresses arrive, since only reading them tells whether they are meant."""
    table: dict[str, Part] = {"table": table_name(one.timeline.current)}
    if thing.name == "address" or (delivery_id is None and thing.name == one.owner.name):
        waiting = f"{waits(one.reference, 't.')} and t.{one.reference.by} is not null"
        yield load("across/waiting", **table, waits=sql.SQL(waiting))
        yield load("across/remembered_of")
    elif thing.name == one.owner.name:
        yield from own(one, told=bool(remembered(connection, one.table, [one.reference])))


def _parcels(one: Refers, thing: Thing, delivery_id: int | None) -> Iterator[sql.Composable]:
    """Which addresses' parcels are looked for: of those that changed, and of those that lie within
    a parcel that changed."""
    if delivery_id is None and thing.name in ("address", "parcel"):
        waiting = "t.parcel_id is null and t.parcel_code is null"
        table = table_name(one.timeline.current)
        yield load("across/waiting", table=table, waits=sql.SQL(waiting))
    elif thing.name == "address":
        yield sql.SQL("select c.master_id from changed c")
    elif thing.name == "parcel":
        yield load("across/located")
        yield load("across/remembered_changed")


def _doors(connection: Connection, one: Refers, facts: Mapping[str, Any]) -> Iterator[Meant]:
    """The one standard address with the parts of each address given."""
    columns = one.timeline.current.columns
    division = "division_code"
    statement = load(
        "across/door_sayings",
        table=table_name(one.timeline.current),
        by=one.reference.by,
        column=one.reference.column,
        division=sql.Identifier("t", division) if division in columns else sql.SQL("null"),
    )
    execute(connection, statement, facts)
    rows = connection.execute(text("select saying_id, number from saying order by 1")).all()
    if not rows:
        return
    parts = addresses.parse(pa.array([row.number for row in rows], pa.string()))
    told = {name: parts[name].to_pylist() for name in (*_PARTS, "rest")}
    read = {
        row.saying_id: {name: told[name][n] for name in _PARTS}
        for n, row in enumerate(rows)
        if told["road"][n] and told["house_number"][n] and not told["rest"][n]
    }
    fill(
        connection,
        "door",
        "saying_id bigint, division_name text, road text, house_number text, building text,"
        " unit text",
        [(saying, *door.values()) for saying, door in read.items()],
    )
    for row in execute(connection, load("across/doors"), facts).mappings():
        if row["doors"] == 1:
            door = {name: value for name, value in read[row["saying_id"]].items() if value}
            yield Meant(row["saying_id"], row["master_id"], "linked", "parts", None, door)


def _parcels_within(
    connection: Connection, one: Refers, facts: Mapping[str, Any]
) -> Iterator[Meant]:
    """The one parcel that each address lies within."""
    del one
    execute(connection, load("across/point_sayings"), facts)
    for row in execute(connection, load("across/parcels"), facts).mappings():
        if row["parcels"] == 1:
            yield Meant(row["saying_id"], row["master_id"], "linked", "place", None, {"within": 1})
