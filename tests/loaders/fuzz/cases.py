"""What is mutated: a specimen of every form, each with the contract that loads it."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
import xlsxwriter
from pyarrow import parquet

from loaders.contract import Contract
from tests.loaders import specimens_geo
from tests.loaders.desk import contract
from tests.loaders.specimens import HEADS, PEOPLE, SPECIMENS, Made
from tests.loaders.specimens_packed import TEXT


@dataclass(frozen=True)
class Case:
    """A specimen: the contract it is loaded by, and its file or folder of files."""

    name: str
    under: Contract
    files: Mapping[str, bytes]
    whole: bool  # one file, not a folder of parts


def parts_by_lines(folder: Path) -> Made:
    return _folder(folder / "lines", TEXT.splitlines(keepends=True), join="lines")


def parts_by_bytes(folder: Path) -> Made:
    _, path = SPECIMENS["csv_zip"](folder)
    content = path.read_bytes()
    return _folder(folder / "bytes", [content[:70], content[70:111], content[111:]], join="bytes")


def csv_wide(folder: Path) -> Made:
    path = folder / "w.csv"
    lines = [
        "登记表",
        "||".join(HEADS),
        *("||".join(f"'{cell}'" for cell in row) for row in PEOPLE),
    ]
    path.write_text("\r\n".join(lines), encoding="gb18030")
    spec = {"delimiter": "||", "quote": "'", "escape": "\\", "header_row": 2}
    return {"pattern": "*", "format": "csv", "encoding": "gb18030", **spec}, path


def fixed_characters(folder: Path) -> Made:
    path = folder / "c.dat"
    sizes = (4, 10, 2, 10)
    rows = ["".join(text.ljust(s) for text, s in zip(row, sizes, strict=True)) for row in PEOPLE]
    path.write_text("".join(rows), encoding="utf-8")
    positions = dict(zip(HEADS, ("1-4", "5-14", "15-16", "17-26"), strict=True))
    spec = {"count": "characters", "positions": positions, "length": 26, "line_ends": False}
    return {"pattern": "*", "format": "fixed", **spec}, path


def xlsx_rich(folder: Path) -> Made:
    path = folder / "r.xlsx"
    with xlsxwriter.Workbook(path, {"in_memory": True, "use_zip64": False}) as book:
        day, bold = book.add_format({"num_format": "yyyy-mm-dd"}), book.add_format({"bold": True})
        for name in ("甲县", "乙县"):
            sheet = book.add_worksheet(name)
            sheet.merge_range(0, 0, 0, 3, "登记")
            sheet.write_row(1, 0, HEADS)
            for number, row in enumerate(PEOPLE, 2):
                sheet.write_number(number, 0, number)
                sheet.write_rich_string(number, 1, "甲", bold, row[1])
                sheet.write_formula(number, 2, '=IF(1,"男","")', None, "男")
                sheet.write_number(number, 3, 32874 + number, day)
    spec = {"sheets": ["*县"], "header_row": 1, "header_rows": 2, "sheet_label": "县"}
    return {"pattern": "*", "format": "xlsx", **spec}, path


def parquet_rich(folder: Path) -> Made:
    path = folder / "r.parquet"
    numbers = range(len(PEOPLE))
    table = pa.table({
        "编号": pa.array(numbers, pa.int64()),
        "姓名": pa.array([row[1] for row in PEOPLE]).dictionary_encode(),
        "出生日期": pa.array([8000 + n for n in numbers], pa.date32()),
        "时刻": pa.array(numbers, pa.timestamp("ns", "Asia/Shanghai")),
        "额": pa.array([1, None, 3, 4], pa.decimal128(20, 4)),
        "内": pa.array([{"a": n, "b": [n]} for n in numbers]),
        "数": pa.array([0.5, float("nan"), 1e300, None]),
    })  # fmt: skip
    parquet.write_table(table, path, compression="zstd")
    return {"pattern": "*", "format": "parquet"}, path


def ndjson_explode(folder: Path) -> Made:
    path = folder / "e.ndjson"
    rows = [
        {"户号": n, "成员": [{"编号": f"{n}-{m}", "姓名": PEOPLE[m][1]} for m in range(n)]}
        for n in range(1, 4)
    ]
    path.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows), "utf-8")
    return {"pattern": "*", "format": "ndjson", "explode": "成员"}, path


def geojson_lines(folder: Path) -> Made:
    spec, path = specimens_geo.geojson(folder)
    lines = map(json.dumps, json.loads(path.read_text())["features"])
    path = path.with_name("l.geojson")
    path.write_text("\n".join(lines))
    return spec, path


def kmz(folder: Path) -> Made:
    spec, path = specimens_geo.kml(folder)
    target = folder / "a.kmz"
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.write(path, "doc.kml")
    return spec, target


MORE: dict[str, Callable[[Path], Made]] = {
    "parts_by_lines": parts_by_lines,
    "parts_by_bytes": parts_by_bytes,
    "csv_wide": csv_wide,
    "fixed_characters": fixed_characters,
    "xlsx_rich": xlsx_rich,
    "parquet_rich": parquet_rich,
    "ndjson_explode": ndjson_explode,
    "geojson_lines": geojson_lines,
    "kmz": kmz,
}
NAMES = (*SPECIMENS, *MORE)

_OBSERVED: dict[str, Any] = {
    "thing": "observation",
    "constants": {"indicator_code": "M2", "division_code": "990000"},
}
_PARCEL: dict[str, Any] = {
    "thing": "parcel",
    "columns": {"编号": "parcel_code", "姓名": "location_text", "geometry": "shape"},
}
_SDMX = {
    **_OBSERVED, "key": ["编号", "TIME_PERIOD"],
    "columns": {"编号": "breakdown", "TIME_PERIOD": "period", "OBS_VALUE": "value"},
}  # fmt: skip
_DELETES = {"kind": "increment", "operation": {"column": "ACTION", "delete": ["Delete"]}}


def cases(folder: Path) -> list[Case]:
    """Every specimen, made in a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    return [_case(name, {**SPECIMENS, **MORE}[name](folder)) for name in NAMES]


