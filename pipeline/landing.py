"""The landing copy: what arrived, unchangeable, under a name made of its content."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from loaders.readers.unpacking import MANIFEST, in_order
from loaders.readers.unpacking.scratch import scratch
from loaders.sources import Found
from runtime.errors import SikuError
from runtime.settings import settings

Place = Path | Found

_CHUNK = 1 << 20
_MARK = 16  # digits of the checksum in a landing copy's name


class NoFile(SikuError):
    """There is nothing to receive at that path."""


@dataclass(frozen=True)
class Landed:
    """A landing copy: a file, or a folder of the delivery's parts with their checksums."""

    path: Path
    checksum: str
    bytes: int


def land(places: Sequence[Place], dataset: str, folder: Path) -> Landed:
    """Copy what arrived into a folder; a copy that was cut short never gets there."""
    names = [place.name for place in places]
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice:
        raise NoFile(f"two parts are called {twice}", hint="parts are told apart by their names")
    folder.mkdir(parents=True, exist_ok=True)
    with scratch(settings().landing / ".incoming") as own:
        if len(places) == 1:
            copy = own / names[0]
            checksum = copied(places[0], copy)
            return settled(copy, checksum, folder)
        parts = own / dataset
        parts.mkdir()
        sums = {place.name: copied(place, parts / place.name) for place in in_order(places)}
        lines = "".join(f"{checksum}  {name}\n" for name, checksum in sums.items())
        (parts / MANIFEST).write_text(lines, encoding="utf-8")
        # The content in its order is what is known again, whatever the parts were called.
        checksum = hashlib.sha256("".join(sums.values()).encode()).hexdigest()
        return settled(parts, checksum, folder)


def settled(copy: Path, checksum: str, folder: Path) -> Landed:
    """Give a finished copy its lasting name, at one moment, and let nobody write to it."""
    files = [file for file in copy.iterdir() if file.name != MANIFEST] if copy.is_dir() else [copy]
    size = sum(file.stat().st_size for file in files)
    for file in copy.iterdir() if copy.is_dir() else files:
        _keep(file)
    landing = folder / f"{checksum[:_MARK]}-{copy.name}"
    # A copy of that name holds the same already; of a folder it could not be replaced.
    if not landing.is_dir():
        copy.replace(landing)
    return Landed(landing, checksum, size)


def copied(place: Place, target: Path) -> str:
    """Copy one file from wherever it is; its SHA-256."""
    if isinstance(place, Found):
        from loaders.sources.fetching import fetch

        return fetch(place, target)
    digest = hashlib.sha256()
    with place.open("rb") as source, target.open("wb") as copy:
        while chunk := source.read(_CHUNK):
            digest.update(chunk)
            copy.write(chunk)
    return digest.hexdigest()


def checksum_of(file: Path) -> str:
    """The SHA-256 of a file where it lies."""
    with file.open("rb") as source:
        return hashlib.file_digest(source, "sha256").hexdigest()


def _keep(file: Path) -> None:
    file.chmod(0o444)
    handle = os.open(file, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
