"""One delivery being matched: its tables, and the files of sql/matching that work on them."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection

from models.things import Thing
from runtime.database import Parameters, execute
from runtime.sql import Part, load

_STAGED = {"staged": "d", "result": "m", "review": "r"}


@dataclass(frozen=True)
class Run:
    """A delivery of a thing, in the transaction that matches it."""

    connection: Connection
    thing: Thing
    dataset_id: int
    delivery_id: int

    def execute(self, name: str, *tables: str, values: Parameters = None, **parts: Part) -> int:
        """Run one file of sql/matching with the tables it names; the rows it touched."""
        filled = {table: self.table(table) for table in tables} | parts
        return execute(self.connection, load(f"matching/{name}", **filled), values).rowcount

    def table(self, role: str) -> tuple[str, str]:
        """The table that plays a role in the SQL."""
        if role in _STAGED:
            return ("stage", f"{_STAGED[role]}{self.delivery_id}")
        table = getattr(self.thing, role)
        return (str(table.schema), str(table.name))
