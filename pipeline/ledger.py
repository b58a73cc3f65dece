"""What the ledger says of deliveries, for whoever asks."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection

from loaders.errors import NoSuchDelivery
from runtime.database import execute
from runtime.sql import load


def listed(
    connection: Connection, dataset: str | None = None, state: str | None = None, limit: int = 50
) -> list[dict[str, Any]]:
    """The latest deliveries, of a dataset or in a state if one is named."""
    values = {"dataset": dataset, "state": state, "limit": limit}
    return [dict(row) for row in execute(connection, load("ledger/listed"), values).mappings()]


def one(connection: Connection, delivery_id: int) -> dict[str, Any]:
    """All about a delivery; why its rows were set aside, which rules they failed and what people
    did to it, below it."""
    values = {"delivery": delivery_id}
    found = execute(connection, load("ledger/one"), values).mappings().one_or_none()
    if found is None:
        raise NoSuchDelivery(delivery_id)
    parts = {
        part: [dict(row) for row in execute(connection, load(f"ledger/{part}"), values).mappings()]
        for part in ("set_aside", "failing", "interventions")
    }
    return {**found, **parts}
