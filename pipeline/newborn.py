"""Masters that one new record founds: all it says is so, which is quickly written down.

Most of a first load is of this kind. What is derived from several records, or anew, is derived by
`pipeline.derive`; both say the same of a master with one record.
"""

from __future__ import annotations

import datetime as dt

from psycopg2 import sql
from sqlalchemy import Connection

from matching.survivorship.authority import Authority, authority, delivers
from matching.survivorship.contest import named, only
from models import Base, Facet
from models.history import qualified, table_name
from pipeline.bulk import indexed_after
from pipeline.deliveries import Delivery, next_numbers
from pipeline.derive import complete, row_of
from pipeline.lookups import lookups, resolved
from runtime.database import execute
from runtime.sql import load

FEED = Base.metadata.tables["ops.change"]
# A new master is so from the day its record says.
_DAY = sql.SQL("w.valid_from")


def masters(connection: Connection, delivery: Delivery, known: dt.datetime, count: int) -> None:
    """Write the masters and facets of the rows in `plan` that stand alone, `count` of them."""
    ranks = authority(connection, delivery.thing)
    with indexed_after(connection, delivery.thing.master, count):
        _masters(connection, delivery, ranks, known)
    said = delivers(connection, delivery.thing, delivery.dataset_id)
    for facet in delivery.thing.facets:
        if _can_fill(facet, said):
            with indexed_after(connection, facet.table, count):
                _facet(connection, delivery, facet, known)


def feed(
    connection: Connection,
    delivery: Delivery,
    known: dt.datetime,
    count: int,
    number: sql.Composable,
) -> None:
    """Tell of `count` new masters in the order of their `number`, from 1; the counter's row stays
    locked until the transaction ends."""
    last = next_numbers(connection, "change", 0)
    facts = {
        "last": last,
        "thing": delivery.thing.name,
        "known": known,
        "delivery_id": delivery.delivery_id,
    }
    with indexed_after(connection, FEED, count):
        written = execute(connection, load("merge/born_feed", number=number), facts).rowcount
    next_numbers(connection, "change", written)


def _masters(
    connection: Connection, delivery: Delivery, ranks: Authority, known: dt.datetime
) -> None:
    thing = delivery.thing
    content = [*thing.attribute_names, "claims"]
    statement = load(
        "merge/born",
        master=table_name(thing.master),
        staged=delivery.stage_table,
        columns=[*content, *(r.column for r in thing.references)],
        only=named(only(thing, ranks)),
        of_staged=qualified("d", thing.attribute_names),
        of_won=qualified("w", content),
        references=resolved(thing.references),
        lookups=lookups(thing.references, "w", _DAY),
    )
    execute(connection, statement, {"known": known, "delivery_id": delivery.delivery_id})


def _facet(connection: Connection, delivery: Delivery, facet: Facet, known: dt.datetime) -> None:
    attributes = list(facet.rows[0])
    content = [*attributes, "record_id"]
    statement = load(
        "merge/born_facet",
        facet=table_name(facet.table),
        staged=delivery.stage_table,
        columns=[*content, *(r.column for r in facet.references)],
        of_staged=qualified("d", sorted(_sources(facet))),
        rows=sql.SQL(", ").join(row_of(row, attributes) for row in facet.rows),
        attributes=attributes,
        of_row=qualified("v", attributes),
        complete=complete(facet),
        once=_once(facet),
        of_won=qualified("w", content),
        references=resolved(facet.references),
        lookups=lookups(facet.references, "w", _DAY),
    )
    execute(connection, statement, {"known": known, "delivery_id": delivery.delivery_id})


def _can_fill(facet: Facet, said: frozenset[str]) -> bool:
    """Whether a dataset that delivers these attributes can make a row of the facet."""
    return any(
        all(row[name].startswith("'") or row[name] in said for name in facet.key)
        for row in facet.rows
    )


def _sources(facet: Facet) -> set[str]:
    """The attributes of the thing that the facet's rows are made of."""
    return {cell for row in facet.rows for cell in row.values() if not cell.startswith("'")}


def _once(facet: Facet) -> sql.Composable:
    """What keeps a record from claiming the same row twice; nothing where it cannot."""
    told_apart = any(
        len({row[name] for row in facet.rows}) == len(facet.rows)
        and all(row[name].startswith("'") for row in facet.rows)
        for name in facet.key
    )
    if told_apart or len(facet.rows) == 1:
        return sql.SQL("")
    return sql.SQL("distinct on (c.master_id, {})").format(qualified("v", facet.key))
