"""A delivery merged again for some records: from its landing copy, as it was read then."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import pyarrow as pa
from sqlalchemy import Connection

from loaders.staging import Arriving, restage
from models.history import table_name
from pipeline.deliveries import Delivery
from pipeline.match import propose
from pipeline.merge import apply
from runtime.database import execute
from runtime.sql import load


def remerge(connection: Connection, delivery: Delivery, known: dt.datetime) -> None:
    """Say again what the delivery said of the records in the temporary table `undo_record`."""
    arriving = Arriving(delivery.delivery_id, delivery.as_of, delivery.landing)
    restage(connection, arriving, delivery.contract, _keys(connection, delivery))
    aside = load("undo/forget_aside", staged=delivery.stage_table)
    execute(connection, aside, {"delivery_id": delivery.delivery_id})
    propose(connection, delivery)
    apply(connection, delivery, known, among="undo_record")
    for table in (delivery.stage_table, delivery.match_table, delivery.review_table):
        execute(connection, load("merge/drop", table=table))


def clear_workshop(connection: Connection, keep: Sequence[str] = ("undo\\_%",)) -> None:
    """Drop the temporary tables that merging works with, but for the undo's own."""
    for name in execute(connection, load("undo/workshop"), {"keep": list(keep)}).scalars().all():
        execute(connection, load("merge/drop", table=("pg_temp", name)))


def _keys(connection: Connection, delivery: Delivery) -> pa.Array:
    """The keys of the records, in the source."""
    thing = delivery.thing
    statement = load(
        "undo/keys",
        record=table_name(thing.record),
        record_history=table_name(thing.record_history),
    )
    return pa.array(execute(connection, statement).scalars().all(), pa.string())
