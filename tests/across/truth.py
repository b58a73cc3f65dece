"""What references between the bases should resolve to, from a twin province without any noise.

The same order without noise is the same province, told without a slip: there every reference is
resolved by its identifier. What the noisy province resolved is compared with that, owner by owner,
by the things they truly are.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, fields, replace
from pathlib import Path

import pyarrow.parquet as pq
from psycopg2 import sql
from sqlalchemy import Connection

from loaders.contract import Contract, contracts
from models import THINGS, Facet, Reference, Thing
from models.history import table_name
from pipeline.receive import receive
from pipeline.walk import walk
from runtime.database import engine, execute
from samples.order import Order
from samples.rates import Noise

True_ = str | int  # what a master truly is
Truth = dict[tuple[str, str], int]  # dataset and key in the source → what the row truly is
Rows = dict[str, list[tuple[True_, str, True_ | None]]]  # reference → owner, which row, target
Told = dict[tuple[str, tuple[True_, str]], set[True_]]  # reference, owner and row → targets

NO_NOISE = Noise(**{field.name: 0.0 for field in fields(Noise)})


def without_noise(ordered: Order) -> Order:
    """The same province, told without a slip."""
    return replace(ordered, rates=replace(ordered.rates, noise=NO_NOISE))


def deliver(out: Path, only: frozenset[str] = frozenset()) -> None:
    """Walk everything a province delivers, each day in the order its contracts want."""
    for day in sorted((out / "drop").iterdir()):
        for contract in in_order():
            if only and contract.dataset not in only:
                continue
            for file in sorted(day.glob(contract.file.pattern)):
                done = walk(receive(contract.dataset, file, dt.date.fromisoformat(day.name)))
                assert done.state == "published", (contract.dataset, done.state, done.error)


def in_order() -> Iterator[Contract]:
    """The contracts, each behind those it wants first."""
    known, told = contracts(), set[str]()

    def behind(name: str) -> Iterator[Contract]:
        if name in told:
            return
        told.add(name)
        for first in known[name].after:
            yield from behind(first)
        yield known[name]

    for name in sorted(known):
        yield from behind(name)


@dataclass
class Figures:
    """Of the rows of a reference: how many should resolve, how many did, how many rightly."""

    should: int = 0
    resolved: int = 0
    right: int = 0
    wrong: int = 0

    @property
    def precision(self) -> float:
        return self.right / (self.right + self.wrong) if self.right + self.wrong else 1.0

    @property
    def recall(self) -> float:
        return self.right / self.should if self.should else 1.0


def compared(noisy: Rows, clean: Told) -> dict[str, Figures]:
    """Each reference's figures; rows whose owner the clean province does not know are left out."""
    result: dict[str, Figures] = {}
    for reference, rows in noisy.items():
        figures = result.setdefault(reference, Figures())
        for owner, row, target in rows:
            expected = clean.get((reference, (owner, row)), set())
            figures.should += bool(expected)
            figures.resolved += target is not None
            if target is not None:
                figures.right += target in expected
                figures.wrong += target not in expected
    return result


def told(rows: Rows) -> Told:
    """What a province without noise tells of each reference."""
    found: Told = defaultdict(set)
    for reference, said in rows.items():
        for owner, row, target in said:
            if target is not None:
                found[reference, (owner, row)].add(target)
    return found


def resolved(out: Path) -> Rows:
    """Per reference its rows in the database: the owner, which of its rows, what it resolved to."""
    truth = _truth(out)
    with engine().connect() as connection:
        things = {name: _truly(connection, thing, truth) for name, thing in THINGS.items()}
        result = {}
        for thing in THINGS.values():
            for reference in thing.references:
                key = f"{thing.name}.{reference.column}"
                result[key] = _rows(connection, thing, None, reference, things)
            for facet in thing.facets:
                for reference in facet.references:
                    key = f"{facet.name}.{reference.column}"
                    result[key] = _rows(connection, thing, facet, reference, things)
    return result


def _truth(out: Path) -> Truth:
    table = pq.read_table(out / "truth" / "records.parquet").combine_chunks()
    unique = table.group_by(["dataset", "source_key"]).aggregate([("truth_id", "min")])
    columns = (unique["dataset"], unique["source_key"], unique["truth_id_min"])
    return {(d, k): t for d, k, t in zip(*(c.to_pylist() for c in columns), strict=True)}


def _truly(connection: Connection, thing: Thing, truth: Truth) -> dict[int, True_]:
    """What each master truly is: by the first of its records, or by its key where it has one."""
    statement = sql.SQL(
        "select l.master_id, s.name, r.source_key from {record} r join {link} l using (record_id)"
        " join ops.dataset s using (dataset_id) where l.known_to = 'infinity' order by record_id"
    ).format(
        record=sql.Identifier(*table_name(thing.record)),
        link=sql.Identifier(*table_name(thing.link)),
    )
    found: dict[int, True_] = {}
    for row in execute(connection, statement).mappings():
        said = (row["name"], row["source_key"])
        if said in truth:
            found.setdefault(row["master_id"], truth[said] if thing.matched else " ".join(said))
    return found


def _rows(
    connection: Connection,
    thing: Thing,
    facet: Facet | None,
    reference: Reference,
    things: dict[str, dict[int, True_]],
) -> list[tuple[True_, str, True_ | None]]:
    table = facet.table if facet else thing.master
    constants = [
        name for name in (facet.key if facet else ()) if facet and facet.rows[0][name][0] == "'"
    ]
    which = sql.SQL("concat_ws('/', {})").format(
        sql.SQL(", ").join([sql.SQL("''"), *map(sql.Identifier, constants)])
    )
    statement = sql.SQL(
        "select master_id, {which} as which, {column} as found from {table}"
    ).format(
        which=which,
        column=sql.Identifier(reference.column),
        table=sql.Identifier(*table_name(table)),
    )
    owners, targets = things[thing.name], things[reference.thing]
    rows = [dict(row) for row in execute(connection, statement).mappings()]
    return [
        (
            owners[row["master_id"]],
            row["which"],
            None if row["found"] is None else targets.get(row["found"], -1),
        )
        for row in rows
        if row["master_id"] in owners
    ]


def table(figures: dict[str, Figures]) -> str:
    """The figures as people read them."""
    lines = [
        f"{'reference':34} {'rows should':>11} {'resolved':>9} {'precision':>10} {'recall':>8}"
    ]
    for name, f in figures.items():
        lines.append(
            f"{name:34} {f.should:>11,} {f.resolved:>9,} {f.precision:>10.4f} {f.recall:>8.4f}"
        )
    return "\n".join(lines)
