"""How the datasets of a thing rank, after the contracts in force, and whose they are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from psycopg2 import sql
from sqlalchemy import Connection, text

from loaders.fields import SplitSpec
from models.things import Thing

UNRANKED = 50
_LAST = 255  # ordinals that the weights of matching/survivorship/weighing.py have room for


@dataclass(frozen=True)
class Authority:
    """Per dataset of a thing its ranks per attribute, its name and department; which attributes
    any of them delivers, and which attribute stands where in `claims` (None where one was given
    up)."""

    ranks: Mapping[int, Mapping[str, int]]
    names: Mapping[int, str]
    departments: Mapping[int, str]
    delivered: frozenset[str]
    positions: tuple[str | None, ...]

    def of(self, attribute: str) -> dict[int, int]:
        """The rank of each dataset for an attribute; `default` for what it does not single out."""
        return {
            d: ranks.get(attribute, ranks.get("default", UNRANKED))
            for d, ranks in self.ranks.items()
        }

    def ordinal(self, attribute: str, alias: str) -> sql.Composable:
        """Whether a record's dataset ranks first (0), second (1) … for an attribute."""
        ranks = self.of(attribute)
        ordinals = {rank: min(n, _LAST) for n, rank in enumerate(sorted(set(ranks.values())))}
        return _by_dataset({d: ordinals[rank] for d, rank in ranks.items()}, alias)

    def department(self, alias: str) -> sql.Composable:
        """A number for the department of a record's dataset."""
        known = sorted(set(self.departments.values()))
        return _by_dataset({d: known.index(one) for d, one in self.departments.items()}, alias)

    def succession(self, alias: str) -> sql.Composable:
        """What claims are sorted by that no rule tells apart: the later one, then the first by
        dataset and key in the source. It does not depend on the order in which they came."""
        named = sorted(self.names, key=lambda d: self.names[d])
        return sql.SQL('{} desc, {}, {} collate "C"').format(
            sql.Identifier(alias, "recency"),
            _by_dataset({d: n for n, d in enumerate(named)}, alias),
            sql.Identifier(alias, "source_key"),
        )


def authority(connection: Connection, thing: Thing) -> Authority:
    """The ranks that the contracts in force give for a thing."""
    rows = connection.execute(
        text(
            "select dataset_id, name, department, contract from ops.dataset where thing = :thing"
            " order by dataset_id"
        ),
        {"thing": thing.name},
    ).all()
    return Authority(
        ranks={row.dataset_id: row.contract["authority"] for row in rows},
        names={row.dataset_id: row.name for row in rows},
        departments={row.dataset_id: row.department for row in rows},
        delivered=frozenset().union(*(_delivered(thing, row.contract) for row in rows)),
        positions=_positions(connection, thing),
    )


def delivers(connection: Connection, thing: Thing, dataset_id: int) -> frozenset[str]:
    """The attributes that a dataset's contract fills."""
    contract = connection.execute(
        text("select contract from ops.dataset where dataset_id = :id"), {"id": dataset_id}
    ).scalar_one()
    return frozenset(_delivered(thing, contract))


def _positions(connection: Connection, thing: Thing) -> tuple[str | None, ...]:
    rows = connection.execute(
        text("select position, name from ops.attribute where thing = :thing"), {"thing": thing.name}
    ).all()
    names = {row.position: row.name for row in rows if row.name in thing.attribute_names}
    return tuple(names.get(place + 1) for place in range(max(names)))


def _delivered(thing: Thing, contract: Mapping[str, Any]) -> set[str]:
    """The attributes a contract fills: from columns and their pieces, from columns joined, from
    pairs of coordinates, with constants, and with what their texts say besides."""
    columns = [column["attribute"] for column in contract["columns"].values()]
    for split in contract.get("splits", {}).values():
        columns += SplitSpec.model_validate(split).attributes
    named = {*columns, *contract.get("joins", {}), *contract["points"], *contract["constants"]}
    filled = named & {*thing.attribute_names}
    beside = (thing.attribute(name).info["beside"].values() for name in filled)
    return filled.union(*beside)


def _by_dataset(numbers: Mapping[int, int], alias: str) -> sql.Composable:
    """A number that depends on the record's dataset; a constant where all have the same. A dataset
    that is of another thing by now comes last."""
    if len(set(numbers.values())) <= 1:
        return sql.SQL("0::int")
    arms = (
        sql.SQL("when {} then {}").format(sql.Literal(dataset), sql.Literal(value))
        for dataset, value in sorted(numbers.items())
    )
    return sql.SQL("(case {} {} else {} end)").format(
        sql.Identifier(alias, "dataset_id"),
        sql.SQL(" ").join(arms),
        sql.Literal(max(numbers.values())),
    )
