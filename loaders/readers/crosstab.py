"""A statistics workbook: each cell of a table of items by time becomes a row."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import pyarrow as pa

from loaders.errors import Refused
from loaders.files import CrosstabFile
from loaders.readers.base import Rows, running
from loaders.readers.xlsx import filled_rows, load, opened

SHEET_ROW, SHEET_COLUMN = "行", "列"


def read(path: Path, spec: CrosstabFile, wanted: Sequence[str]) -> Iterator[Rows]:
    """One batch per sheet. Lines count the cells; the sheet's row and column stand beside."""
    first = 1
    for name in spec.sheets or opened(path).sheet_names:
        rows = _unpivoted(path, spec, name, first)
        first += len(rows.lines)
        yield rows


def _unpivoted(path: Path, spec: CrosstabFile, name: str, first: int) -> Rows:
    sheet = load(path, name, spec.header_row)
    heads = sheet.schema.names
    missing = [label for label in spec.labels if label not in heads]
    if missing:
        raise Refused(
            f"工作表“{name}”缺少列“{missing[0]}”", f"sheet {name!r} has no column {missing[0]!r}",
            where=f"{path}:{spec.header_row}", hint="row by row it has: " + ", ".join(heads),
        )  # fmt: skip
    across = [head for head in heads if head not in spec.labels and not head.startswith("__")]
    rows = np.arange(sheet.num_rows) + spec.header_row + 1
    filled = filled_rows(sheet)
    sheet, rows = sheet.filter(pa.array(filled)), rows[filled]
    count, width = sheet.num_rows, len(across)
    row_of, column_of = np.repeat(np.arange(count), width), np.tile(np.arange(width), count)
    cells = pa.concat_arrays([pa.array([], pa.string()), *(sheet.column(head) for head in across)])
    letters = pa.array([_letters(heads.index(head)) for head in across], pa.string())
    columns = {label: sheet.column(label).take(pa.array(row_of)) for label in spec.labels} | {
        spec.across: pa.array(across, pa.string()).take(pa.array(column_of)),
        spec.cell: cells.take(pa.array(column_of * count + row_of)),
        spec.sheet_label: pa.array([name] * (count * width), pa.string()),
        SHEET_ROW: pa.array(rows[row_of]).cast(pa.string()),
        SHEET_COLUMN: letters.take(pa.array(column_of)),
    }
    return Rows(running(first, count * width), columns, tuple(columns))


def _letters(position: int) -> str:
    """A column's letters as Excel shows them: A to Z, AA…"""
    letters = ""
    position += 1
    while position:
        position, rest = divmod(position - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
