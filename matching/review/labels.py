"""What people decided as a labelled set: pairs as they were seen, with the verdict."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sqlalchemy import Connection

import audit
from matching.review.queue import asked_about
from models.history import table_name
from models.things import Thing, thing_named
from runtime.database import execute, transaction
from runtime.errors import SikuError
from runtime.sql import load

ABOUT = (
    "decision", "verdict", "decided_by", "decided_at", "reason", "pair", "score", "bits",
    "left_id", "right_id", "same_register",
)  # fmt: skip
SIDES = ("left", "right")
# Columns siku keeps beside what is said.
BOOKKEEPING = {
    "record_id", "master_id", "dataset_id", "source_key", "original", "claims", "valid_from",
    "known_from", "delivery_id",
}  # fmt: skip


class NotThisFile(SikuError):
    """A labelled set was to be written where it cannot be."""


def export(name: str, file: Path, by: str) -> int:
    """Write every decision in force on a thing as a row: the record to the left, the master to the
    right, attribute by attribute. How many; who took them is sealed."""
    (name,) = asked_about(name)
    if file.suffix != ".csv":
        raise NotThisFile(f"{file} is no .csv", where="--labels", hint="name it something.csv")
    thing = thing_named(name)
    with transaction() as connection:
        rows = list(_rows(connection, thing))
        _write(rows, file)
        audit.append_file(connection, "labels", by, file, {"thing": name, "pairs": len(rows)})
    return len(rows)


def _rows(connection: Connection, thing: Thing) -> Iterator[dict[str, Any]]:
    statement = load(
        "matching/review/labels",
        record=table_name(thing.record),
        master=table_name(thing.master),
        line=load(f"matching/{thing.name}_line"),
    )
    for row in execute(connection, statement, {"thing": thing.name}):
        about = (
            row.decision_id, row.verdict, row.decided_by, row.decided_at.isoformat(), row.reason,
            row.review_id, row.score, (row.why or {}).get("weight"),
            f"{row.dataset} {row.source_key}", f"master {row.master_id}", row.same_register,
        )  # fmt: skip
        sides = {
            f"{side}_{name}": _text(value)
            for side, said in zip(SIDES, (row.left_said, row.right_said), strict=True)
            for name, value in (said or {}).items()
            if name not in BOOKKEEPING
        }
        yield dict(zip(ABOUT, about, strict=True)) | sides


def _write(rows: list[dict[str, Any]], file: Path) -> None:
    """Attributes that nobody said anything of are left out."""
    said = {name for row in rows for name, value in row.items() if value is not None}
    plain = {name.partition("_")[2] for name in said - {*ABOUT}}
    columns = [*ABOUT, *(f"{side}_{name}" for name in sorted(plain) for side in SIDES)]
    try:
        with file.open("w", encoding="utf-8", newline="") as out:
            writer = csv.DictWriter(out, columns, extrasaction="ignore")
            writer.writeheader()
            writer.writerows(rows)
    except OSError as error:
        raise NotThisFile(f"it cannot be written: {error.strerror}", where=str(file)) from error


def _text(value: Any) -> str | None:
    if value is None or isinstance(value, str):
        return value
    return json.dumps(value, ensure_ascii=False)
