"""Workbooks as offices make them: title rows, then a header, then rows or a cross-table."""

import datetime as dt
from pathlib import Path
from typing import Any

import pyarrow as pa
import xlsxwriter

TITLE_ROWS = 2
LABELS = ("指标代码", "指标名称", "计量单位", "地区代码", "地区名称")


def _open(target: Path, date: str) -> Any:
    book = xlsxwriter.Workbook(str(target), {"constant_memory": True})
    # The time of making stands in the file; the same content must be the same bytes.
    book.set_properties({"created": dt.datetime.fromisoformat(date)})
    return book


def _titles(book: Any, page: Any, title: str, note: str, width: int) -> None:
    centred = book.add_format({"bold": True, "align": "center", "font_size": 16})
    page.merge_range(0, 0, 0, width - 1, title, centred)
    page.write_string(1, 0, note)


def listing(title: str, rows: pa.RecordBatchReader, date: str, target: Path) -> None:
    """One sheet with a row a record."""
    with _open(target, date) as book:
        page = book.add_worksheet("数据")
        names = list(rows.schema.names)
        _titles(book, page, title, f"报送日期：{date}", len(names))
        bold = book.add_format({"bold": True, "border": 1})
        for column, name in enumerate(names):
            page.write_string(TITLE_ROWS, column, name, bold)
        line = TITLE_ROWS
        for batch in rows:
            for values in zip(*(batch.column(name).to_pylist() for name in names), strict=True):
                line += 1
                for column, value in enumerate(values):
                    if value is not None:
                        page.write_string(line, column, value)


def crosstab(title: str, cells: pa.Table, date: str, target: Path) -> None:
    """Rows by indicator and region, a column a year."""
    years = sorted(set(cells.column("年份").to_pylist()))
    table: dict[tuple[str, ...], dict[str, str]] = {}
    labels = zip(*(cells.column(name).to_pylist() for name in LABELS), strict=True)
    figures = zip(cells.column("年份").to_pylist(), cells.column("数值").to_pylist(), strict=True)
    for label, (year, value) in zip(labels, figures, strict=True):
        table.setdefault(label, {})[year] = value
    with _open(target, date) as book:
        page = book.add_worksheet("年度数据")
        _titles(book, page, title, f"报送日期：{date}　“…”表示数据不足", len(LABELS) + len(years))
        for column, name in enumerate((*LABELS, *years)):
            page.write_string(TITLE_ROWS, column, name)
        for line, (label, values) in enumerate(table.items(), start=TITLE_ROWS + 1):
            for column, text in enumerate(label):
                page.write_string(line, column, text)
            for column, year in enumerate(years, start=len(LABELS)):
                _cell(page, line, column, values.get(year))


def _cell(page: Any, line: int, column: int, value: str | None) -> None:
    if value is None:
        return
    try:
        page.write_number(line, column, float(value))
    except ValueError:
        page.write_string(line, column, value)