def _case(name: str, made: Made) -> Case:
    spec, path = made
    found = [path] if path.is_file() else sorted(path.iterdir())
    files = {file.name: file.read_bytes() for file in found}
    pattern = "" if spec["format"] == "query" else "*"
    under = contract({**spec, "pattern": pattern}, **_parts(name, spec))
    return Case(name, under, files, path.is_file())


def _parts(name: str, spec: Mapping[str, Any]) -> dict[str, Any]:
    """What of a contract differs from that of a person's number and name."""
    form = spec["format"]
    if form == "vector":
        area = {} if name in ("gml", "kml", "kmz") else {"面积": "area"}
        return {**_PARCEL, "columns": {**_PARCEL["columns"], **area}}
    if form == "sdmx":
        return {**_SDMX, **(_DELETES if name in ("sdmx_specific", "sdmx_json") else {})}
    if form == "crosstab":
        constants = {**_OBSERVED["constants"], "period": "2024"}
        columns = {"编号": "breakdown", "数值": "value"}
        return {**_OBSERVED, "key": ["编号", "年份"], "columns": columns, "constants": constants}
    columns = {"编号": "household_number", "姓名": "name"}
    if name in ("csv_utf8", "csv_gb18030", "csv_utf16", "csv_wide", "xlsx", "ndjson", "json",
                "parquet", "fixed", "fixed_characters"):  # fmt: skip
        columns |= {"性别": "sex", "出生日期": "birth_date"}
    if name == "xlsx_rich":
        columns = {
            "登记.编号": "household_number",
            "登记.姓名": "name",
            "登记.出生日期": "birth_date",
        }
        return {"columns": columns, "key": ["县", "登记.编号"]}
    if name == "parquet_rich":
        columns |= {"出生日期": "birth_date"}
    if name == "ndjson_explode":
        columns = {f"成员.{source}": attribute for source, attribute in columns.items()}
        return {"columns": columns, "key": ["成员.编号"]}
    return {"columns": columns}


def _folder(folder: Path, contents: list[bytes], join: str) -> Made:
    folder.mkdir(exist_ok=True)
    for number, content in enumerate(contents, 1):
        (folder / f"p.csv.{number:03d}").write_bytes(content)
    return {"pattern": "*", "format": "csv", "parts": {"join": join}}, folder
