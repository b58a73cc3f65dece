"""Draws records from the base to learn from: so many at most, and the same by the same seed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pyarrow as pa
from psycopg2 import sql
from sqlalchemy import Connection, text

from matching.copied import copied
from matching.model import MatchModel
from models import THINGS
from models.history import table_name
from models.things import Thing
from runtime.errors import SikuError
from runtime.sql import load

# Thing -> the attributes that say where it is at home: whoever shares them may be kin.
HOMES = {
    "person": ("registered_division", "registered_address"),
    "entity": ("registered_division", "registered_address"),
    "address": ("division_code", "text"),
    "parcel": ("division_code", "location_text"),
}
SAMPLE, SEED = 100_000, 1

Progress = Callable[[str], None]


class NotOfTheBase(SikuError):
    """A model was to learn from the base that is of nothing in it."""


def of_base(
    connection: Connection, model: MatchModel, size: int = SAMPLE, seed: int = SEED,
    progress: Progress = lambda line: None,
) -> tuple[pa.Table, dict[str, Any]]:  # fmt: skip
    """Records of the model's thing as its columns, and how an artefact names where they are from.

    Of a base with more than `size` records whole homes are drawn; the transaction is read only.
    """
    thing = _thing(model)
    connection.execute(text("set transaction read only"))
    whole = _count(connection, thing)
    progress(f"drawing {min(size, whole):,} of {whole:,} records of the base")
    rows = _drawn(connection, thing, size, seed)
    missing = [name for name in model.columns if name not in rows.column_names]
    if missing:
        raise NotOfTheBase(
            f"the base has no {', '.join(missing)} of a {thing.name} to compare",
            where=str(model.file),
            hint="it has: " + ", ".join(rows.column_names),
        )
    made = {"from": f"the base's {thing.name} records", "of": whole, "sample": size, "seed": seed}
    return rows.select(list(model.columns)), made


def _thing(model: MatchModel) -> Thing:
    if model.thing not in HOMES:
        raise NotOfTheBase(
            f"{model.model} is of nothing that the base has",
            where=str(model.file),
            hint="--records FILE names records to learn from",
        )
    return THINGS[model.thing]


def _count(connection: Connection, thing: Thing) -> int:
    link = thing.link
    counted = connection.execute(
        text(f"select count(*) from {link.schema}.{link.name} where known_to = 'infinity'")
    )
    return int(counted.scalar_one())


def _drawn(connection: Connection, thing: Thing, size: int, seed: int) -> pa.Table:
    """The rows, by way of a file: memory is bounded by the sample."""
    division, place = (sql.Identifier("m", name) for name in HOMES[thing.name])
    statement = load(
        "matching/sample",
        link=table_name(thing.link),
        master=table_name(thing.master),
        record=table_name(thing.record),
        line=load(f"matching/{thing.name}_line"),
        home=sql.SQL("{} || chr(31) || {}").format(division, place),
        thing=sql.Literal(thing.name),
        seed=sql.Literal(seed),
        size=sql.Literal(size),
    )
    return copied(connection, statement, lambda name: pa.string())
