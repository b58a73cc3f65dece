"""Delimited text: any encoding, quoted line ends, rows with too few or too many columns."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import csv as arrow_csv

from loaders.errors import Refused
from loaders.files import CsvFile
from loaders.readers.base import Broken, Lines, Rows
from loaders.readers.decoding import Utf8

BLOCK = 8 << 20  # bytes parsed at a time; no row may be longer
_HEADER_LIMIT = 1 << 20


def read(path: Path, spec: CsvFile, wanted: Sequence[str]) -> Iterator[Rows]:
    """Batches of rows; a line with nothing in it is no row."""
    with Utf8(path, spec.encoding) as stream:
        header, first = _header(stream, path, spec)
        counter = _Counter(first)
        names = [str(position) for position in range(len(header))]
        begun = False
        for batch in _parsed(stream, path, spec, names, counter):
            begun = True
            yield counter.rows(batch, header)
        if not begun or counter.waiting:
            empty = pa.record_batch([pa.array([], pa.string())] * len(names), names=names)
            yield counter.rows(empty, header, last=True)


def _header(stream: Utf8, path: Path, spec: CsvFile) -> tuple[tuple[str, ...], int]:
    """The column names, and the line where the data begins."""
    taken, text = 0, ""
    while True:
        line = stream.line(_HEADER_LIMIT)
        if line is None or len(text) + len(line) > _HEADER_LIMIT:
            raise _no_header(path, spec)
        taken += 1
        if taken >= spec.header_row:
            text += line.decode()
            if not spec.quote or text.count(spec.quote) % 2 == 0:
                break
    reader = csv.reader(
        io.StringIO(text),
        delimiter=spec.delimiter,
        quotechar=spec.quote or None,
        quoting=csv.QUOTE_MINIMAL if spec.quote else csv.QUOTE_NONE,
    )
    try:
        names = next(reader, [])
    except csv.Error:
        names = []
    if not any(name.strip() for name in names):
        raise _no_header(path, spec)
    return tuple(names), taken + 1


def _no_header(path: Path, spec: CsvFile) -> Refused:
    return Refused(
        f"文件在第 {spec.header_row} 行没有表头",
        f"there is no header in line {spec.header_row}",
        where=str(path),
        hint="is the file empty? Ask the department to deliver it again",
    )


def _parsed(
    stream: Utf8, path: Path, spec: CsvFile, names: list[str], counter: _Counter
) -> Iterator[pa.RecordBatch]:
    try:
        reader = arrow_csv.open_csv(
            pa.PythonFile(stream, mode="r"),
            # Rows are numbered only when they are parsed one block after another.
            read_options=arrow_csv.ReadOptions(
                use_threads=False, block_size=BLOCK, column_names=names
            ),
            parse_options=arrow_csv.ParseOptions(
                delimiter=spec.delimiter,
                quote_char=spec.quote or False,
                newlines_in_values=bool(spec.quote),
                ignore_empty_lines=False,
                invalid_row_handler=counter.set_aside,
            ),
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
        raise Refused(
            f"第 {counter.line} 行起无法分列(一行过长,或引号不成对)",
            f"cannot be divided into rows from about line {counter.line}: {error}",
            where=f"{path}:{counter.line}",
            hint="an opening quote without its end? If quotes have no meaning, set file.quote: ''",
        ) from error


class _Counter:
    """Gives each row its physical line, also after line ends within quotes and broken rows."""

    def __init__(self, line: int) -> None:
        self.line = line  # of the next row
        self.row = 1  # number of the next row, as the parser counts
        self.waiting: list[tuple[int, str]] = []

    def set_aside(self, row: arrow_csv.InvalidRow) -> str:
        """The parser's answer to a row with another number of columns."""
        self.waiting.append((row.number, row.text))
        self._expected = row.expected_columns
        return "skip"

    def rows(self, batch: pa.RecordBatch, header: tuple[str, ...], last: bool = False) -> Rows:
        """A batch with its lines, without blank lines, and the broken rows among and before it."""
        breaks = _line_ends(batch)
        count = batch.num_rows
        lines, broken = self._number(count, breaks, last)
        filled = _filled(batch)
        if not filled.all():
            mask = pa.array(filled)
            batch, lines = batch.filter(mask), lines[filled]
        columns = dict(zip(header, batch.columns, strict=True))
        return Rows(lines, columns, header, broken=broken)

    def _number(self, count: int, breaks: Lines | None, last: bool) -> tuple[Lines, list[Broken]]:
        """Walk from broken row to broken row; between them lines are counted at once."""
        heights = np.ones(count, np.int64) if breaks is None else breaks + 1
        lines = np.empty(count, np.int64)
        broken: list[Broken] = []
        done = 0
        while done < count or self.waiting:
            before = self.waiting[0][0] - self.row if self.waiting else count - done
            here = min(before, count - done)
            if here:
                ends = np.cumsum(heights[done : done + here])
                lines[done : done + here] = self.line + ends - heights[done : done + here]
                self.line += int(ends[-1])
                self.row += here
                done += here
            if not self.waiting or self.waiting[0][0] != self.row:
                if done < count or last:
                    continue
                break
            broken.append(self._broken(self.waiting.pop(0)[1]))
        return lines, broken

    def _broken(self, text: str) -> Broken:
        line = self.line
        self.line += text.count("\n") + 1
        self.row += 1
        return Broken(
            line, text, "columns",
            f"第 {line} 行的列数与表头不一致(表头 {self._expected} 列)",
            f"line {line} has not as many columns as the header ({self._expected})",
        )  # fmt: skip


def _line_ends(batch: pa.RecordBatch) -> Lines | None:
    """Line ends within the values of each row; None when there are none at all."""
    found: Lines | None = None
    for column in batch.columns:
        data = column.buffers()[2]
        if data is None or b"\n" not in memoryview(data).tobytes():
            continue
        counts = np.asarray(pc.count_substring(column, "\n")).astype(np.int64)
        found = counts if found is None else found + counts
    return found


def _filled(batch: pa.RecordBatch) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    """Which rows have any character at all."""
    filled = np.zeros(batch.num_rows, bool)
    for column in batch.columns:
        filled |= np.asarray(pc.binary_length(column)) > 0
        if filled.all():
            break
    return filled
