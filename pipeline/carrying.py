"""Which delivery's rows a snapshot may carry over, and whether they still may be carried.

Only what would surely come to nothing is carried: rows read by the same contract and the same
program, of a delivery all of whose rows were the latest word on their records.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path

import numpy as np
import pyarrow as pa
from sqlalchemy import Connection, text

from loaders.carrying import Former
from loaders.contract import Contract
from loaders.readers.base import Lines
from loaders.staging import Arriving
from models.history import table_name
from pipeline import registry
from pipeline.deliveries import Delivery
from runtime.database import execute
from runtime.settings import REPOSITORY, settings
from runtime.sql import load

# What reads and judges a row, and what that leans on.
_PROGRAM = ("loaders", "models", "quality", "sql/loaders", "sql/quality", "requirements.lock")


@dataclass(frozen=True)
class Carrying:
    """A delivery whose rows may come again in another, and what of it that needs to know."""

    delivery_id: int
    former: Former


def carrying(connection: Connection, delivery: Delivery, contract: Contract) -> Carrying | None:
    """The delivery whose rows this one may carry over, if there is one."""
    if contract.kind != "snapshot" or contract.operation or delivery.relation:
        return None
    values = {
        "dataset_id": delivery.dataset_id, "delivery_id": delivery.delivery_id,
        "as_of": delivery.as_of, "few": settings().carry_from, "program": program(),
        "contract": registry.written(contract), "divisions": _reads_divisions(contract),
    }  # fmt: skip
    found = execute(connection, load("carrying/former"), values).first()
    if found is None or not Path(found.landing).exists():
        return None
    former = Former(
        Arriving(found.delivery_id, found.as_of, Path(found.landing)),
        *_aside(connection, found.delivery_id),
        partial(_disturbed, connection, delivery, found.delivery_id),
    )
    return Carrying(found.delivery_id, former)


def still_carried(connection: Connection, delivery: Delivery) -> bool:
    """Whether all that is carried still stands: other deliveries may have been merged since."""
    if not delivery.carried or delivery.carried_from is None:
        return True
    return not len(_disturbed(connection, delivery, delivery.carried_from))


@cache
def program() -> str:
    """A digest of what reads rows and judges them: its text, and the libraries it leans on."""
    digest = hashlib.sha256()
    for name in _PROGRAM:
        place = REPOSITORY / name
        files = sorted(p for p in place.rglob("*") if p.is_file()) if place.is_dir() else [place]
        for file in files:
            if "__pycache__" not in file.parts and file.is_file():
                digest.update(f"{file.relative_to(REPOSITORY)}\0".encode() + file.read_bytes())
    return digest.hexdigest()


def _reads_divisions(contract: Contract) -> bool:
    elements = {
        column.info["element"]
        for column in contract.definition.attributes
        if column.name in contract.attributes
    }
    return bool(elements & {"division", "citizen_number"})


def _aside(connection: Connection, delivery_id: int) -> tuple[Lines, pa.Array]:
    """The lines that a delivery set aside, and their keys."""
    rows = connection.execute(
        text("select line, source_key from ops.quarantine where delivery_id = :id"),
        {"id": delivery_id},
    ).all()
    keys = {row.source_key for row in rows if row.source_key is not None}
    return np.array([row.line for row in rows], np.int64), pa.array(sorted(keys), pa.string())


def _disturbed(connection: Connection, delivery: Delivery, former: int) -> Lines:
    """The carried rows whose record was touched since the former delivery."""
    known = connection.execute(
        text("select known_at from ops.delivery where delivery_id = :id"), {"id": former}
    ).scalar_one()
    statement = load(
        "carrying/disturbed", carried=delivery.carried_table,
        record=table_name(delivery.thing.record),
    )  # fmt: skip
    values = {"dataset_id": delivery.dataset_id, "known_at": known}
    return np.array(execute(connection, statement, values).scalars().all(), np.int64)
