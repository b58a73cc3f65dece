"""Which claim wins: every master attribute from its records, by authority, then by recency.

A contract ranks its department per attribute (`authority`, lower wins). Among the records of a
master the claim of the best rank wins, of equals the more recent one, of those the first record.
Nulls claim nothing. The master's `claims` name the winning record of each attribute.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from psycopg2 import sql
from sqlalchemy import Connection, text
from sqlalchemy.dialects import postgresql

from models.things import Thing

UNRANKED = 50
_DIALECT = postgresql.dialect()


@dataclass(frozen=True)
class Authority:
    """How the datasets of a thing rank per attribute, and which attributes any of them delivers."""

    ranks: Mapping[int, Mapping[str, int]]
    delivered: frozenset[str]

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
    return Authority(ranks, delivered)


def _delivered(contract: Mapping[str, Any]) -> set[str]:
    """The attributes a contract fills: from columns, from pairs of coordinates, with constants."""
    columns = (column["attribute"] for column in contract["columns"].values())
    return {*columns, *contract["points"], *contract["constants"]}


def rank(ranks: Mapping[int, int], column: sql.Composable) -> sql.Composable:
    """The rank of a record's dataset, as an expression; a constant where all rank the same."""
    if len(set(ranks.values())) <= 1:
        return sql.SQL("0")
    arms = (
        sql.SQL("when {} then {}").format(sql.Literal(dataset), sql.Literal(value))
        for dataset, value in sorted(ranks.items())
    )
    return sql.SQL("(case {} {} end)").format(column, sql.SQL(" ").join(arms))


def winners(thing: Thing, ranks: Authority) -> dict[str, sql.Composable]:
    """Per attribute its winning value, and `claims`, as aggregates over the claims of one master.

    The rows come in the order of the default rank (see sql/merge/winners.sql), so that only an
    attribute ranked differently needs an order of its own.
    """
    values: dict[str, sql.Composable] = {}
    records: list[sql.Composable] = []
    for attribute in thing.attribute_names:
        if attribute not in ranks.delivered:
            kind = thing.attribute(attribute).type.compile(dialect=_DIALECT)
            values[attribute] = sql.SQL("null::" + kind)
            records.append(sql.SQL("null::bigint"))
            continue
        order = _order(ranks, attribute)
        column = sql.Identifier("c", attribute)
        values[attribute] = _first(column, column, order)
        records.append(_first(sql.Identifier("c", "record_id"), column, order))
    values["claims"] = sql.SQL("array[{}]::bigint[]").format(sql.SQL(", ").join(records))
    return values


def only(thing: Thing) -> dict[str, sql.Composable]:
    """The same where a master has one record: its values win unopposed."""
    values: dict[str, sql.Composable] = {
        name: sql.Identifier("c", name) for name in thing.attribute_names
    }
    records = (
        sql.SQL("case when {} is not null then c.record_id end").format(sql.Identifier("c", name))
        for name in thing.attribute_names
    )
    values["claims"] = sql.SQL("array[{}]::bigint[]").format(sql.SQL(", ").join(records))
    return values


def _order(ranks: Authority, attribute: str) -> sql.Composable:
    if ranks.of(attribute) == ranks.default():
        return sql.SQL("")
    own = rank(ranks.of(attribute), sql.Identifier("c", "dataset_id"))
    return sql.SQL(" order by {}, c.recency desc, c.record_id").format(own)


def _first(value: sql.Composable, claim: sql.Composable, order: sql.Composable) -> sql.Composable:
    return sql.SQL("(array_agg({}{}) filter (where {} is not null))[1]").format(value, order, claim)
