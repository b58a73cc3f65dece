"""Workbooks of either kind, opened with care: .xlsx by its parts, .xls through calamine."""

from __future__ import annotations

import json
import lzma
import subprocess
import sys
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from loaders.errors import Refused
from loaders.readers import old_workbook
from loaders.readers.archive import safe_members
from loaders.readers.base import DAY
from loaders.readers.cells import Block, blocks
from loaders.readers.workbook import Workbook

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_BROKEN = (
    zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, NotImplementedError, RuntimeError,
    LookupError, ValueError, OSError, pa.ArrowException, subprocess.TimeoutExpired,
)  # fmt: skip


class Modern:
    """An .xlsx workbook."""

    def __init__(self, book: Workbook) -> None:
        self._book = book

    @property
    def names(self) -> list[str]:
        """The sheets' names."""
        return list(self._book.sheets)

    def blocks(self, name: str, header_ends: int) -> Iterator[Block]:
        """A sheet's rows."""
        return blocks(self._book, self._book.sheets[name])

    def merged(self, name: str) -> list[tuple[int, int, int, int]] | None:
        """A sheet's merged cells."""
        return self._book.merged(self._book.sheets[name])


@dataclass
class Old:
    """An .xls workbook; a sheet of it has at most 65,536 rows of 256 columns."""

    path: Path

    @cached_property
    def names(self) -> list[str]:
        """The sheets' names."""
        return [str(name) for name in json.loads(self._asked("", ""))]

    def merged(self, name: str) -> list[tuple[int, int, int, int]] | None:
        """Nothing is known of merged cells."""
        return None

    def blocks(self, name: str, header_ends: int) -> Iterator[Block]:
        """A sheet's rows at once."""
        with pa.ipc.open_stream(self._asked(name, str(header_ends))) as stream:
            told = stream.read_next_batch()
        if told.num_rows:
            columns = [pc.replace_substring_regex(one, DAY, r"\1") for one in told.columns]
            faults = json.loads(told.schema.metadata[b"faults"])
            yield Block(
                np.arange(1, told.num_rows + 1), dict(enumerate(columns)),
                {(row, place): fault for row, place, fault in faults},
            )  # fmt: skip

    def _asked(self, sheet: str, header_ends: str) -> bytes:
        """What the program of its own says of the workbook."""
        command = [sys.executable, "-I", old_workbook.__file__, str(self.path)]
        command += [sheet, header_ends]
        done = subprocess.run(command, capture_output=True, timeout=old_workbook.SECONDS)
        if done.returncode:
            told = done.stderr.decode(errors="replace").strip().rpartition("\n")[2]
            raise ValueError(told or f"its reader ended with {done.returncode}")
        return done.stdout


@contextmanager
def opened(path: Path) -> Iterator[Modern | Old]:
    """The workbook in a file, told by its content; whatever is wrong with it is a refusal."""
    with path.open("rb") as file:
        begin = file.read(8)
    if not begin:
        raise Refused("文件为空", "the file is empty", where=str(path))
    try:
        if begin == _OLE:
            _no_password(path)
            yield Old(path)
        else:
            safe_members(path)
            with Workbook(path) as book:
                yield Modern(book)
    except _BROKEN as error:
        raise Workbook(path).broken(error) from error


def _no_password(path: Path) -> None:
    with path.open("rb") as file:
        rest = b""
        while chunk := file.read(1 << 20):
            if _ENCRYPTED in rest + chunk:
                raise Refused(
                    "工作簿设有密码", "the workbook is locked with a password", where=str(path),
                    hint="ask for it without a password",
                )  # fmt: skip
            rest = chunk[-len(_ENCRYPTED) :]


def heads(
    book: Modern | Old, name: str, rows: Sequence[Sequence[str | None]], first: int
) -> list[str]:
    """The columns' names from the header's rows; a name over several columns is told to each."""
    told = [[_label(cell or "") for cell in row] for row in rows]
    if len(rows) > 1:
        merged = book.merged(name)
        for number, row in enumerate(told[:-1]):
            for place in range(1, len(row)):
                inside = merged is None or any(
                    top <= first + number <= bottom and left < place <= right
                    for top, left, bottom, right in merged
                )
                if inside and not row[place]:
                    row[place] = row[place - 1]
    parts = (dict.fromkeys(row[place] for row in told if row[place]) for place in _width(told))
    return [".".join(part) for part in parts]


def _width(rows: Sequence[Sequence[str]]) -> range:
    return range(max((len(row) for row in rows), default=0))


def _label(name: str) -> str:
    """A head without the line breaks that make it fit its cell."""
    return "".join(name.split())
