"""Scratch folders: where files are unpacked that cannot be streamed, gone even after a kill."""

from __future__ import annotations

import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from runtime.errors import SikuError
from runtime.settings import settings

CHUNK = 1 << 20
_SPARE = 256 << 20  # bytes of the disk that stay free


class NoRoom(SikuError):
    """The disk is too full to unpack a delivery."""


@contextmanager
def scratch(within: Path | None = None) -> Iterator[Path]:
    """A folder of one's own until the end; what killed processes left is removed first."""
    home = within or settings().home / "scratch"
    home.mkdir(parents=True, exist_ok=True)
    _sweep(home)
    folder, handle = _own(home)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        os.close(handle)


def spill(source: BinaryIO, target: Path) -> Path:
    """Write a stream to a file, as long as the disk has room."""
    target.parent.mkdir(parents=True, exist_ok=True)
    with target.open("wb") as file:
        while chunk := source.read(CHUNK):
            if shutil.disk_usage(target.parent).free < _SPARE + len(chunk):
                raise NoRoom(
                    "the disk is too full to unpack the delivery", where=str(target.parent),
                    hint="make room, or set SIKU_HOME to a larger disk; then run the step again",
                )  # fmt: skip
            file.write(chunk)
    return target


def _own(home: Path) -> tuple[Path, int]:
    """A new folder, and a lock on it that ends with this process, however that ends."""
    while True:
        folder = Path(tempfile.mkdtemp(dir=home))
        handle = _hold(folder, 0)
        # A sweep may have been quicker than the lock.
        if handle is not None and folder.exists():
            return folder, handle


def _hold(folder: Path, how: int) -> int | None:
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | how)
        except OSError:
            os.close(handle)
        else:
            return handle
    return None


def _sweep(home: Path) -> None:
    """Remove the folders that nobody holds any more."""
    for folder in home.iterdir():
        handle = _hold(folder, fcntl.LOCK_NB)
        if handle is not None:
            shutil.rmtree(folder, ignore_errors=True)
            os.close(handle)
