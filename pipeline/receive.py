"""receive: the file arrives — an immutable copy, its checksum, a row in the ledger."""

from __future__ import annotations

import datetime as dt
import hashlib
import os
import shutil
import tempfile
from pathlib import Path

from sqlalchemy import text

from loaders.contract import find
from pipeline import registry
from pipeline.deliveries import lock, next_numbers
from runtime.database import transaction
from runtime.errors import SikuError
from runtime.settings import settings

_CHUNK = 1 << 20


class NoFile(SikuError):
    """There is nothing to receive at that path."""


def receive(dataset: str, file: Path, as_of: dt.date | None = None) -> int:
    """Take a file in and return its delivery's number; a file we have already keeps its number."""
    contract = find(dataset)
    if not file.is_file():
        raise NoFile(f"there is no file {file}", hint="name the file that the department sent")
    day = as_of or _day_of(file)
    landing, checksum = _land(file, settings().landing / dataset / day.isoformat())
    with transaction() as connection:
        lock(connection, f"receive:{dataset}")
        dataset_id = registry.dataset_id(connection, contract)
        known = connection.execute(
            text(
                "select delivery_id from ops.delivery where dataset_id = :dataset_id"
                " and as_of = :as_of and checksum = :checksum"
                " and state not in ('failed', 'undone') order by delivery_id desc limit 1"
            ),
            {"dataset_id": dataset_id, "as_of": day, "checksum": checksum},
        ).scalar()
        if known is not None:
            return int(known)
        delivery_id = next_numbers(connection, "delivery") + 1
        connection.execute(
            text(
                "insert into ops.delivery (delivery_id, dataset_id, as_of, state, source, landing,"
                " checksum, bytes) values (:delivery_id, :dataset_id, :as_of, 'received', :source,"
                " :landing, :checksum, :bytes)"
            ),
            {
                "delivery_id": delivery_id, "dataset_id": dataset_id, "as_of": day,
                "source": file.name, "landing": str(landing), "checksum": checksum,
                "bytes": landing.stat().st_size,
            },
        )  # fmt: skip
    return delivery_id


def _day_of(file: Path) -> dt.date:
    """The date of the drop folder a file lies in; today for a file from elsewhere."""
    try:
        return dt.date.fromisoformat(file.resolve().parent.name)
    except ValueError:
        return dt.date.today()


def _land(file: Path, folder: Path) -> tuple[Path, str]:
    """Copy to a file named by its content; a copy that was cut short never gets that name."""
    folder.mkdir(parents=True, exist_ok=True)
    digest = hashlib.sha256()
    with (
        file.open("rb") as source,
        tempfile.NamedTemporaryFile(dir=folder, prefix=".", delete=False) as copy,
    ):
        try:
            while chunk := source.read(_CHUNK):
                digest.update(chunk)
                copy.write(chunk)
            copy.flush()
            os.fsync(copy.fileno())
        except BaseException:
            Path(copy.name).unlink(missing_ok=True)
            raise
    landing = folder / f"{digest.hexdigest()[:16]}-{file.name}"
    Path(copy.name).chmod(0o444)
    shutil.move(copy.name, landing)
    return landing, digest.hexdigest()
