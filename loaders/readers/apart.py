"""Delimited text each of whose rows is a line of its own: any line can be read by itself."""

from __future__ import annotations

import codecs
import io
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import BinaryIO, cast

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import csv as arrow_csv

from loaders.errors import Refused
from loaders.files import CsvFile, FileSpec
from loaders.readers import csv
from loaders.readers.base import BATCH, Lines, Rows, labels, running
from loaders.readers.decoding import Utf8
from loaders.readers.mapped import Mapped
from loaders.readers.unpacking.blobs import plain

# In these no byte below a digit's is a part of another character, so that lines and columns are
# told apart before anything is decoded.
_ENCODINGS = ("utf-8", "utf-8-sig", "ascii", "gb18030", "gbk", "gb2312")
_MARKS = (codecs.BOM_UTF8, "\ufeff".encode("gb18030"))
_DIGITS = ord("0")
_CHUNK = 8 << 20
_LONGEST = 1 << 20  # bytes of a line, well below what the reader takes
_END, _RETURN = ord("\n"), ord("\r")
Bytes = npt.NDArray[np.uint8]


class NotApart(Exception):
    """Only who has the whole file before him can judge it."""


@dataclass(frozen=True)
class Apart:
    """A file's rows as the lines they are; in memory is only where each begins."""

    path: Path
    spec: CsvFile
    begins: csv.Begin
    encoding: str
    data: Mapped
    starts: Lines  # and where the last one ends

    def __len__(self) -> int:
        return len(self.starts) - 1

    @property
    def numbers(self) -> Lines:
        """Which line of the file each row is."""
        return running(self.begins.first, len(self))

    @property
    def lines(self) -> pa.LargeBinaryArray:
        """Their bytes, with their ends."""
        starts = pa.py_buffer(self.starts)
        return pa.LargeBinaryArray.from_buffers(
            pa.large_binary(), len(self), [None, starts, self.data.bytes]
        )

    def rows(self, places: Lines, judged: bool = True) -> Iterator[Rows]:
        """What the lines at these places say, and which of them are broken; unless `judged`,
        however many."""
        numbers = places + self.begins.first
        with self._decoding(places) as text:
            text.judged = judged
            yield from csv.read_lines(text, self.path, self.spec, self.begins, numbers)

    def must_decode(self, places: Lines) -> None:
        """Every character in the lines at these places can be decoded. Whether so many cannot that
        the file is refused, depends on the others."""
        with self._decoding(places) as text:
            text.judged = False
            while text.read() and not text.damaged:
                pass
            if text.damaged:
                raise NotApart("there are bytes that cannot be decoded")

    def columns(self, place: int, count: int, names: Sequence[str]) -> dict[str, pa.Array]:
        """The texts of some columns in a run of lines; null where a line is no row."""
        found = labels(self.begins.header)
        wanted = {name: str(found.index(name)) for name in names}
        begin, end = self.starts[place], self.starts[place + count]
        lines, encoding = self.data.bytes.slice(begin, end - begin), self.encoding
        try:
            table, broken = self._divided(lines, wanted.values(), encoding.startswith("utf-8"))
        except pa.ArrowInvalid:
            # Of a row that has other columns the parser tells only in UTF-8.
            lines, encoding = pa.py_buffer(str(lines, encoding).encode()), "utf-8"
            table, broken = self._divided(lines, wanted.values(), True)
        if table.num_rows + len(broken) != count:
            raise NotApart("it does not divide into rows as into lines")
        texts = {name: _decoded(table[number], encoding) for name, number in wanted.items()}
        self.data.forget()
        if not broken:
            return texts
        gone = np.zeros(count, bool)
        gone[broken] = True
        there = pa.array(np.cumsum(~gone) - 1, mask=gone)
        return {name: column.take(there) for name, column in texts.items()}

    def _divided(
        self, lines: pa.Buffer, wanted: Iterable[str], tolerant: bool
    ) -> tuple[pa.Table, list[int]]:
        """Columns of some lines, and which lines are no rows, for which there must be patience."""
        broken: list[int] = []

        def set_aside(row: arrow_csv.InvalidRow) -> str:
            broken.append(row.number - 1)
            return "skip"

        numbers = [str(number) for number in range(len(self.begins.header))]
        table = arrow_csv.read_csv(
            pa.BufferReader(lines),
            arrow_csv.ReadOptions(use_threads=False, block_size=_CHUNK, column_names=numbers),
            csv.parsing(self.spec, set_aside if tolerant else None),
            arrow_csv.ConvertOptions(
                include_columns=list(dict.fromkeys(wanted)),
                column_types=dict.fromkeys(numbers, pa.binary()),
                check_utf8=False,
                strings_can_be_null=False,
            ),
        )
        return table, broken

    def _decoding(self, places: Lines) -> Utf8:
        return Utf8(self.path, self.spec.encoding, cast(BinaryIO, _Picked(self, places)))


