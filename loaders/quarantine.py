"""Rows set aside: listed for a person, and written to a spreadsheet for the clerk to correct."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import xlsxwriter
from sqlalchemy import Connection

from runtime.database import execute
from runtime.errors import SikuError
from runtime.sql import load

# A sheet of Excel has 1,048,576 rows; one is the header.
MOST = 1_048_575


class NothingSetAside(SikuError):
    """There is no row to export."""


@dataclass(frozen=True)
class SetAside:
    """One row in quarantine."""

    delivery: int
    dataset: str
    as_of: str
    line: int
    step: str
    rule: str
    column: str | None
    value: str | None
    zh: str
    en: str
    raw: Mapping[str, Any]
    part: str | None  # of a delivery in several files: the file, and the line there
    line_in_part: int

    @property
    def place(self) -> str:
        """Where a person finds the row."""
        return f"{self.part}:{self.line_in_part}" if self.part else str(self.line)


def listed(
    connection: Connection,
    delivery: int | None = None,
    dataset: str | None = None,
    limit: int | None = None,
) -> list[SetAside]:
    """Rows set aside, the newest delivery first, in the order of the file."""
    found = execute(
        connection,
        load("loaders/quarantined"),
        {"delivery": delivery, "dataset": dataset, "limit": limit},
    )
    return [SetAside(**row) for row in found.mappings()]


def count(connection: Connection, delivery: int | None = None, dataset: str | None = None) -> int:
    """How many rows are set aside."""
    found = execute(
        connection,
        load("loaders/quarantined_count"),
        {"delivery": delivery, "dataset": dataset},
    )
    return int(found.scalar_one())


def export(connection: Connection, delivery: int, path: Path) -> int:
    """Write a delivery's rows to a workbook: why, then the row as delivered, the fault marked."""
    rows = listed(connection, delivery, limit=MOST)
    if not rows:
        raise NothingSetAside(
            f"delivery {delivery} has no row in quarantine", hint="./siku quarantine list"
        )
    written = path.with_name(f".{path.name}.part")
    _write(rows, written)
    written.replace(path)
    return len(rows)


def _write(rows: Iterable[SetAside], path: Path) -> None:
    names = list(dict.fromkeys(name for row in rows for name in row.raw))
    # What departments typed may look like a formula or an address; it stays text.
    with xlsxwriter.Workbook(path, {"constant_memory": True}) as book:
        sheet = book.add_worksheet("隔离区 quarantine")
        head, wrong = book.add_format({"bold": True}), book.add_format({"bg_color": "#FFC7CE"})
        sheet.freeze_panes(1, 0)
        for column, name in enumerate((*_WHY, *names)):
            sheet.write_string(0, column, name, head)
        for number, row in enumerate(rows, 1):
            why = (str(row.line), row.rule, row.column or "", row.zh, row.en)
            for column, text in enumerate(why):
                sheet.write_string(number, column, text)
            for column, name in enumerate(names, len(_WHY)):
                delivered = row.raw.get(name)
                form = wrong if row.column and name in row.column.split(", ") else None
                shown = "" if delivered is None else str(delivered)
                sheet.write_string(number, column, shown, form)


_WHY = ("行号 line", "规则 rule", "问题列 column", "说明", "explanation")
