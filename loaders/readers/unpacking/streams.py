"""Streams over packed bytes: pieces as one file, and decompression in bounded memory."""

from __future__ import annotations

import bisect
import bz2
import io
import itertools
import lzma
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, BinaryIO

import pyarrow as pa

from loaders.readers.unpacking.limits import Budget, broken

CHUNK = 1 << 20
_XZ_MEMORY = 512 << 20  # what the strongest setting of xz asks for, several times over


class Joined(io.RawIOBase):
    """Several files read as one, wherever they were cut."""

    def __init__(self, pieces: Sequence[Path]) -> None:
        super().__init__()
        self._pieces = pieces
        self._ends = list(itertools.accumulate(piece.stat().st_size for piece in pieces))
        self._place = 0
        self._open: tuple[int, BinaryIO] | None = None

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._place

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        start = {io.SEEK_SET: 0, io.SEEK_CUR: self._place, io.SEEK_END: self._ends[-1]}[whence]
        if start + offset < 0:
            raise OSError("a seek before the beginning")
        self._place = start + offset
        return self._place

    def readinto(self, buffer: Any) -> int:
        number = bisect.bisect_right(self._ends, self._place)
        if number == len(self._pieces):
            return 0
        file = self._piece(number)
        begins = self._ends[number - 1] if number else 0
        file.seek(self._place - begins)
        count = file.readinto(buffer)  # type: ignore[attr-defined]
        self._place += count
        return int(count)

    def close(self) -> None:
        if self._open:
            self._open[1].close()
        super().close()

    def _piece(self, number: int) -> BinaryIO:
        if self._open is None or self._open[0] != number:
            if self._open:
                self._open[1].close()
            self._open = number, self._pieces[number].open("rb", buffering=0)
        return self._open[1]


class Metered(io.RawIOBase):
    """A stream that spends a budget, and tells what is wrong with what it unpacks."""

    def __init__(self, source: Any, budget: Budget, where: str, *under: BinaryIO) -> None:
        super().__init__()
        self._source, self._budget, self._where, self._under = source, budget, where, under

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        try:
            found = self._source.read(len(buffer))
        except FAULTS as error:
            raise broken(self._where, error) from error
        self._budget.spend(len(found))
        buffer[: len(found)] = found
        return len(found)

    def close(self) -> None:
        if not self.closed:
            self._source.close()
            for stream in self._under:
                stream.close()
        super().close()


# What the libraries raise over broken input; a zip's wrong checksum is a BadZipFile.
FAULTS = (
    EOFError, OSError, zlib.error, lzma.LZMAError, ValueError, RuntimeError, zipfile.BadZipFile,
    tarfile.TarError, NotImplementedError, pa.ArrowException,
)  # fmt: skip


class _Frames(io.RawIOBase):
    """The content of one compressed stream after the other, some of it at a time."""

    def __init__(self, source: BinaryIO, fresh: Callable[[], Any]) -> None:
        super().__init__()
        self._source, self._fresh = source, fresh
        self._engine = fresh()

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        while True:
            raw = b""
            if self._engine.eof:
                raw = self._engine.unused_data or self._source.read(CHUNK)
                if not raw.strip(b"\0"):
                    return 0  # the end, or the padding of a tape
                self._engine = self._fresh()
            elif self._engine.needs_input:
                raw = self._source.read(CHUNK)
                if not raw:
                    raise EOFError("it ends in the middle")
            found = self._engine.decompress(raw, len(buffer))
            if found:
                buffer[: len(found)] = found
                return len(found)


class _Gzip:
    """zlib's engine with the face of the others: asks for input, keeps what it did not use."""

    def __init__(self) -> None:
        self._engine = zlib.decompressobj(wbits=zlib.MAX_WBITS | 16)

    @property
    def eof(self) -> bool:
        return self._engine.eof

    @property
    def unused_data(self) -> bytes:
        return self._engine.unused_data

    @property
    def needs_input(self) -> bool:
        return not self._engine.unconsumed_tail

    def decompress(self, raw: bytes, most: int) -> bytes:
        return self._engine.decompress(self._engine.unconsumed_tail + raw, most)


def _xz() -> lzma.LZMADecompressor:
    return lzma.LZMADecompressor(memlimit=_XZ_MEMORY)


ENGINES: dict[str, Callable[[], Any]] = {"gz": _Gzip, "bz2": bz2.BZ2Decompressor, "xz": _xz}


def decompressing(source: BinaryIO, kind: str, budget: Budget, where: str) -> BinaryIO:
    """The unpacked content of a stream, forward only."""
    if kind == "zst":
        raw: Any = pa.CompressedInputStream(pa.PythonFile(source, "r"), "zstd")
    else:
        raw = _Frames(source, ENGINES[kind])
    return io.BufferedReader(Metered(raw, budget, where, source), CHUNK)
