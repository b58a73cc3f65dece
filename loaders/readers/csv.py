"""Delimited text: any encoding, delimiter and quoting, quoted line ends, ragged rows."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import pyarrow as pa
from pyarrow import csv as arrow_csv

from loaders.errors import Refused
from loaders.files import CsvFile
from loaders.readers.base import Lines, Rows
from loaders.readers.counting import Counter
from loaders.readers.decoding import MARK, Utf8
from loaders.readers.sifting import undamaged, without

BLOCK = 8 << 20  # bytes parsed at a time; no row may be longer
_HEADER_LIMIT = 1 << 20
_AGAIN = "ask the department to deliver it again"
_STAND_IN = "\x1f"  # for a delimiter that is more than one byte


def read(path: Path, spec: CsvFile, wanted: Sequence[str]) -> Iterator[Rows]:
    """Batches of rows; a line with nothing in it is no row."""
    with Utf8(path, spec.encoding) as text:
        stream = Narrowed(text, spec.separator) if _wide(spec.separator) else text
        rows = _rows(stream, text, path, spec, begun(text, path, spec))
        yield from without(
            undamaged(rows, lambda: text.damaged, spec.encoding), spec.skip_beginning
        )


def read_lines(
    text: Utf8, path: Path, spec: CsvFile, begins: Begin, lines: Lines
) -> Iterator[Rows]:
    """Rows of a text that has only some lines of its file, these ones, below what stands above."""
    for _ in range(begins.first - 1):
        text.line(_HEADER_LIMIT)
    rows = _rows(text, text, path, spec, begins, lines)
    yield from undamaged(rows, lambda: text.damaged, spec.encoding)


def begun(text: Utf8, path: Path, spec: CsvFile) -> Begin:
    """The column names, and the line where the data begins, to which the text is read."""
    header, first = _header(text, path, spec)
    return Begin(_fitting(header, text, spec), first)


class Begin(NamedTuple):
    """What a text's columns are, and in which line its first row stands."""

    header: tuple[str, ...]
    first: int


class Narrowed(io.RawIOBase):
    """A text whose delimiter is written as one character in place of several."""

    def __init__(self, text: Utf8, delimiter: str) -> None:
        super().__init__()
        self._text, self._delimiter = text, delimiter.encode()
        self._rest = b""

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        """Some bytes, as many as there are at hand; empty at the end."""
        narrowed = b""
        while not narrowed:
            found = self._text.read(size)
            if _STAND_IN.encode() in found:
                # Then it is no longer a stand-in; its row is set aside.
                self._text.damaged = True
                found = found.replace(_STAND_IN.encode(), f"{MARK}1f".encode())
            narrowed = (self._rest + found).replace(self._delimiter, _STAND_IN.encode())
            kept = self._begun(narrowed) if found else 0
            self._rest = narrowed[len(narrowed) - kept :]
            narrowed = narrowed[: len(narrowed) - kept]
            if not found:
                break
        return narrowed

    def _begun(self, text: bytes) -> int:
        """How many bytes at the end may be the beginning of a delimiter."""
        sizes = range(len(self._delimiter) - 1, 0, -1)
        return next((size for size in sizes if text.endswith(self._delimiter[:size])), 0)


def _wide(delimiter: str) -> bool:
    return len(delimiter.encode()) > 1


def _rows(
    stream: io.RawIOBase, text: Utf8, path: Path, spec: CsvFile, begins: Begin,
    lines: Lines | None = None,
) -> Iterator[Rows]:  # fmt: skip
    header, first = begins
    counter = Counter(first, header, _dialect(spec), spec.separator, path, lines)
    names = [str(position) for position in range(len(header))]
    any_rows = False
    for batch in _parsed(stream, path, spec, names, counter):
        any_rows = True
        yield counter.rows(batch)
    if not any_rows or counter.waiting:
        empty = pa.record_batch([pa.array([], pa.string())] * len(names), names=names)
        yield counter.rows(empty, last=True)


