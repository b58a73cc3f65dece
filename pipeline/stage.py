"""stage: decode by contract, standardise by element type; what cannot be read is quarantined."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, text

from loaders.contract import Contract, find
from loaders.staging import Arriving, Counts
from loaders.staging import stage as load_file
from pipeline import registry, steps
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
    counts = _load(connection, delivery, contract)
    return {
        "contract": registry.written(contract),
        "delivered": counts.delivered,
        "staged": counts.staged,
        "quarantined": counts.quarantined,
    }


def ensure_staged(connection: Connection, delivery: Delivery) -> None:
    """Stage again what a crash emptied: stage tables are not in the write-ahead log, since all
    they hold can be had from the landing copy."""
    if is_filled(connection, delivery.stage_table, delivery.staged):
        return
    _load(connection, delivery, delivery.contract)
    if delivery.is_past("checked"):
        set_aside(connection, delivery.delivery_id, delivery.contract)


def is_filled(connection: Connection, table: tuple[str, str], rows: int | None) -> bool:
    """Whether a stage table has all the rows the ledger knows of."""
    return _rows(connection, table) == rows


def _load(connection: Connection, delivery: Delivery, contract: Contract) -> Counts:
    arriving = Arriving(delivery.delivery_id, delivery.as_of, delivery.landing)
    return load_file(connection, arriving, contract)


def _rows(connection: Connection, table: tuple[str, str]) -> int | None:
    found = connection.execute(
        text("select to_regclass(:name)"), {"name": ".".join(table)}
    ).scalar()
    if found is None:
        return None
    return int(execute(connection, load("merge/count", table=table)).scalar_one())
