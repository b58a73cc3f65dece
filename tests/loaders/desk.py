"""Where tests hand in files: contracts in short, deliveries staged, and what became of them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, text

from loaders.contract import Contract
from loaders.files import FileShape
from loaders.readers import read
from loaders.staging import Arriving, Counts, stage

AS_OF = dt.date(2026, 8, 1)

PERSON: dict[str, Any] = {
    "thing": "person",
    "key": ["编号"],
    "columns": {"编号": "household_number", "姓名": "name"},
}


def contract(file: Mapping[str, Any] | None = None, **parts: Any) -> Contract:
    """A contract that says only what a test is about."""
    usual = {
        "dataset": "a_dataset",
        "title": {"zh": "某数据集", "en": "A dataset"},
        "department": "public_security",
        "cadence": "monthly",
        "fresh_within_days": 40,
        "kind": "snapshot",
        "file": {"pattern": "*", "format": "csv", **(file or {})},
    }
    return Contract.model_validate(usual | PERSON | parts)


class Desk:
    """Takes in files for one test."""

    def __init__(self, connection: Connection, folder: Path) -> None:
        self.connection, self.folder = connection, folder
        self.delivery = 0

    def stage(self, content: bytes | str | Path, under: Contract) -> Counts:
        """Stage a file's content; a text is written as UTF-8."""
        self.delivery += 1
        self._enter(under)
        return self.stage_again(content, under)

    def stage_again(self, content: bytes | str | Path, under: Contract) -> Counts:
        """Stage for the same delivery as before."""
        path = content if isinstance(content, Path) else self.folder / f"{self.delivery}.data"
        if not isinstance(content, Path):
            path.write_bytes(content.encode() if isinstance(content, str) else content)
        return stage(self.connection, Arriving(self.delivery, AS_OF, path), under)

    def staged(self, *columns: str) -> list[tuple[Any, ...]]:
        """What stands in the stage table, in the order of the file."""
        names = ", ".join(columns)
        statement = f"SELECT {names} FROM stage.d{self.delivery} ORDER BY line"
        return [tuple(row) for row in self.connection.execute(text(statement))]

    def quarantined(self, *columns: str) -> list[tuple[Any, ...]]:
        """What was set aside, in the order of the file."""
        names = ", ".join(f'"{column}"' for column in columns)
        statement = f"SELECT {names} FROM ops.quarantine WHERE delivery_id = :id ORDER BY line"
        return [
            tuple(row) for row in self.connection.execute(text(statement), {"id": self.delivery})
        ]

    def _enter(self, under: Contract) -> None:
        """A department, a dataset and a delivery for the ledger to hang on."""
        values = {
            "department": under.department, "dataset": under.dataset, "base": under.base,
            "thing": under.thing, "id": self.delivery, "as_of": AS_OF,
        }  # fmt: skip
        for statement in _ENTER:
            self.connection.execute(text(statement), values)


def lines_and_rows(path: Path, spec: FileShape, wanted: tuple[str, ...] = ()) -> list[list[Any]]:
    """What a reader yields: each row's line and its texts."""
    found = []
    for rows in read(path, spec, wanted):  # type: ignore[arg-type]
        columns = [column.to_pylist() for column in rows.columns.values()]
        found += [
            [line, *texts] for line, *texts in zip(rows.lines.tolist(), *columns, strict=True)
        ]
        found += [[broken.line, broken.rule, broken.text] for broken in rows.broken]
    return sorted(found, key=lambda row: int(row[0]))


_ENTER = (
    "INSERT INTO ops.department (code, zh, en, delivers, receives)"
    " VALUES (:department, '某厅', 'A department', true, false) ON CONFLICT DO NOTHING",
    "INSERT INTO ops.dataset (dataset_id, name, department, base, thing, zh, en, contract)"
    " VALUES (1, :dataset, :department, :base, :thing, '某', 'A', '{}') ON CONFLICT DO NOTHING",
    "INSERT INTO ops.delivery (delivery_id, dataset_id, as_of, state, source, landing, checksum,"
    " bytes) VALUES (:id, 1, :as_of, 'received', 'x', 'x', :id, 1)",
)
