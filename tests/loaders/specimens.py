"""A small valid file of every format, with how it is built: what fuzzing begins from.

Each maker writes its file into a folder and tells the `file` part of a contract that reads it.
Where the format leaves columns to whoever writes it they are 编号 and 姓名; there are at least
three rows.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow as pa
import xlsxwriter
from pyarrow import parquet

from tests.loaders.specimens_geo import GEO

Made = tuple[dict[str, Any], Path]

PEOPLE = (
    ("1", "张三", "男", "1990-01-02"),
    ("2", "李四", "女", "1991-03-08"),
    ("3", "欧阳, 小“五”", "", "1985-12-31"),
    ("4", "买买提·艾力", "1", "2001-07-01"),
)
HEADS = ("编号", "姓名", "性别", "出生日期")


def csv_utf8(folder: Path) -> Made:
    lines = [",".join(HEADS), *(f'{n},"{name}",{s},{day}' for n, name, s, day in PEOPLE)]
    return _written(folder / "a.csv", "\n".join(lines) + "\n", "utf-8", format="csv")


def csv_gb18030(folder: Path) -> Made:
    lines = ["|".join(HEADS), *("|".join(row) for row in PEOPLE)]
    text = "\r\n".join(lines) + "\r\n"
    return _written(
        folder / "b.csv", text, "gb18030", format="csv", delimiter="|", quote="", encoding="gb18030"
    )


def csv_utf16(folder: Path) -> Made:
    lines = ["\t".join(HEADS), *("\t".join(row) for row in PEOPLE)]
    text = "\ufeff" + "\r\n".join(lines)
    return _written(
        folder / "c.txt", text, "utf-16-le", format="csv", delimiter="\t", encoding="utf-16"
    )


def xlsx(folder: Path) -> Made:
    path = folder / "a.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("登记表")
        sheet.merge_range(0, 0, 0, len(HEADS) - 1, "登记表")
        for number, row in enumerate((HEADS, *PEOPLE), 1):
            sheet.write_row(number, 0, row)
    return {"pattern": "*", "format": "xlsx", "header_row": 2}, path


def ndjson(folder: Path) -> Made:
    rows = [dict(zip(HEADS, row, strict=True)) for row in PEOPLE]
    text = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    return _written(folder / "a.ndjson", text, "utf-8", format="ndjson")


def json_document(folder: Path) -> Made:
    rows = [dict(zip(HEADS, row, strict=True)) for row in PEOPLE]
    text = json.dumps({"code": 0, "data": {"items": rows}}, ensure_ascii=False, indent=1)
    return _written(folder / "a.json", text, "utf-8", format="json", records="data.items[*]")


def fixed(folder: Path) -> Made:
    sizes = (4, 20, 2, 10)
    lines = [
        b"".join(
            text.encode("gb18030").ljust(size) for text, size in zip(row, sizes, strict=True)
        ).decode("gb18030")
        for row in PEOPLE
    ]
    positions = dict(zip(HEADS, ("1-4", "5-24", "25-26", "27-36"), strict=True))
    return _written(
        folder / "a.dat", "\r\n".join(lines), "gb18030",
        format="fixed", encoding="gb18030", positions=positions,
    )  # fmt: skip


def parquet_file(folder: Path) -> Made:
    path = folder / "a.parquet"
    columns = dict(zip(HEADS, zip(*PEOPLE, strict=True), strict=True))
    table = pa.table({name: pa.array(texts) for name, texts in columns.items()})
    parquet.write_table(table, path, row_group_size=2)
    return {"pattern": "*", "format": "parquet"}, path


def xml(folder: Path) -> Made:
    rows = "".join(
        f'  <人 性别="{sex}"><编号>{n}</编号><姓名>{name}</姓名></人>\n'
        for n, name, sex, _ in PEOPLE
    )
    text = f'<?xml version="1.0" encoding="UTF-8"?>\n<册 xmlns="urn:a">\n{rows}</册>\n'
    return _written(folder / "a.xml", text, "utf-8", format="xml", record="人")


def crosstab(folder: Path) -> Made:
    path = folder / "b.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("表")
        for number, row in enumerate((("编号", "姓名", "2023", "2024"), *PEOPLE)):
            sheet.write_row(number, 0, (*row[:2], number, number * 1.5))
    spec = {
        "pattern": "*", "format": "crosstab", "labels": ["编号", "姓名"], "across": "年份",
        "cell": "数值",
    }  # fmt: skip
    return spec, path


def _written(path: Path, text: str, written_in: str, /, **spec: Any) -> Made:
    path.write_bytes(text.encode(written_in))
    return {"pattern": "*", **spec}, path


SPECIMENS: dict[str, Callable[[Path], Made]] = {
    "csv_utf8": csv_utf8,
    "csv_gb18030": csv_gb18030,
    "csv_utf16": csv_utf16,
    "xlsx": xlsx,
    "ndjson": ndjson,
    "json": json_document,
    "parquet": parquet_file,
    "fixed": fixed,
    "xml": xml,
    "crosstab": crosstab,
    **GEO,
}
