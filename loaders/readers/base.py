"""What every reader yields: rows as columns of raw text, each row with its line."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

Lines = npt.NDArray[np.int64]

# A day without a time, as a moment is written out.
DAY = r"^(\d{4}-\d{2}-\d{2})[ T]00:00:00(\.0+)?$"
# Rows per batch where the reader is free to choose.
BATCH = 32_768
# Under this name a row that cannot be divided into columns keeps its text.
WHOLE_ROW = "原始行"


@dataclass(frozen=True)
class Start:
    """From which line on, counted over the whole delivery, one of its parts goes."""

    line: int
    name: str


@dataclass(frozen=True)
class Broken:
    """A row that cannot be taken as it stands.

    `values` is what could be read of it by column, so that its key may be known. Where they are
    all of the row there is no `text`.
    """

    line: int
    text: str | None
    rule: str
    zh: str
    en: str
    values: Mapping[str, str | None] = field(default_factory=dict)
    column: str | None = None


@dataclass(frozen=True)
class Rows:
    """A batch of rows as they stand in the file.

    `header` is what the file says its columns are; None where each row names its own, so that a
    column may be missing because nobody had a value. Shapes are WKB in the system `crs`.
    """

    lines: Lines
    columns: Mapping[str, pa.Array]
    header: tuple[str, ...] | None = None
    shapes: pa.Array | None = None
    crs: str | None = None
    broken: Sequence[Broken] = field(default=())
    starts: Sequence[Start] = field(default=())  # where the delivery has several parts

    def column(self, name: str) -> pa.Array:
        """A column's texts; nothing in every row where there is no such column."""
        found = self.columns.get(name)
        return pa.nulls(len(self.lines), pa.string()) if found is None else found

    def only(self, wanted: npt.NDArray[np.bool_]) -> Rows:
        """These of the rows; those that cannot be taken stay beside."""
        mask = pa.array(wanted)
        return replace(
            self,
            lines=self.lines[wanted],
            columns={name: column.filter(mask) for name, column in self.columns.items()},
            shapes=None if self.shapes is None else self.shapes.filter(mask),
        )


def joined(batches: Iterable[Rows]) -> Iterator[Rows]:
    """Batches of few rows as batches of more, where their columns are the same."""
    waiting: list[Rows] = []
    for rows in batches:
        if waiting and _frame(rows) != _frame(waiting[0]):
            yield _one(waiting)
            waiting = []
        waiting.append(rows)
        if sum(len(one.lines) for one in waiting) >= BATCH:
            yield _one(waiting)
            waiting = []
    if waiting:
        yield _one(waiting)


def _frame(rows: Rows) -> tuple[object, ...]:
    return tuple(rows.columns), rows.header, rows.crs, rows.shapes is None


def _one(batches: Sequence[Rows]) -> Rows:
    if len(batches) == 1:
        return batches[0]
    last = batches[-1]
    return replace(
        last,
        lines=np.concatenate([one.lines for one in batches]),
        columns={
            name: pa.concat_arrays([one.columns[name] for one in batches]) for name in last.columns
        },
        shapes=None
        if last.shapes is None
        else pa.concat_arrays([one.shapes for one in batches if one.shapes is not None]),
        broken=tuple(chain.from_iterable(one.broken for one in batches)),
    )


def in_parts(lines: Lines, starts: Sequence[Start]) -> tuple[pa.Array, Lines]:
    """In which part each line of a delivery stands, and its number there."""
    begin = np.array([start.line for start in starts], np.int64)
    part = np.searchsorted(begin, lines, "right") - 1
    names = pa.array([start.name for start in starts], pa.string())
    return names.take(pa.array(part)), lines - begin[part] + 1


def labels(header: Sequence[str]) -> tuple[str, ...]:
    """The header with every name once: a blank one is numbered, and what stands twice too."""
    found: dict[str, None] = {}
    for number, name in enumerate(header, 1):
        label = name if name.strip() else f"第{number}列"
        while label in found:
            label = f"{label}({number})"
        found[label] = None
    return tuple(found)


def running(first: int, count: int) -> Lines:
    """Line numbers one after another."""
    return np.arange(first, first + count, dtype=np.int64)


def ascending(lines: Iterable[int], after: int) -> Lines:
    """Line numbers made unique: of several rows in one line, each next counts one further."""
    found = []
    for line in lines:
        after = max(line, after + 1)
        found.append(after)
    return np.array(found, np.int64)


def table_of(
    rows: Sequence[Mapping[str, str | None]], wanted: Iterable[str]
) -> dict[str, pa.Array]:
    """Rows that name their own columns, as columns."""
    names = dict.fromkeys(wanted)
    for row in rows:
        names.update(dict.fromkeys(row))
    return {name: pa.array([row.get(name) for row in rows], pa.string()) for name in names}


def texts(values: pa.Array | pa.ChunkedArray | Any) -> pa.Array:
    """Any column as text; whole numbers kept in floats lose their `.0`."""
    if isinstance(values, pa.ChunkedArray):
        values = values.combine_chunks()
    if pa.types.is_dictionary(values.type):
        values = values.dictionary_decode()
    if pa.types.is_floating(values.type):
        return _written_floats(values)
    return values.cast(pa.string())


def _written_floats(values: pa.Array) -> pa.Array:
    import pyarrow.compute as pc

    nan = pc.is_nan(values)
    values = pc.if_else(nan, pa.scalar(None, values.type), values)
    return pc.replace_substring_regex(values.cast(pa.string()), r"\.0$", "")
