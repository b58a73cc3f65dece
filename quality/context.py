"""Where a delivery stands in time: the date it speaks of, and the delivery before it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import Connection

from loaders.errors import NoSuchDelivery
from runtime.database import execute
from runtime.sql import load


@dataclass(frozen=True)
class Context:
    """A delivery's date, and the date and size of the dataset's delivery before it, if any."""

    as_of: dt.date
    previous_as_of: dt.date | None
    previous_rows: int | None


def context(connection: Connection, delivery_id: int) -> Context:
    """Where a delivery stands in time."""
    found = execute(connection, load("quality/context"), {"delivery_id": delivery_id}).first()
    if found is None:
        raise NoSuchDelivery(delivery_id)
    return Context(found.as_of, found.previous_as_of, found.previous_rows)
