"""A sheet of an Excel workbook, with title rows above its header.

A workbook cannot be read in part: the format keeps its texts apart from its cells. A sheet has at
most 1,048,576 rows, and an archive that would unpack to far more than it should is refused first.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import fastexcel
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from loaders.errors import Refused
from loaders.files import XlsxFile
from loaders.readers.archive import safe_members
from loaders.readers.base import BATCH, Rows, running

# A day without a time, as a cell with a date is written out.
_DAY = r"^(\d{4}-\d{2}-\d{2}) 00:00:00$"


def read(path: Path, spec: XlsxFile, wanted: Sequence[str]) -> Iterator[Rows]:
    """Batches of rows; an empty row is no row. Lines are the sheet's rows, from 1."""
    sheet = load(path, spec.sheet, spec.header_row)
    filled = filled_rows(sheet)
    lines = running(spec.header_row + 1, sheet.num_rows)[filled]
    sheet = sheet.filter(pa.array(filled))
    header = tuple(sheet.schema.names)
    for start in range(0, max(1, sheet.num_rows), BATCH):
        part = sheet.slice(start, BATCH)
        columns = dict(zip(header, part.columns, strict=True))
        yield Rows(lines[start : start + BATCH], columns, header)


def load(path: Path, name: str | None, header_row: int) -> pa.RecordBatch:
    """A sheet as texts, its columns named by the header row."""
    try:
        book = opened(path)
        if name is not None and name not in book.sheet_names:
            raise Refused(
                f"没有名为“{name}”的工作表", f"there is no sheet {name!r}", where=str(path),
                hint="the workbook has: " + ", ".join(book.sheet_names),
            )  # fmt: skip
        sheet = book.load_sheet(name or 0, header_row=header_row - 1, dtypes="string").to_arrow()
    except fastexcel.FastExcelError as error:
        raise Refused(
            f"工作表无法读取(表头应在第 {header_row} 行)",
            f"the sheet cannot be read with its header in row {header_row}: {error}",
            where=f"{path}:{header_row}",
            hint="see file.sheet and file.header_row in the contract",
        ) from error
    columns = [_days(column.cast(pa.string())) for column in sheet.columns]
    return pa.RecordBatch.from_arrays(columns, names=[_label(name) for name in sheet.schema.names])


def opened(path: Path) -> fastexcel.ExcelReader:
    """The workbook; an .xlsx is a zip and is looked into first."""
    if path.stat().st_size == 0:
        raise Refused("文件为空", "the file is empty", where=str(path))
    if path.suffix.lower() != ".xls":
        safe_members(path)
    try:
        return fastexcel.read_excel(path)
    except fastexcel.FastExcelError as error:
        raise Refused(
            "不是可读取的 Excel 工作簿", f"it is no Excel workbook: {error}", where=str(path)
        ) from error


def filled_rows(sheet: pa.RecordBatch) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    """Which rows have any cell filled."""
    filled = np.zeros(sheet.num_rows, bool)
    for column in sheet.columns:
        filled |= np.asarray(pc.fill_null(pc.greater(pc.binary_length(column), 0), False))
    return filled


def _days(column: pa.Array) -> pa.Array:
    return pc.replace_substring_regex(column, _DAY, r"\1")


def _label(name: str) -> str:
    """A head without the line breaks that make it fit its cell."""
    return "".join(name.split())
