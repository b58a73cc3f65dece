"""What a delivery lost before the suite sees it: rows set aside, and values nobody could read."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field

from psycopg2 import sql
from sqlalchemy import Connection

from loaders.contract import Contract
from quality.findings import Example
from runtime.database import execute
from runtime.sql import load


@dataclass
class Loss:
    """How many there were, and some of them."""

    count: int = 0
    examples: list[Example] = field(default_factory=list)


def rows_set_aside(connection: Connection, delivery_id: int, limit: int) -> dict[str, Loss]:
    """Rows set aside by row rules, by the rule's name."""
    return _quarantined(connection, delivery_id, "check", sql.Identifier("rule"), limit)


def rows_unread(connection: Connection, delivery_id: int, limit: int) -> dict[str, Loss]:
    """Rows set aside because a value could not be read, by the column of the file; those whose
    value was missing, by `required:` and the column."""
    by = sql.SQL("CASE WHEN rule = 'required' THEN 'required:' ELSE '' END || \"column\"")
    return _quarantined(connection, delivery_id, "stage", by, limit)


def _quarantined(
    connection: Connection, delivery_id: int, step: str, by: sql.Composable, limit: int
) -> dict[str, Loss]:
    losses: dict[str, Loss] = defaultdict(Loss)
    statement = load("quality/quarantined", by=by)
    parameters = {"delivery_id": delivery_id, "step": step, "limit": limit}
    for row in execute(connection, statement, parameters):
        loss = losses[row.by]
        loss.count = row.total
        loss.examples.append(
            {
                "line": row.line,
                "source_key": row.source_key,
                "values": {row.column: row.value} if row.column else {},
            }
        )
    return losses


def values_unread(
    connection: Connection, table: tuple[str, str], contract: Contract, limit: int
) -> dict[str, Loss]:
    """Values that standardising gave up, by attribute: delivered, kept as text, but null."""
    names = [name for name in contract.definition.attribute_names if name in contract.attributes]
    gone = [
        sql.SQL("CASE WHEN {} IS NULL THEN {} END").format(sql.Identifier(name), sql.Literal(name))
        for name in names
    ]
    statement = load("quality/unread_values", stage=table, gone=sql.SQL(", ").join(gone))
    losses: dict[str, Loss] = defaultdict(Loss)
    for row in execute(connection, statement, {"limit": limit}):
        loss = losses[row.attribute]
        loss.count = row.total
        loss.examples.append(
            {
                "line": row.line,
                "source_key": row.source_key,
                "values": {in_file(row.attribute, contract): row.value},
            }
        )
    return losses


def in_file(name: str, contract: Contract) -> str:
    """The column of the file an attribute comes from; its own name if it comes from none."""
    return name if name in contract.constants else contract.attributes.get(name, name)