def apart(landing: Path, spec: FileSpec) -> Apart | None:
    """A landing copy as lines; None where its rows may be no lines, or lines no rows."""
    if not isinstance(spec, CsvFile) or not _plain(spec) or not landing.is_file():
        return None
    try:
        if plain(landing).kind() is not None:
            return None
        with Utf8(landing, spec.encoding) as text:
            begins = csv.begun(text, landing, spec)
            encoding = codecs.lookup(text.encoding).name
    except Refused:
        return None
    if encoding not in _ENCODINGS:
        return None
    data = Mapped(landing)
    starts = _starts(data)
    rows = starts[begins.first - 1 :]
    if not len(rows) or np.diff(rows).max(initial=0) > _LONGEST or _any_marked(data, rows):
        return None
    cuts = [*rows[:-1:BATCH], rows[-1]]
    chunks = (_copied(data, begin, end) for begin, end in pairwise(cuts))
    head = _copied(data, 0, rows[0])
    if _ended_otherwise(head) or not all(_each_a_row(chunk, spec) for chunk in chunks):
        return None
    return Apart(landing, spec, begins, encoding, data, rows)


class _Picked(io.RawIOBase):
    """What stands above a file's rows, and some of its lines."""

    def __init__(self, text: Apart, places: Lines) -> None:
        super().__init__()
        self._text, self._places = text, places
        self.seek(0)

    def readable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        """Back to the beginning."""
        self._pieces = self._every()
        self._rest = b""
        return 0

    def read(self, size: int = -1) -> bytes:
        """At most so many bytes; empty at the end."""
        size = size if size >= 0 else sys.maxsize
        while len(self._rest) < size and (piece := next(self._pieces, None)) is not None:
            self._rest += piece
        taken, self._rest = self._rest[:size], self._rest[size:]
        return taken

    def _every(self) -> Iterator[bytes]:
        yield _copied(self._text.data, 0, self._text.starts[0])
        lines = self._text.lines
        for begin in range(0, len(self._places), BATCH):
            picked = lines.take(pa.array(self._places[begin : begin + BATCH]))
            size = np.frombuffer(picked.buffers()[1], np.int64)[len(picked)]
            self._text.data.forget()
            yield picked.buffers()[2].slice(0, size).to_pybytes()


def _plain(spec: CsvFile) -> bool:
    """Whether the signs that divide the text are never a part of a character."""
    if spec.escape or spec.skip_beginning or len(spec.separator) > 1:
        return False
    return all(ord(sign) < _DIGITS for sign in spec.separator + spec.quote)


def _copied(data: Mapped, begin: int, end: int) -> bytes:
    copy: bytes = data.bytes.slice(begin, end - begin).to_pybytes()
    data.forget()
    return copy


def _starts(data: Mapped) -> Lines:
    """Where every line of a file begins, and where the last one ends."""
    signs, found = np.frombuffer(data.bytes, np.uint8), [np.zeros(1, np.int64)]
    for begin in range(0, len(signs), _CHUNK):
        found.append(np.flatnonzero(signs[begin : begin + _CHUNK] == _END) + (begin + 1))
        data.forget()
    starts = np.concatenate(found)
    return starts if starts[-1] == len(signs) else np.append(starts, len(signs))


def _any_marked(data: Mapped, starts: Lines) -> bool:
    """Whether a line begins with a byte-order mark, which the parser forgets where it begins."""
    signs, begins = np.frombuffer(data.bytes, np.uint8), starts[:-1]
    return any(
        _marked(signs, begins[place : place + BATCH], data)
        for place in range(0, len(begins), BATCH)
    )


def _marked(signs: Bytes, begins: Lines, data: Mapped) -> bool:
    for mark in _MARKS:
        found = begins[begins + len(mark) <= len(signs)]
        for place, sign in enumerate(mark):
            found = found[signs[found + place] == sign]
        if len(found):
            return True
    data.forget()
    return False


def _ended_otherwise(chunk: bytes) -> bool:
    """Whether a line ends without a line feed."""
    return b"\r" in chunk and chunk.count(b"\r") != chunk.count(b"\r\n")


def _each_a_row(chunk: bytes, spec: CsvFile) -> bool:
    """Whether no value in these lines goes over a line's end, and nothing else ends a line."""
    if _ended_otherwise(chunk):
        return False
    if not spec.quote or spec.quote.encode() not in chunk:
        return True
    quote, separator = ord(spec.quote), ord(spec.separator)
    signs = np.frombuffer(b"\n" + chunk + b"\n", np.uint8)
    quotes, ends = np.flatnonzero(signs == quote), np.flatnonzero(signs == _END)
    if len(quotes) % 2:
        return False
    # A quote opens behind a separator and closes before one; twice within a value it stands for
    # itself, which comes to closing and opening again.
    opening, closing = quotes[::2], quotes[1::2]
    opens = np.isin(signs[opening - 1], (separator, _END, quote))
    closes = np.isin(signs[closing + 1], (separator, _END, _RETURN, quote))
    together = np.searchsorted(ends, opening) == np.searchsorted(ends, closing)
    return bool((opens & closes & together).all())


def _decoded(column: pa.ChunkedArray, encoding: str) -> pa.Array:
    raw = column.combine_chunks()
    texts = raw.buffers()[2] if len(raw) else None
    if texts is None or encoding.startswith("utf-8") or bytes(texts).isascii():
        return raw.cast(pa.string())
    whole = pc.binary_join(pa.ListArray.from_arrays([0, len(raw)], raw), b"\n")[0].as_py()
    return pa.array(whole.decode(encoding).split("\n"), pa.string())
