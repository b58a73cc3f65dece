"""Drops: files that departments left in dated folders, here or at a source, and which is next."""

from __future__ import annotations

import datetime as dt
import fnmatch
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from sqlalchemy import Connection, text

from loaders.contract import Contract, find
from loaders.files import PartsSpec, QueryFile
from loaders.readers.unpacking import in_order
from loaders.sources import Found, NotThere
from pipeline.landing import Place
from pipeline.receive import label
from runtime.settings import settings

# Parts that nobody counts or closes are whole when none has changed for so long.
QUIET = dt.timedelta(minutes=10)

Dated = tuple[dt.date, list[Place]]


@dataclass(frozen=True)
class Drop:
    """What was dropped for a date: a file, or the parts of a delivery; nothing where a query is
    to be asked."""

    files: tuple[Place, ...]
    as_of: dt.date

    @property
    def name(self) -> str:
        """What the ledger calls it."""
        return label(self.files) or "query"


def waiting(connection: Connection, dataset: str, day: dt.date | None = None) -> Drop | None:
    """The oldest drop of a dataset that was not yet taken all the way; of that day, if it is named.

    A file that was refused waits for a better one; naming its day tries it again all the same.
    """
    contract = find(dataset)
    if isinstance(contract.file, QueryFile):
        return _question(connection, contract, day)
    for drop in _drops(contract, day):
        if not _done(connection, contract, drop, again=day is not None):
            return drop
    return None


def predecessors(connection: Connection, dataset: str, day: dt.date) -> list[str]:
    """The datasets that the contract wants first and whose drop of that day is still waiting."""
    return [name for name in find(dataset).after if waiting(connection, name, day)]


def _question(connection: Connection, contract: Contract, day: dt.date | None) -> Drop | None:
    """A query is asked once in each of its periods, or for the day that is named."""
    until = day or dt.date.today()
    since = day or _period(until, contract.cadence)
    ended = ["published", "held"] if day else ["published", "held", "failed", "undone"]
    values = {"dataset": contract.dataset, "since": since, "until": until, "ended": ended}
    return None if connection.execute(_ASKED, values).scalar() else Drop((), until)


def _period(day: dt.date, cadence: str) -> dt.date:
    """The first day of the period a day lies in."""
    begins = {
        "daily": day,
        "weekly": day - dt.timedelta(days=day.weekday()),
        "monthly": day.replace(day=1),
        "quarterly": day.replace(month=(day.month - 1) // 3 * 3 + 1, day=1),
        "yearly": day.replace(month=1, day=1),
    }
    return begins[cadence]


def _drops(contract: Contract, day: dt.date | None) -> Iterator[Drop]:
    """The files that the contract's pattern names, oldest folder first."""
    found = [*_dropped_here(contract, day), *_dropped_there(contract, day)]
    for date, files in sorted(found, key=lambda one: one[0]):
        ordered = in_order(files)
        parts = contract.file.parts
        if parts is None:
            yield from (Drop((file,), date) for file in ordered)
        elif ordered and _is_whole(contract, parts, ordered, date):
            yield Drop(tuple(ordered), date)


def _dropped_here(contract: Contract, day: dt.date | None) -> Iterator[Dated]:
    for folder in [settings().drop / day.isoformat()] if day else _folders():
        files = [path for path in folder.glob(contract.file.pattern) if path.is_file()]
        yield dt.date.fromisoformat(folder.name), _without_marker(contract, files)


def _dropped_there(contract: Contract, day: dt.date | None) -> Iterator[Dated]:
    """The same at the contract's source; without a date in its address a file's own age tells."""
    if contract.source is None:
        return
    files = _at_source(contract, contract.file.pattern, day)
    date = _dater(contract)
    files = [file for file in files if day is None or date(file) == day]
    for when, group in groupby(sorted(files, key=date), date):
        if when != dt.date.max:
            yield when, _without_marker(contract, list(group))


def _at_source(contract: Contract, pattern: str, day: dt.date | None) -> list[Found]:
    from loaders.sources import finding

    source = contract.source
    assert source is not None
    folder = source.folder(day) if day else source.any_folder()
    try:
        return finding.find(f"{folder.rstrip('/')}/{pattern}", source.secret, source.endpoint)
    except NotThere:
        return []


def _dater(contract: Contract) -> Callable[[Found], dt.date]:
    source = contract.source
    assert source is not None

    def date(file: Found) -> dt.date:
        changed = file.changed.astimezone().date() if file.changed else dt.date.today()
        return (source.day_of(file.where) or dt.date.max) if source.dated else changed

    return date


def _without_marker(contract: Contract, files: list[Path] | list[Found]) -> list[Place]:
    """The files without the one that says all are there, should the pattern name it too."""
    marker = contract.file.parts.complete if contract.file.parts else None
    return [file for file in files if not (marker and fnmatch.fnmatchcase(file.name, marker))]


def _is_whole(contract: Contract, parts: PartsSpec, files: list[Place], date: dt.date) -> bool:
    """Whether all parts of a delivery are there."""
    if parts.count is not None:
        return len(files) == parts.count
    if parts.complete is not None:
        if isinstance(files[0], Found):
            return bool(_at_source(contract, parts.complete, date))
        return any((settings().drop / date.isoformat()).glob(parts.complete))
    changed = [_changed(file) for file in files]
    return max(changed) < dt.datetime.now(tz=dt.UTC) - QUIET


def _changed(file: Place) -> dt.datetime:
    if isinstance(file, Found):
        return file.changed or dt.datetime.min.replace(tzinfo=dt.UTC)
    return dt.datetime.fromtimestamp(file.stat().st_mtime, tz=dt.UTC)


def _size(file: Place) -> int:
    return (file.size or 0) if isinstance(file, Found) else file.stat().st_size


def _folders() -> list[Path]:
    """The dated folders in the order of their dates."""
    found = settings().drop.glob("[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]")
    return sorted(path for path in found if path.is_dir())


def _done(connection: Connection, contract: Contract, drop: Drop, again: bool) -> bool:
    """Whether the very files were received and their delivery ended.

    Files are known by name, size and age: reading all that ever arrived would cost ever more.
    """
    ended = ["published", "held"] if again else ["published", "held", "failed", "undone"]
    values = {
        "dataset": contract.dataset,
        "as_of": drop.as_of,
        "source": drop.name,
        "bytes": sum(map(_size, drop.files)),
        "changed": max(map(_changed, drop.files)),
        "ended": ended,
    }
    return bool(connection.execute(_ENDED, values).scalar())


_ENDED = text(
    "select exists (select from ops.delivery join ops.dataset using (dataset_id)"
    " where name = :dataset and as_of = :as_of and source = :source and bytes = :bytes"
    " and received_at >= :changed and state = any(:ended))"
)
_ASKED = text(
    "select exists (select from ops.delivery join ops.dataset using (dataset_id)"
    " where name = :dataset and as_of between :since and :until and state = any(:ended))"
)
