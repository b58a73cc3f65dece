"""Rows set aside: listed for a person, and written to a spreadsheet for the clerk to correct."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, text

from loaders import workbook
from loaders.contract import Contract, find
from loaders.errors import NoSuchDelivery
from loaders.originals import originals
from loaders.readers import WHOLE_ROW
from loaders.workbook import Line
from runtime.database import execute
from runtime.errors import SikuError
from runtime.logging import logger
from runtime.sql import load

log = logger(__name__)

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
    answered_by: int | None

    @property
    def place(self) -> str:
        """Where a person finds the row."""
        return f"{self.part}:{self.line_in_part}" if self.part else str(self.line)


@dataclass(frozen=True)
class Which:
    """Which rows are asked for; by default all that wait, not those that came back corrected."""

    delivery: int | None = None
    dataset: str | None = None
    rule: str | None = None
    column: str | None = None
    step: str | None = None
    answered: bool = False


def listed(
    connection: Connection,
    delivery: int | None = None,
    dataset: str | None = None,
    limit: int | None = None,
    *,
    which: Which | None = None,
) -> list[SetAside]:
    """Rows set aside, the newest delivery first, in the order of the file."""
    asked = asdict(which or Which(delivery, dataset))
    found = execute(connection, load("loaders/quarantined"), {**asked, "limit": limit})
    return [SetAside(**row) for row in found.mappings()]


def count(
    connection: Connection,
    delivery: int | None = None,
    dataset: str | None = None,
    *,
    which: Which | None = None,
) -> int:
    """How many rows are set aside."""
    asked = asdict(which or Which(delivery, dataset))
    return int(execute(connection, load("loaders/quarantined_count"), asked).scalar_one())


def counts(connection: Connection, which: Which) -> list[dict[str, Any]]:
    """How many rows are set aside for each reason, most frequent first."""
    found = execute(connection, load("loaders/quarantined_reasons"), asdict(which))
    return [dict(row) for row in found.mappings()]


def export(connection: Connection, delivery: int, path: Path) -> int:
    """Write a delivery's waiting rows as they were delivered, why before them, the fault marked:
    a workbook, or delimited text if the name ends on .csv, to be corrected in place."""
    must_exist(connection, delivery)
    rows = listed(connection, delivery, limit=MOST)
    if not rows:
        raise NothingSetAside(
            f"delivery {delivery} has no row in quarantine", hint="./siku quarantine list"
        )
    columns, cells, sources = _as_delivered(connection, delivery, rows)
    workbook.write(path, columns, _lines(rows, cells, sources))
    return len(rows)


def must_exist(connection: Connection, delivery: int) -> None:
    """Refuse a number that no delivery has: that nothing of it is set aside would mislead."""
    there = text("select from ops.delivery where delivery_id = :id")
    if connection.execute(there, {"id": delivery}).one_or_none() is None:
        raise NoSuchDelivery(delivery)


def _delivered(connection: Connection, delivery: int) -> tuple[Path, Contract]:
    """The landing copy of a delivery, and the contract it was read by."""
    row = connection.execute(
        text(
            "select d.landing, d.contract, s.name from ops.delivery d"
            " join ops.dataset s using (dataset_id) where d.delivery_id = :id"
        ),
        {"id": delivery},
    ).one_or_none()
    if row is None:
        raise NoSuchDelivery(delivery)
    contract = Contract.model_validate(row.contract) if row.contract else find(row.name)
    return Path(row.landing), contract


def _as_delivered(
    connection: Connection, delivery: int, rows: Sequence[SetAside]
) -> tuple[list[str], Mapping[int, Mapping[str, Any]], Mapping[str, str]]:
    """The source's columns, the rows by line, and which column an attribute comes from.

    From the landing copy, so that also what the row rules set aside has its source's columns; what
    quarantine kept where that cannot be read.
    """
    raw: dict[int, Mapping[str, Any]] = {row.line: row.raw for row in rows}
    try:
        landing, contract = _delivered(connection, delivery)
        found = originals(landing, contract, set(raw))
    except (OSError, SikuError) as fault:
        log.warning("delivery %s cannot be read again: %s", delivery, fault)
        return list(dict.fromkeys(name for one in raw.values() for name in one)), raw, {}
    kept = {line: one for line, one in raw.items() if line not in found.rows}
    names = dict.fromkeys([*found.columns, *contract.sources])
    if any(WHOLE_ROW in one for one in kept.values()):
        names[WHOLE_ROW] = None
    return list(names), {**kept, **found.rows}, contract.attributes


def _lines(
    rows: Sequence[SetAside], cells: Mapping[int, Mapping[str, Any]], sources: Mapping[str, str]
) -> Iterator[Line]:
    for row in rows:
        place = row.place if row.part else ""
        why = (
            str(row.delivery), str(row.line), place, row.rule, row.column or "", row.zh, row.en,
        )  # fmt: skip
        texts = {
            name: None if value is None else str(value)
            for name, value in cells.get(row.line, {}).items()
        }
        yield Line(why, _wrong(row, sources), texts)


def _wrong(row: SetAside, sources: Mapping[str, str]) -> frozenset[str]:
    """The columns of the source that a fault is about."""
    named = (row.column or "").split(", ")
    return frozenset(name for one in named for name in (one, sources.get(one, "")) if name)
