"""match: which record each row is, and which master it speaks of."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection

import matching
from pipeline import steps
from pipeline.deliveries import Delivery, next_numbers
from pipeline.stage import ensure_staged


def match(delivery_id: int) -> Delivery:
    """Propose a link for every staged row; merging makes it so."""
    return steps.run("match", delivery_id, leads_to="matched", work=_match)


def _match(connection: Connection, delivery: Delivery) -> Mapping[str, Any]:
    ensure_staged(connection, delivery)
    stock = stock_version(connection, delivery)
    matching.match(connection, delivery.thing, delivery.dataset_id, delivery.delivery_id)
    return {"matched_against": stock}


def stock_version(connection: Connection, delivery: Delivery) -> int:
    """How many deliveries of this thing have been merged: the stock that a match was made against."""
    return next_numbers(connection, f"merged:{delivery.thing.name}", 0)
