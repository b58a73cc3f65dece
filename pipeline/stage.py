"""stage: decode by contract, standardise by element type; what cannot be read is quarantined."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection, text

from loaders.carrying import stage_carrying
from loaders.contract import Contract, find
from loaders.staging import Arriving, Counts
from loaders.staging import stage as load_file
from pipeline import deliveries, registry, steps
from pipeline.carrying import Carrying, carrying, program, still_carried
from pipeline.deliveries import Delivery
from quality.rows import set_aside
from runtime.database import execute
from runtime.sql import load


def stage(delivery_id: int) -> Delivery:
    """Fill the delivery's stage table from its landing copy."""
    return steps.run("stage", delivery_id, leads_to="staged", work=_stage)


def _stage(connection: Connection, delivery: Delivery) -> Mapping[str, Any]:
    # A contract given at its receipt stays; else it is the one in force now, and stays from now on.
    contract = delivery.contract if delivery.read_by else find(delivery.dataset)
    return {
        "contract": registry.written(contract),
        "matched_against": stock_version(connection, delivery),
        **_load(connection, delivery, contract),
    }


def ensure_staged(connection: Connection, delivery: Delivery) -> Delivery:
    """Stage again what a crash emptied: stage tables are not in the write-ahead log, since all
    they hold can be had from the landing copy. So is what was carried over, once others have been
    merged that said otherwise. The delivery as it is then."""
    if _is_filled(connection, delivery) and _still_carried(connection, delivery):
        return delivery
    found = _load(connection, delivery, delivery.contract)
    if delivery.is_past("checked"):
        set_aside(connection, delivery.delivery_id, delivery.contract)
    carried = {name: found[name] for name in ("carried", "carried_from")}
    deliveries.write(connection, delivery.delivery_id, **carried)
    return replace(delivery, **carried)


def stock_version(connection: Connection, delivery: Delivery) -> int:
    """How many deliveries of this thing were merged: the stock a delivery is held against."""
    row = connection.execute(
        text("select last from ops.counter where name = :name"), {"name": merges(delivery)}
    ).scalar()
    return int(row or 0)


def merges(delivery: Delivery) -> str:
    """The counter of deliveries merged into this delivery's thing."""
    return f"merged:{delivery.thing.name}"


def rows_in(connection: Connection, table: tuple[str, str]) -> int | None:
    """How many rows a table has; None where there is no such table."""
    found = connection.execute(
        text("select to_regclass(:name)"), {"name": ".".join(table)}
    ).scalar()
    if found is None:
        return None
    return int(execute(connection, load("merge/count", table=table)).scalar_one())


def _is_filled(connection: Connection, delivery: Delivery) -> bool:
    """Whether the stage has all the rows the ledger knows of."""
    carried = delivery.carried or 0
    if rows_in(connection, delivery.stage_table) != (delivery.staged or 0) - carried:
        return False
    return not carried or rows_in(connection, delivery.carried_table) == carried


def _still_carried(connection: Connection, delivery: Delivery) -> bool:
    if stock_version(connection, delivery) == delivery.matched_against:
        return True
    return still_carried(connection, delivery)


def _load(connection: Connection, delivery: Delivery, contract: Contract) -> dict[str, Any]:
    """Fill the stage; what the ledger says of that."""
    arriving = Arriving(delivery.delivery_id, delivery.as_of, delivery.landing)
    source = carrying(connection, delivery, contract)
    counts = source and stage_carrying(connection, arriving, contract, source.former)
    return _told(counts or load_file(connection, arriving, contract), source)


def _told(counts: Counts, source: Carrying | None) -> dict[str, Any]:
    return {
        "delivered": counts.delivered,
        "staged": counts.staged,
        "quarantined": counts.quarantined,
        "carried": counts.carried,
        "carried_from": source.delivery_id if source and counts.carried else None,
        "read_with": program(),
    }
