"""Files walked all the way, and questions to what they left."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

from sqlalchemy import text

import pipeline
from runtime.database import transaction


def delivered(dataset: str, file: Path, day: dt.date) -> Any:
    """Walk a file all the way; what the ledger says of it."""
    end = pipeline.walk(pipeline.receive(dataset, file, day))
    return query("select * from ops.delivery where delivery_id = :id", id=end.delivery_id)[0]


def query(statement: str, **values: Any) -> list[Any]:
    with transaction() as connection:
        return list(connection.execute(text(statement), values).all())
