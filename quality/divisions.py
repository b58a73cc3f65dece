"""Divisions on the record's own date: codes that had ended by then, with what followed them.

Advice, never a fault: the code stays as it was said, and people keep the numbers they were given.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from psycopg2 import sql
from sqlalchemy import Connection

from loaders.contract import Contract
from quality.engine import EXAMPLES
from quality.findings import Example, Finding
from quality.losses import in_file
from runtime.database import execute
from runtime.sql import load

RULE = "division_on_date:"
_OWN_DATE = sql.SQL("s.valid_from")
_BIRTH = "to_date(substr(s.{}, 7, 8), 'YYYYMMDD')"


@dataclass(frozen=True)
class Late:
    """How many rows name a division that had ended by then, and some of them."""

    rows: int
    examples: Sequence[Example] = ()


def late(connection: Connection, table: tuple[str, str], contract: Contract) -> dict[str, Late]:
    """For every delivered attribute that begins with a division's code, the rows that are late."""
    if contract.thing.startswith("division"):
        return {}  # they say themselves what ended
    found = {}
    for column in contract.definition.attributes:
        element, name = column.info["element"], column.name
        if name not in contract.attributes or element not in ("division", "citizen_number"):
            continue
        day = sql.SQL(_BIRTH).format(sql.Identifier(name)) if _of_person(element) else _OWN_DATE
        statement = load(
            "quality/ended_divisions", stage=table, attribute=sql.Identifier(name), day=day
        )
        rows = execute(connection, statement, {"limit": EXAMPLES}).all()
        if rows:
            examples = [_example(row, in_file(name, contract)) for row in rows]
            found[name] = Late(rows[0].total, examples)
    return found


def ended(found: Mapping[str, Late], contract: Contract, rows: int) -> Iterator[Finding]:
    """What there is to say of those, among so many rows."""
    for name, those in found.items():
        info = contract.definition.attribute(name).info
        zh, en, of_person = info["zh"], info["en"], _of_person(info["element"])
        yield Finding(
            rule=f"{RULE}{name}", attribute=name, dimension="timeliness", severity="advice",
            assessed=rows, satisfied=rows - those.rows, zh=f"{zh}{_WHY_ZH[of_person]}",
            en=f"{en} {_WHY_EN[of_person]}", examples=list(those.examples),
        )  # fmt: skip


def _of_person(element: str) -> bool:
    """A citizen number names the division of the day of birth."""
    return element == "citizen_number"


_WHY_ZH = {
    False: "中的区划在该行日期前已撤销,按沿革应为后继区划",
    True: "前六位的区划在出生前已撤销",
}
_WHY_EN = {
    False: "names a division that had ended by the row's date; see what followed it",
    True: "begins with a division that had ended before the birth",
}


def _example(row: Any, column: str) -> Example:
    return {
        "line": row.line,
        "source_key": row.source_key,
        "values": {
            column: row.value,
            "撤销 ended": str(row.valid_to),
            "后继 successors": row.successors or "–",
        },
    }
