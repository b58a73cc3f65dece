"""A statistics table, in a workbook or text: each cell of items by time becomes a row."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from loaders.errors import Refused
from loaders.files import CrosstabFile
from loaders.readers import csv
from loaders.readers.base import Broken, Lines, Rows, running
from loaders.readers.cells import letters
from loaders.readers.sheets import Modern, Old, opened
from loaders.readers.xlsx import collect, named

_WORKBOOKS = (b"PK\x03\x04", b"PK\x05\x06", b"\xd0\xcf\x11\xe0")
SHEET_ROW, SHEET_COLUMN = "行", "列"


def read(path: Path, spec: CrosstabFile, wanted: Sequence[str]) -> Iterator[Rows]:
    """One batch per sheet. Lines count the cells; the sheet's row and column stand beside."""
    if not _is_workbook(path):
        yield from _of_text(path, spec)
        return
    first = 1
    with opened(path) as book:
        known = book.names
        for name in spec.sheets or known:
            if name not in known:
                raise Refused(
                    f"没有名为“{name}”的工作表", f"there is no sheet {name!r}", where=str(path),
                    hint="the workbook has: " + ", ".join(known),
                )  # fmt: skip
            rows = _unpivoted(book, path, spec, name, first)
            first += len(rows.lines)
            yield rows


def _is_workbook(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(8).startswith(_WORKBOOKS)


def _of_text(path: Path, spec: CrosstabFile) -> Iterator[Rows]:
    """Delimited text, a batch of its rows at a time. Cells are counted as if no row were blank or
    broken, so that each has its number whatever comes before it."""
    if spec.header_rows > 1:
        raise Refused(
            "分隔文本的交叉表只能有一行表头", "a cross-table in text has one row of heads",
            where=str(path), hint="set header_rows to 1, or ask for a workbook",
        )  # fmt: skip
    for rows in csv.read(path, spec.as_text, ()):
        heads, columns = [head.strip() for head in rows.header or ()], list(rows.columns.values())
        yield _cells(path, spec, heads, rows.lines, columns, path.name, rows.broken)


def _unpivoted(book: Modern | Old, path: Path, spec: CrosstabFile, name: str, first: int) -> Rows:
    heads, rows, cells = _table(book, name, spec)
    found = _cells(path, spec, heads, rows, cells, name)
    return replace(found, lines=running(first, len(found.lines)))


def _cells(
    path: Path, spec: CrosstabFile, heads: Sequence[str], rows: Lines, cells: Sequence[pa.Array],
    name: str, broken: Sequence[Broken] = (),
) -> Rows:  # fmt: skip
    """The cells of a table's rows, each a row with its labels beside it."""
    missing = [label for label in spec.labels if label not in heads]
    if missing:
        raise Refused(
            f"表“{name}”缺少列“{missing[0]}”", f"table {name!r} has no column {missing[0]!r}",
            where=f"{path}:{spec.header_row}", hint="row by row it has: " + ", ".join(heads),
        )  # fmt: skip
    places = [place for place, head in enumerate(heads) if head and head not in spec.labels]
    across = [heads[place] for place in places]
    count, width = len(rows), len(places)
    row_of, column_of = np.repeat(np.arange(count), width), np.tile(np.arange(width), count)
    texts = pa.concat_arrays([pa.array([], pa.string()), *(cells[place] for place in places)])
    named_columns = pa.array([letters(place) for place in places], pa.string())
    columns = {label: cells[heads.index(label)].take(pa.array(row_of)) for label in spec.labels} | {
        spec.across: pa.array(across, pa.string()).take(pa.array(column_of)),
        spec.cell: texts.take(pa.array(column_of * count + row_of)),
        spec.sheet_label: pa.array([name] * (count * width), pa.string()),
        SHEET_ROW: pa.array(rows[row_of]).cast(pa.string()),
        SHEET_COLUMN: named_columns.take(pa.array(column_of)),
    }
    numbers = ((rows - spec.header_row - 1) * width)[row_of] + column_of + 1
    above = [replace(one, line=(one.line - spec.header_row - 1) * width + 1) for one in broken]
    return Rows(numbers, columns, tuple(columns), broken=above)


def _table(
    book: Modern | Old, name: str, spec: CrosstabFile
) -> tuple[list[str], Lines, list[pa.Array]]:
    """A sheet's heads, and the rows below them that have any cell filled."""
    last = spec.header_row + spec.header_rows - 1
    above: dict[int, dict[int, str | None]] = {}
    blocks = list(book.blocks(name, last))
    for block in blocks:
        collect(block, range(spec.header_row, last + 1), above)
    heads = named(book, name, above, spec.header_row, spec.header_rows)
    rows: Lines = np.concatenate([np.array([], np.int64), *(block.rows for block in blocks)])
    cells = [
        pa.concat_arrays(
            [pa.array([], pa.string())]
            + [block.columns.get(place, pa.nulls(len(block.rows), pa.string())) for block in blocks]
        )
        for place in range(len(heads))
    ]
    filled = np.zeros(len(rows), bool)
    for column in cells:
        filled |= np.asarray(pc.fill_null(pc.greater(pc.binary_length(column), 0), False))
    filled &= rows > last
    return heads, rows[filled], [column.filter(pa.array(filled)) for column in cells]
