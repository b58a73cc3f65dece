"""Which deliveries were judged, and where their reports are."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

from sqlalchemy import Connection

from loaders.errors import NoSuchDelivery
from runtime.database import execute
from runtime.settings import settings
from runtime.sql import load


def report_path(dataset: str, as_of: dt.date, delivery_id: int, state: str = "") -> Path:
    """Where the report of a delivery is, or will be.

    What was reported of a delivery that was held, or since was undone, is a file of its own: each
    is sealed as it is written, and a sealed file is never written again.
    """
    apart = f"-{state}" if state in ("held", "undone") else ""
    return settings().reports / dataset / f"{as_of}-{delivery_id}{apart}.html"


def judged(connection: Connection, dataset: str | None = None) -> list[dict[str, Any]]:
    """Every delivery that came to the gate, oldest first within its dataset; all or a dataset's."""
    rows = execute(connection, load("quality/deliveries"), {"dataset": dataset}).mappings()
    return [{**row, "report": _report(row["dataset"], row)} for row in rows]


def one(connection: Connection, delivery_id: int) -> dict[str, Any]:
    """Everything the ledger says of a delivery, with its dataset and department."""
    statement = load("quality/delivery")
    found = execute(connection, statement, {"delivery_id": delivery_id}).mappings().first()
    if found is None:
        raise NoSuchDelivery(delivery_id)
    return {**found, "report": _report(found["dataset"], found)}


def _report(dataset: str, row: Any) -> Path | None:
    """The report, if it has been written."""
    path = report_path(dataset, row["as_of"], row["delivery_id"], row["state"])
    return path if path.exists() else None
