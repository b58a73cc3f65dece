"""A delivery merged again for some records: from its landing copy, as it was read then."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import pyarrow as pa
from sqlalchemy import Connection

from loaders.staging import Arriving, restage
from models.history import table_name
from pipeline.deliveries import Delivery
from pipeline.merge import say
from runtime.database import execute
from runtime.sql import Part, load


def remerge(connection: Connection, delivery: Delivery, known: dt.datetime) -> None:
    """Say again what the delivery said of the records in the temporary table `undo_record`; whom
    they speak of is decided when all deliveries have spoken (pipeline/relinking.py)."""
    records: dict[str, Part] = {
        "record": table_name(delivery.thing.record),
        "record_history": table_name(delivery.thing.record_history),
    }
    keys = execute(connection, load("undo/keys", **records)).scalars().all()
    arriving = Arriving(delivery.delivery_id, delivery.as_of, delivery.landing)
    restage(connection, arriving, delivery.contract, pa.array(keys, pa.string()))
    staged, matched = delivery.stage_table, delivery.match_table
    aside = load("undo/forget_aside", staged=staged)
    execute(connection, aside, {"delivery_id": delivery.delivery_id})
    execute(connection, load("undo/known", matched=matched, staged=staged, **records))
    say(connection, delivery, known, among="undo_record")
    for table in delivery.workshop:
        execute(connection, load("merge/drop", table=table))


def clear_workshop(connection: Connection, keep: Sequence[str] = ("undo\\_%",)) -> None:
    """Drop the temporary tables that merging works with, but for the undo's own."""
    for name in execute(connection, load("undo/workshop"), {"keep": list(keep)}).scalars().all():
        execute(connection, load("merge/drop", table=("pg_temp", name)))
