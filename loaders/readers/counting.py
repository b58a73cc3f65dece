"""The lines of parsed rows: each row its physical line, each broken row in its place."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import csv as arrow_csv

from loaders.errors import Refused
from loaders.readers.base import Broken, Lines, Rows, labels
from loaders.readers.sifting import Mask, holds

# Broken rows without a single good one between them; then it is the file that is broken.
MOST_BROKEN = 100_000
# In a row of so many columns a line with as many delimiters is a row that quotes swallowed.
_TELLING = 4
_LINE_END = re.compile(r"\r\n|\n|\r")


class Counter:
    """Gives each row its physical line, also after line ends within quotes and broken rows."""

    def __init__(
        self, line: int, header: tuple[str, ...], dialect: type[csv.Dialect], delimiter: str,
        path: Path, lines: Lines | None = None,
    ) -> None:  # fmt: skip
        """`lines` are where the rows stand if they are not all of the file's, each one a line."""
        self.line = line if lines is None else 0  # of the next row, or the place of its line
        self._lines = lines
        self.row = 1  # number of the next row, as the parser counts
        self.waiting: list[tuple[int, str]] = []
        self._header, self._labels = header, labels(header)
        self._dialect, self._delimiter = dialect, delimiter
        self._path = path

    def set_aside(self, row: arrow_csv.InvalidRow) -> str:
        """The parser's answer to a row with another number of columns."""
        self.waiting.append((row.number, row.text))
        return "skip" if len(self.waiting) <= MOST_BROKEN else "error"

    def rows(self, batch: pa.RecordBatch, last: bool = False) -> Rows:
        """A batch with its lines, without blank lines, and the broken rows among and before it."""
        breaks = _line_ends(batch)
        lines, broken = self._number(batch.num_rows, breaks, last)
        lines = lines if self._lines is None else self._lines[lines]
        if breaks is not None and len(self._header) >= _TELLING:
            batch, lines, swallowed = self._swallowed(batch, lines, breaks)
            broken = sorted([*broken, *swallowed], key=lambda one: one.line)
        filled = _filled(batch)
        if not filled.all():
            batch, lines = batch.filter(pa.array(filled)), lines[filled]
        columns = [self._written(column) for column in batch.columns]
        return Rows(
            lines, dict(zip(self._labels, columns, strict=True)), self._header, broken=broken
        )

    def _written(self, column: pa.Array) -> pa.Array:
        """Values with the delimiter as the file has it."""
        stand_in = self._dialect.delimiter
        if stand_in == self._delimiter or holds(column, stand_in) is None:
            return column
        return pc.replace_substring(column, stand_in, self._delimiter)

    def _number(self, count: int, breaks: Lines | None, last: bool) -> tuple[Lines, list[Broken]]:
        """Walk from broken row to broken row; between them lines are counted at once."""
        heights = np.ones(count, np.int64) if breaks is None else breaks + 1
        lines = np.empty(count, np.int64)
        broken: list[Broken] = []
        done = gone = 0
        while done < count or gone < len(self.waiting):
            next_broken = self.waiting[gone][0] if gone < len(self.waiting) else None
            before = next_broken - self.row if next_broken else count - done
            here = min(before, count - done)
            if here:
                ends = np.cumsum(heights[done : done + here])
                lines[done : done + here] = self.line + ends - heights[done : done + here]
                self.line += int(ends[-1])
                self.row += here
                done += here
            if next_broken is None or next_broken != self.row:
                if done < count or last:
                    continue
                break
            broken += self._broken(self.waiting[gone][1])
            gone += 1
        del self.waiting[:gone]
        return lines, broken

    def _broken(self, text: str) -> Iterator[Broken]:
        """A row with another number of columns; each line of its own where quotes joined some."""
        line = self.line if self._lines is None else int(self._lines[self.line])
        parts = _LINE_END.split(text)
        self.line += len(parts)
        self.row += 1
        if any(len(self._fields(part)) == len(self._header) for part in parts[1:]):
            yield from self._by_line(line, parts)
            return
        found = self._fields(text)
        yield Broken(
            line, text.replace(self._dialect.delimiter, self._delimiter), "columns",
            f"第 {line} 行有 {len(found)} 列,表头有 {len(self._header)} 列",
            f"line {line} has {len(found)} columns, the header {len(self._header)}",
            dict(zip(self._labels, found, strict=False)),
        )  # fmt: skip

    def _swallowed(
        self, batch: pa.RecordBatch, lines: Lines, breaks: Lines
    ) -> tuple[pa.RecordBatch, Lines, list[Broken]]:
        """Rows that an open quote made part of another row's value, each as a line of its own."""
        bad: list[int] = []
        broken: list[Broken] = []
        for place in np.flatnonzero(breaks).tolist():
            values = [column[place].as_py() for column in batch.columns]
            inner = [part for value in values for part in _LINE_END.split(value)[1:]]
            if any(part.count(self._dialect.delimiter) == len(values) - 1 for part in inner):
                bad.append(place)
                parts = _LINE_END.split(self._dialect.delimiter.join(values))
                broken += self._by_line(int(lines[place]), parts)
        if not bad:
            return batch, lines, broken
        keep = np.ones(len(lines), bool)
        keep[bad] = False
        return batch.filter(pa.array(keep)), lines[keep], broken

    def _by_line(self, line: int, parts: Sequence[str]) -> Iterator[Broken]:
        for number, part in enumerate(parts, line):
            if part:
                yield Broken(
                    number, part.replace(self._dialect.delimiter, self._delimiter), "quotes",
                    f"从第 {line} 行起引号没有成对,其后各行无法确定分列",
                    f"a quote that opens in line {line} is not closed where it should be",
                    dict(zip(self._labels, self._fields(part), strict=False)),
                )  # fmt: skip

    def _fields(self, text: str) -> list[str]:
        try:
            return next(csv.reader(io.StringIO(text, newline=""), self._dialect), [])
        except csv.Error:
            return []

    def too_many_broken(self) -> Refused | None:
        """The refusal of a file in which row after row is broken."""
        if len(self.waiting) <= MOST_BROKEN:
            return None
        number, text = self.waiting[0]
        line, found = self.line + number - self.row, self._fields(text)
        return Refused(
            f"从第 {line} 行起连续 {MOST_BROKEN} 行的列数与表头不一致"
            f"(表头 {len(self._header)} 列,该行 {len(found)} 列)",
            f"from line {line} on {MOST_BROKEN} rows together have not the header's number"
            f" of columns ({len(self._header)}; that line has {len(found)})",
            where=f"{self._path}:{line}",
            hint="did the department change its columns, or the delimiter?",
        )


def _line_ends(batch: pa.RecordBatch) -> Lines | None:
    """Line ends within the values of each row; None when there are none at all."""
    found: Lines | None = None
    for column in batch.columns:
        data = column.buffers()[2]
        text = b"" if data is None else memoryview(data).tobytes()
        for end, sign in (("\n", 1), ("\r", 1), ("\r\n", -1)):
            if end.encode() in text:
                counts = sign * np.asarray(pc.count_substring(column, end)).astype(np.int64)
                found = counts if found is None else found + counts
    return found


def _filled(batch: pa.RecordBatch) -> Mask:
    """Which rows have any character at all."""
    filled = np.zeros(batch.num_rows, bool)
    for column in batch.columns:
        filled |= np.asarray(pc.binary_length(column)) > 0
        if filled.all():
            break
    return filled
