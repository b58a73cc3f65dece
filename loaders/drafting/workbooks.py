"""Workbooks: the sheet, the header below its titles, and whether it is a table of items by time."""

from __future__ import annotations

import zipfile
from collections.abc import Sequence

import fastexcel

from loaders.drafting.plain import FEWEST, PERIOD, header_row
from loaders.drafting.sample import Form, Head, Undraftable
from loaders.readers import READERS
from loaders.readers.archive import safe_members

_ROWS = 60


def is_one(head: Head) -> bool:
    """Whether a zip is a workbook."""
    try:
        with zipfile.ZipFile(head.path) as archive:
            return "xl/workbook.xml" in archive.namelist()
    except zipfile.BadZipFile as error:
        raise Undraftable(
            f"{head.name} is a broken zip: {error}", where=str(head.path),
            hint="ask the department to send it again",
        ) from error  # fmt: skip


def form(head: Head, part: str | None = None) -> Form:
    """The sheet with the most rows, or the one that is named, and where its header stands."""
    old = head.start.startswith(b"\xd0\xcf\x11\xe0")
    if not old:
        safe_members(head.path)
    try:
        book = fastexcel.read_excel(head.path)
        sheets = {name: _rows(book, name) for name in book.sheet_names}
    except fastexcel.FastExcelError as error:
        raise Undraftable(
            f"{head.name} is no workbook that can be read: {error}", where=str(head.path),
            hint="open it in Excel and save it as a workbook (.xlsx)",
        ) from error  # fmt: skip
    filled = {name: rows for name, rows in sheets.items() if any(any(row) for row in rows)}
    if not filled:
        raise Undraftable(f"{head.name} has no sheet with rows", where=str(head.path))
    if part is not None and part not in filled:
        raise Undraftable(
            f"{head.name} has no sheet {part!r} with rows", hint="it has: " + ", ".join(filled)
        )
    name = part or max(filled, key=lambda name: len(filled[name]) * max(map(len, filled[name])))
    return _of_sheet(name, filled[name], list(filled), old)


def _rows(book: fastexcel.ExcelReader, name: str) -> list[list[str | None]]:
    sheet = book.load_sheet(name, header_row=None, n_rows=_ROWS, dtypes="string").to_arrow()
    columns = [column.cast("string").to_pylist() for column in sheet.columns]
    return [list(row) for row in zip(*columns, strict=True)]


def _of_sheet(
    name: str, rows: Sequence[Sequence[str | None]], sheets: Sequence[str], old: bool
) -> Form:
    header = header_row(rows) or 0
    heads = [(head or "").strip() for head in rows[header]]
    titles = tuple(" ".join(cell for cell in row if cell) for row in rows[:header])
    periods = [head for head in heads if PERIOD.match(head)]
    remarks: dict[str, str] = {}
    if header:
        remarks["header_row"] = "推测 guess: 上面是标题行 titles stand above"
    others = [one for one in sheets if one != name]
    if others:
        remarks["sheets" if len(periods) >= FEWEST else "sheet"] = (
            f"待定 TO DECIDE: 另有工作表 other sheets: {', '.join(others)} (--part)"
        )
    at = {"header_row": header + 1} if header else {}
    if len(periods) < FEWEST:
        format = "xls" if old and "xls" in READERS else "xlsx"
        return Form({"format": format, "sheet": name, **at}, remarks, (*titles, name))
    labels = [head for head in heads if head and head not in periods]
    file = {
        "format": "crosstab", "sheets": [name], **at, "labels": labels, "across": "时期",
        "cell": "数值",
    }  # fmt: skip
    remarks["across"] = f"推测 guess: {periods[0]} … {periods[-1]}"
    return Form(file, remarks, (*titles, name), tuple(periods))
