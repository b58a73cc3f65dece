"""Divisions on the record's own date: codes that had ended by then, with what followed them.

Advice, never a fault: the code stays as it was said, and people keep the numbers they were given.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from psycopg2 import sql
from sqlalchemy import Connection

from loaders.contract import Contract
from quality.engine import EXAMPLES
from quality.findings import Example, Finding
from quality.losses import in_file
from quality.rows import stage
from runtime.database import execute
from runtime.sql import load

_OWN_DATE = sql.SQL("s.valid_from")
_BIRTH = "to_date(substr(s.{}, 7, 8), 'YYYYMMDD')"


def ended(
    connection: Connection, delivery_id: int, contract: Contract, rows: int
) -> Iterator[Finding]:
    """For every delivered attribute that begins with a division's code, the rows that are late."""
    if contract.thing.startswith("division"):
        return  # they say themselves what ended
    for column in contract.definition.attributes:
        element, name = column.info["element"], column.name
        if name not in contract.attributes or element not in ("division", "citizen_number"):
            continue
        of_person = element == "citizen_number"
        day = sql.SQL(_BIRTH).format(sql.Identifier(name)) if of_person else _OWN_DATE
        statement = load(
            "quality/ended_divisions", stage=stage(delivery_id), attribute=sql.Identifier(name),
            day=day,
        )  # fmt: skip
        late = execute(connection, statement, {"limit": EXAMPLES}).all()
        if late:
            zh, en = column.info["zh"], column.info["en"]
            yield Finding(
                rule=f"division_on_date:{name}", attribute=name, dimension="timeliness",
                severity="advice", assessed=rows, satisfied=rows - late[0].total,
                zh=f"{zh}{_WHY_ZH[of_person]}", en=f"{en} {_WHY_EN[of_person]}",
                examples=[_example(row, in_file(name, contract)) for row in late],
            )  # fmt: skip


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
