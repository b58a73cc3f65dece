"""Which claim wins: every master attribute from its records, by authority, then by recency.

A contract ranks its department per attribute (`authority`, lower wins). Among the records of a
master the claim of the best rank wins, of equals the more recent one, of those the first record.
Nulls claim nothing. The master's `claims` name the winning record of each attribute.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from psycopg2 import sql
from sqlalchemy import Connection, text

from models.elements import sql_type
from models.things import Thing

UNRANKED = 50


@dataclass(frozen=True)
class Authority:
    """How the datasets of a thing rank per attribute, which attributes any of them delivers, and
    which attribute stands where in `claims` (None where one was given up)."""

    ranks: Mapping[int, Mapping[str, int]]
    delivered: frozenset[str]
    positions: tuple[str | None, ...]

    def default(self) -> dict[int, int]:
        return {d: ranks.get("default", UNRANKED) for d, ranks in self.ranks.items()}

    def of(self, attribute: str) -> dict[int, int]:
        return {
            d: ranks.get(attribute, ranks.get("default", UNRANKED))
            for d, ranks in self.ranks.items()
        }


def authority(connection: Connection, thing: Thing) -> Authority:
    """The ranks that the contracts in force give for a thing."""
    rows = connection.execute(
        text(
            "select dataset_id, contract from ops.dataset where thing = :thing order by dataset_id"
        ),
        {"thing": thing.name},
    ).all()
    ranks: dict[int, Mapping[str, int]] = {
        row.dataset_id: row.contract["authority"] for row in rows
    }
    delivered = (
        frozenset().union(*(_delivered(row.contract) for row in rows)) if rows else frozenset()
    )
    return Authority(ranks, delivered, _positions(connection, thing))


def delivers(connection: Connection, dataset_id: int) -> frozenset[str]:
    """The attributes that a dataset's contract fills."""
    contract = connection.execute(
        text("select contract from ops.dataset where dataset_id = :id"), {"id": dataset_id}
    ).scalar_one()
    return frozenset(_delivered(contract))


def _positions(connection: Connection, thing: Thing) -> tuple[str | None, ...]:
    rows = connection.execute(
        text("select position, name from ops.attribute where thing = :thing"), {"thing": thing.name}
    ).all()
    names = {row.position: row.name for row in rows if row.name in thing.attribute_names}
    return tuple(names.get(place + 1) for place in range(max(names)))


def _delivered(contract: Mapping[str, Any]) -> set[str]:
    """The attributes a contract fills: from columns, from pairs of coordinates, with constants."""
    columns = (column["attribute"] for column in contract["columns"].values())
    return {*columns, *contract["points"], *contract["constants"]}


def rank(ranks: Mapping[int, int], column: sql.Composable) -> sql.Composable:
    """The rank of a record's dataset, as an expression; a constant where all rank the same."""
    if len(set(ranks.values())) <= 1:
        return sql.SQL("0::int")
    arms = (
        sql.SQL("when {} then {}").format(sql.Literal(dataset), sql.Literal(value))
        for dataset, value in sorted(ranks.items())
    )
    return sql.SQL("(case {} {} end)").format(column, sql.SQL(" ").join(arms))


def winners(thing: Thing, ranks: Authority) -> dict[str, sql.Composable]:
    """Per attribute its winning value, and `claims`, as aggregates over the claims of one master.

    The rows come in the order of the default rank (see sql/merge/masters.sql), so that only an
    attribute ranked differently needs an order of its own.
    """
    return _each(thing, ranks, lambda name, value: _first(value, name, _order(ranks, name)))


def only(thing: Thing, ranks: Authority) -> dict[str, sql.Composable]:
    """The same where a master has one record: its values win unopposed."""

    def unopposed(name: str, value: sql.Composable) -> sql.Composable:
        return sql.SQL("case when {} is not null then {} end").format(_of(name), value)

    return _each(thing, ranks, unopposed)


def _each(
    thing: Thing, ranks: Authority, won: Callable[[str, sql.Composable], sql.Composable]
) -> dict[str, sql.Composable]:
    """`won(attribute, what of the winner)` for each value and for each record in `claims`."""
    values: dict[str, sql.Composable] = {}
    for name in thing.attribute_names:
        if name in ranks.delivered:
            values[name] = won(name, _of(name))
        else:
            values[name] = sql.SQL("null::" + sql_type(thing.attribute(name)))
    records = (
        won(name, _of("record_id")) if name in ranks.delivered else sql.SQL("null")
        for name in ranks.positions
    )
    values["claims"] = sql.SQL("array[{}]::bigint[]").format(sql.SQL(", ").join(records))
    return values


def _of(name: str) -> sql.Composable:
    return sql.Identifier("c", name)


def _order(ranks: Authority, attribute: str) -> sql.Composable:
    if ranks.of(attribute) == ranks.default():
        return sql.SQL("")
    own = rank(ranks.of(attribute), sql.Identifier("c", "dataset_id"))
    return sql.SQL(" order by {}, c.recency desc, c.record_id").format(own)


def _first(value: sql.Composable, name: str, order: sql.Composable) -> sql.Composable:
    return sql.SQL("(array_agg({}{}) filter (where {} is not null))[1]").format(
        value, order, _of(name)
    )
