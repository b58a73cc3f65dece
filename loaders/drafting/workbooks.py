"""Workbooks: the sheet, the header below its titles, and whether it is a table of items by time."""

from __future__ import annotations

import zipfile
from collections.abc import Sequence

import fastexcel

from loaders.drafting.plain import FEWEST, PERIOD, endings, header_row, is_data
from loaders.drafting.sample import Form, Head, Undraftable
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
    alike = [one for one in filled if header_of(filled[one]) == header_of(filled[name])]
    return _of_sheet(name, filled[name], list(filled), alike if part is None else [name])


def header_of(rows: Sequence[Sequence[str | None]]) -> tuple[int, list[str | None]]:
    """Where a sheet's header stands, and what it says."""
    place = header_row(rows) or 0
    return place, list(rows[place])


def _is_two_rows(first: Sequence[str | None], second: Sequence[str | None]) -> bool:
    """Whether a header goes on below: heads joined over several columns, and theirs below them."""
    gaps = [place for place, head in enumerate(first) if not head]
    below = [cell for cell in second if cell]
    return (
        bool(gaps)
        and len(below) < len(second)
        and all(second[place] for place in gaps)
        and not any(is_data(cell) for cell in below)
    )


def _rows(book: fastexcel.ExcelReader, name: str) -> list[list[str | None]]:
    sheet = book.load_sheet(name, header_row=None, n_rows=_ROWS, dtypes="string").to_arrow()
    columns = [column.cast("string").to_pylist() for column in sheet.columns]
    return [list(row) for row in zip(*columns, strict=True)]


def _of_sheet(
    name: str, rows: Sequence[Sequence[str | None]], sheets: Sequence[str], alike: Sequence[str]
) -> Form:
    header = header_row(rows) or 0
    heads = [(head or "").strip() for head in rows[header]]
    titles = tuple(" ".join(cell for cell in row if cell) for row in rows[:header])
    periods = [head for head in heads if PERIOD.match(head)]
    remarks: dict[str, str] = {}
    if header:
        remarks["header_row"] = "推测 guess: 上面是标题行 titles stand above"
    others = [one for one in sheets if one not in alike]
    if others:
        remarks["sheets" if len(periods) >= FEWEST else "sheet"] = (
            f"待定 TO DECIDE: 另有工作表 other sheets: {', '.join(others)} (--part)"
        )
    at: dict[str, object] = {"header_row": header + 1} if header else {}
    if len(rows) > header + 1 and _is_two_rows(rows[header], rows[header + 1]):
        at["header_rows"] = 2
        remarks["header_rows"] = "推测 guess: 表头有两行 the header has two rows"
    if len(periods) < FEWEST:
        which: dict[str, object] = {"sheet": name}
        if len(alike) > 1:
            which = {"sheets": list(alike), "sheet_label": "工作表"}
            remarks["sheets"] = "推测 guess: 表头相同 they have the same header"
        if ends := endings(rows[header + 1 :]):
            at["skip_beginning"] = ends
            remarks["skip_beginning"] = "推测 guess: 不是数据的行 rows that are no data"
        return Form({"format": "xlsx", **which, **at}, remarks, (*titles, name))
    labels = [head for head in heads if head and head not in periods]
    file = {
        "format": "crosstab", "sheets": list(alike), **at, "labels": labels, "across": "时期",
        "cell": "数值",
    }  # fmt: skip
    remarks["across"] = f"推测 guess: {periods[0]} … {periods[-1]}"
    return Form(file, remarks, (*titles, name), tuple(periods))