def _header(stream: Utf8, path: Path, spec: CsvFile) -> tuple[tuple[str, ...], int]:
    """The column names, and the line where the data begins."""
    taken, text = 0, ""
    if not stream.peek(_HEADER_LIMIT):
        raise Refused("文件为空", "the file is empty", where=str(path), hint=_AGAIN)
    while taken < spec.titles:
        if not (line := stream.line(_HEADER_LIMIT)) or len(line) > _HEADER_LIMIT:
            raise _no_header(path, spec)
        taken += 1
    if spec.columns:
        if not stream.peek(_HEADER_LIMIT):
            raise Refused("文件为空", "the file is empty", where=str(path), hint=_AGAIN)
        return spec.columns, taken + 1
    while not text or (spec.quote and text.count(spec.quote) % 2):
        line = stream.line(_HEADER_LIMIT)
        if line is None or len(text) + len(line) > _HEADER_LIMIT:
            raise _no_header(path, spec)
        taken += 1
        text += line.decode()
    names = fields(text, _dialect(spec), spec.separator)
    if MARK in text and stream.refusal:
        raise stream.refusal
    if not any(name.strip() for name in names):
        raise _no_header(path, spec)
    return tuple(names), taken + 1


def _fitting(header: tuple[str, ...], stream: Utf8, spec: CsvFile) -> tuple[str, ...]:
    """The header with or without a last empty name, as the first row ends with a delimiter."""
    line = stream.peek(_HEADER_LIMIT)
    if len(line) > _HEADER_LIMIT:
        return header
    found = fields(line.decode(errors="replace"), _dialect(spec), spec.separator)
    if len(found) == len(header) + 1 and not found[-1]:
        return (*header, "")
    if len(found) == len(header) - 1 and not header[-1]:
        return header[:-1]
    return header


def fields(line: str, dialect: type[csv.Dialect], separator: str) -> list[str]:
    """The fields of one row of text."""
    narrow = line.replace(separator, _STAND_IN) if _wide(separator) else line
    try:
        return next(csv.reader(io.StringIO(narrow, newline=""), dialect), [])
    except csv.Error:
        return []


def _dialect(spec: CsvFile) -> type[csv.Dialect]:
    """How the rows are written, for what is parsed one by one."""

    class Written(csv.Dialect):
        delimiter = _STAND_IN if _wide(spec.separator) else spec.separator
        quotechar = spec.quote or None
        quoting = csv.QUOTE_MINIMAL if spec.quote else csv.QUOTE_NONE
        escapechar = spec.escape or None
        lineterminator = "\n"

    return Written


def _no_header(path: Path, spec: CsvFile) -> Refused:
    return Refused(
        f"文件在第 {spec.header_row} 行没有表头",
        f"there is no header in line {spec.header_row}",
        where=str(path),
        hint=_AGAIN,
    )


def parsing(
    spec: CsvFile, set_aside: Callable[[arrow_csv.InvalidRow], str] | None
) -> arrow_csv.ParseOptions:
    """How the text is divided into rows and columns."""
    return arrow_csv.ParseOptions(
        delimiter=_STAND_IN if _wide(spec.separator) else spec.separator,
        quote_char=spec.quote or False,
        escape_char=spec.escape or False,
        newlines_in_values=bool(spec.quote or spec.escape),
        ignore_empty_lines=False,
        invalid_row_handler=set_aside,
    )


def _parsed(
    stream: io.RawIOBase, path: Path, spec: CsvFile, names: list[str], counter: Counter
) -> Iterator[pa.RecordBatch]:
    try:
        reader = arrow_csv.open_csv(
            pa.PythonFile(stream, mode="r"),
            # Rows are numbered only when they are parsed one block after another.
            read_options=arrow_csv.ReadOptions(
                use_threads=False, block_size=BLOCK, column_names=names
            ),
            parse_options=parsing(spec, counter.set_aside),
            convert_options=arrow_csv.ConvertOptions(
                column_types=dict.fromkeys(names, pa.string()),
                check_utf8=False,  # the stream has
                strings_can_be_null=False,
            ),
        )
        yield from reader
    except pa.ArrowInvalid as error:
        if "Empty CSV file" in str(error):
            return
        if refusal := counter.too_many_broken():
            raise refusal from error
        raise Refused(
            f"第 {counter.line} 行起无法分列(一行过长,或引号不成对)",
            f"cannot be divided into rows from about line {counter.line}: {error}",
            where=f"{path}:{counter.line}",
            hint="an opening quote without its end? If quotes have no meaning, set file.quote: ''",
        ) from error
