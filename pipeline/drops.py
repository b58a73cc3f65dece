"""Drops: files that departments left in dated folders, and which of them is to be received next."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, text

from loaders.contract import Contract, find
from runtime.settings import settings


@dataclass(frozen=True)
class Drop:
    """A file in the drop folder of a date."""

    path: Path
    as_of: dt.date


def waiting(connection: Connection, dataset: str, day: dt.date | None = None) -> Drop | None:
    """The oldest drop of a dataset that was not yet taken all the way; of that day, if it is named.

    A file that was refused waits for a better one, and one whose delivery was undone for a person;
    naming its day tries it again all the same.
    """
    contract = find(dataset)
    for drop in _drops(contract, day):
        if not _done(connection, contract, drop, again=day is not None):
            return drop
    return None


def predecessors(connection: Connection, dataset: str, day: dt.date) -> list[str]:
    """The datasets that the contract wants first and whose drop of that day is still waiting."""
    return [name for name in find(dataset).after if waiting(connection, name, day)]


def _drops(contract: Contract, day: dt.date | None) -> Iterator[Drop]:
    """The files that the contract's pattern names, oldest folder first."""
    for folder in [_folder(day)] if day else _folders():
        for path in sorted(folder.glob(contract.file.pattern)):
            if path.is_file():
                yield Drop(path, dt.date.fromisoformat(folder.name))


def _folder(day: dt.date) -> Path:
    return settings().drop / day.isoformat()


def _folders() -> list[Path]:
    """The dated folders in the order of their dates."""
    found = settings().drop.glob("[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]")
    return sorted(path for path in found if path.is_dir())


def _done(connection: Connection, contract: Contract, drop: Drop, again: bool) -> bool:
    """Whether the very file was received and its delivery ended.

    A file is known by name, size and age: reading all that ever arrived would cost ever more.
    """
    file = drop.path.stat()
    ended = ["published", "held"] if again else ["published", "held", "failed", "undone"]
    values = {
        "dataset": contract.dataset,
        "as_of": drop.as_of,
        "source": drop.path.name,
        "bytes": file.st_size,
        "changed": dt.datetime.fromtimestamp(file.st_mtime, tz=dt.UTC),
        "ended": ended,
    }
    return bool(connection.execute(_ENDED, values).scalar())


_ENDED = text(
    "select exists (select from ops.delivery join ops.dataset using (dataset_id)"
    " where name = :dataset and as_of = :as_of and source = :source and bytes = :bytes"
    " and received_at >= :changed and state = any(:ended))"
)
