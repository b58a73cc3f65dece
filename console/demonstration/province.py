"""The files of the synthetic province: made once, and dropped where departments drop theirs."""

from __future__ import annotations

import datetime as dt
import json
import os
import shutil
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from console.demonstration.order import Planned
from runtime.errors import SikuError
from runtime.locks import only_one
from runtime.settings import settings
from samples.generate import File, generate
from samples.order import order


class AnotherProvince(SikuError):
    """A province of other arguments lives here already."""


@dataclass(frozen=True)
class Arguments:
    """What province is wanted."""

    persons: int
    seed: int
    months: int

    @property
    def line(self) -> str:
        return f"--persons {self.persons} --seed {self.seed} --months {self.months}"


def folder() -> Path:
    """Where the province is made, with the truth beside that nothing of the walk reads."""
    return settings().home / "province"


def must_fit(wanted: Arguments) -> None:
    """Complain of a province that cannot be made, or if another was begun here: its people are
    in the database."""
    order(wanted.persons, wanted.seed, wanted.months)
    standing = _standing()
    if standing is None or standing == wanted:
        return
    raise AnotherProvince(
        f"a demonstration with {standing.line} lives here already",
        where=str(folder()),
        hint=f"./siku demo {standing.line}, or ./siku down --wipe to begin anew",
    )


def make(wanted: Arguments) -> list[File]:
    """Generate the files, unless they stand; remember for whom."""
    # One at a time: a demonstration that was killed may have left this at work.
    with only_one("province"):
        _remember(wanted)
        return _made() or generate(order(wanted.persons, wanted.seed, wanted.months), folder())


def drop(files: Iterable[File]) -> None:
    """Put each file into the drop folder of its date; one that lies there stays."""
    for file in files:
        source = folder() / file.file
        target = settings().drop / file.date / source.name
        if target.exists():
            continue
        target.parent.mkdir(parents=True, exist_ok=True)
        fresh = target.with_name(f".{target.name}.{os.getpid()}")
        shutil.copy2(source, fresh)
        fresh.replace(target)


def deliveries(files: Iterable[File]) -> Iterator[Planned]:
    """What there is to be walked."""
    for file in files:
        yield Planned(file.dataset, dt.date.fromisoformat(file.date))


def _made() -> list[File]:
    """The files that stand. A later version would make others, but these are in the database."""
    try:
        said = json.loads((folder() / "manifest.json").read_text(encoding="utf-8"))
    except FileNotFoundError:
        return []
    return [File(**entry) for entry in said["files"]]


def _remember(wanted: Arguments) -> None:
    """Note the arguments before anything is made, so that a kill in between changes nothing."""
    note = _note()
    if note.exists():
        return
    note.parent.mkdir(parents=True, exist_ok=True)
    fresh = note.with_suffix(".new")
    fresh.write_text(json.dumps(vars(wanted)))
    fresh.replace(note)


def _standing() -> Arguments | None:
    try:
        said: dict[str, Any] = json.loads(_note().read_text())
    except FileNotFoundError:
        return None
    return Arguments(**said)


def _note() -> Path:
    return settings().home / "demo.json"
