"""A file's bytes as if all were in memory, of which only what is looked at is."""

from __future__ import annotations

import mmap
from pathlib import Path

import pyarrow as pa


class Mapped:
    """A file that is not empty, mapped to be read."""

    def __init__(self, path: Path) -> None:
        with path.open("rb") as file:
            self._map = mmap.mmap(file.fileno(), 0, prot=mmap.PROT_READ)
        self.bytes: pa.Buffer = pa.py_buffer(self._map)

    def forget(self) -> None:
        """Hand back what was looked at so far: it stays in the system's cache, and counts no more
        for memory of ours."""
        self._map.madvise(mmap.MADV_DONTNEED)
