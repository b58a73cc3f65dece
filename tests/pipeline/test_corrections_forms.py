"""Whatever a delivery was, its bad row goes to a clerk, comes back corrected; nothing is lost."""

from __future__ import annotations

import csv
import datetime as dt
import gzip
import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from decimal import Decimal
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyogrio
import pytest
import shapely
import xlsxwriter
import yaml
from pyarrow import parquet

import pipeline
from loaders import quarantine
from pipeline.corrections import take_back
from pipeline.replay import replay
from runtime.database import engine
from runtime.settings import settings
from tests.loaders.geo import projected, zipped
from tests.loaders.specimens import xls as old_workbook
from tests.pipeline.deliver import AUGUST, ledger, query

Row = dict[str, str]
Made = tuple[dict[str, Any], list[Path]]

HEADS = ("地区", "年份", "数值", "发布日期")
# The third says no number; the clerk knows it was 7.25.
ROWS = (
    ("A1", "2021", "1.5", "2022-03-01"),
    ("A1", "2022", "2.5", "2023-03-01"),
    ("A2", "2021", "七点多", "2022-03-01"),
    ("A2", "2022", "4", "2023-03-05"),
)
WRONG, RIGHT = "七点多", "7.25"
EXPECTED = [
    ("A1", "2021", Decimal("1.5"), dt.date(2022, 3, 1)),
    ("A1", "2022", Decimal("2.5"), dt.date(2023, 3, 1)),
    ("A2", "2021", Decimal("7.25"), dt.date(2022, 3, 1)),
    ("A2", "2022", Decimal("4"), dt.date(2023, 3, 5)),
]
FIGURES: dict[str, Any] = {
    "dataset": "figures",
    "title": {"zh": "指标", "en": "Figures"},
    "department": "statistics",
    "thing": "observation",
    "cadence": "yearly",
    "fresh_within_days": 400,
    "kind": "snapshot",
    "key": ["地区", "年份"],
    "columns": {
        "地区": "area_code", "年份": "period", "数值": "value", "发布日期": "released_date",
    },
    "constants": {"indicator_code": "X"},
    "gate": {"quarantine": {"warn": 1.0, "hold": 1.0}, "score": {"warn": 0.0, "hold": 0.0}},
}  # fmt: skip


def _text(path: Path, text: str, encoding: str = "utf-8") -> list[Path]:
    path.write_bytes(text.encode(encoding))
    return [path]


def _lines(rows: tuple[tuple[str, ...], ...] = ROWS, *above: str) -> str:
    return "".join(f"{line}\r\n" for line in (*above, *(",".join(row) for row in (HEADS, *rows))))


def titled_csv_packed(folder: Path) -> Made:
    path = folder / "a.csv.gz"
    path.write_bytes(gzip.compress(_lines(ROWS, "各地区指标", "单位：万").encode("gb18030")))
    return {"format": "csv", "encoding": "gb18030", "header_row": 3}, [path]


def parts_of_csv(folder: Path) -> Made:
    files = _text(folder / "a1.csv", _lines(ROWS[:2])) + _text(folder / "a2.csv", _lines(ROWS[2:]))
    return {"pattern": "a*.csv", "format": "csv", "parts": {"count": 2}}, files


def fixed(folder: Path) -> Made:
    sizes = (4, 4, 8, 10)
    lines = (
        b"".join(
            cell.encode("gb18030").ljust(size) for cell, size in zip(row, sizes, strict=True)
        ).decode("gb18030")
        for row in ROWS
    )
    positions = dict(zip(HEADS, ("1-4", "5-8", "9-16", "17-26"), strict=True))
    spec = {"format": "fixed", "encoding": "gb18030", "positions": positions}
    return spec, _text(folder / "a.dat", "\r\n".join(lines), "gb18030")


def workbook(folder: Path) -> Made:
    """Days as Excel keeps them: shown as days, and as bare numbers."""
    path = folder / "a.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet, day = book.add_worksheet(), book.add_format({"num_format": "yyyy/m/d"})
        sheet.merge_range(0, 0, 0, 3, "各地区指标")
        sheet.write_row(1, 0, HEADS)
        for number, row in enumerate(ROWS, 2):
            sheet.write_row(number, 0, (row[0], int(row[1])))
            sheet.write(number, 2, float(row[2]) if row[2] != WRONG else WRONG)
            at = dt.date.fromisoformat(row[3])
            if number % 2:
                sheet.write_datetime(number, 3, dt.datetime.combine(at, dt.time()), day)
            else:
                sheet.write_number(number, 3, (at - dt.date(1899, 12, 30)).days)
    return {"format": "xlsx", "header_row": 2}, [path]


def json_document(folder: Path) -> Made:
    rows = [dict(zip(HEADS, row, strict=True)) for row in ROWS]
    text = json.dumps({"data": {"items": rows}}, ensure_ascii=True, indent=1)
    return {"format": "json", "records": "data.items[*]"}, _text(folder / "a.json", text)


def ndjson_within(folder: Path) -> Made:
    """Figures within their area, a row each."""
    of_area = {
        area: [dict(zip(HEADS[1:], row[1:], strict=True)) for row in ROWS if row[0] == area]
        for area in ("A1", "A2")
    }
    areas = [{"地区": area, "各年": rows} for area, rows in of_area.items()]
    text = "".join(json.dumps(area, ensure_ascii=False) + "\n" for area in areas)
    return {"format": "ndjson", "explode": "各年"}, _text(folder / "a.ndjson", text)


def xml(folder: Path) -> Made:
    cells = "".join(
        f'<区 代码="{a}"><年 份="{y}"><数值>{v}</数值><发布日期>{d}</发布日期></年></区>\n'
        for a, y, v, d in ROWS
    )
    return {"format": "xml", "record": "年"}, _text(
        folder / "a.xml", f'<?xml version="1.0" encoding="UTF-8"?>\n<表>\n{cells}</表>\n'
    )


def parquet_file(folder: Path) -> Made:
    path = folder / "a.parquet"
    areas, years, values, days = zip(*ROWS, strict=True)
    columns = [
        pa.array(areas).dictionary_encode(), pa.array(map(int, years), pa.int32()),
        pa.array(values), pa.array(map(dt.date.fromisoformat, days), pa.date32()),
    ]  # fmt: skip
    parquet.write_table(pa.table(dict(zip(HEADS, columns, strict=True))), path)
    return {"format": "parquet"}, [path]


def database(folder: Path) -> Made:
    path = folder / "a.db"
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute(f"create table 指标 ({', '.join(HEADS)})")
        connection.executemany("insert into 指标 values (?, ?, ?, ?)", ROWS)
    return {"format": "query", "url": f"sqlite:///{path}", "table": "指标"}, []


def sdmx_csv(folder: Path) -> Made:
    rows = (("DATAFLOW", *HEADS), *(("A:D(1.0)", *row) for row in ROWS))
    return {"format": "sdmx"}, _text(folder / "s.csv", "\n".join(map(",".join, rows)) + "\n")


def sdmx_ml(folder: Path) -> Made:
    observations = "".join(
        f'<Series 地区="{a}"><Obs 年份="{y}" 数值="{v}" 发布日期="{d}"/></Series>\n'
        for a, y, v, d in ROWS
    )
    space = "http://www.sdmx.org/resources/sdmxml/schemas/v2_1/message"
    text = (
        f'<?xml version="1.0"?>\n<m:StructureSpecificData xmlns:m="{space}">\n'
        f'<m:DataSet action="Append">\n{observations}</m:DataSet></m:StructureSpecificData>\n'
    )
    return {"format": "sdmx"}, _text(folder / "s.xml", text)


def crosstab(folder: Path) -> Made:
    """Areas below one another, years beside one another."""
    path = folder / "b.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("表")
        sheet.write_row(0, 0, ("地区", "2021", "2022"))
        sheet.write_row(1, 0, ("A1", 1.5, 2.5))
        sheet.write_row(2, 0, ("A2", WRONG, 4))
    spec = {"format": "crosstab", "labels": ["地区"], "across": "年份", "cell": "数值"}
    return spec, [path]


FORMS: tuple[Callable[[Path], Made], ...] = (
    titled_csv_packed, parts_of_csv, fixed, workbook, json_document, ndjson_within, xml,
    parquet_file, database, sdmx_csv, sdmx_ml, crosstab,
)  # fmt: skip
# Names of columns where a form has others.
RENAMED = {
    "ndjson_within": {"年份": "各年.年份", "数值": "各年.数值", "发布日期": "各年.发布日期"},
    "xml": {"地区": "../@代码", "年份": "@份"},
}


@pytest.fixture
def own_contracts(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of contracts, empty but for the departments."""
    own = tmp_path / "contracts"
    own.mkdir()
    departments = settings().contracts_dir / "departments.yml"
    (own / "departments.yml").write_bytes(departments.read_bytes())
    monkeypatch.setenv("SIKU_CONTRACTS_DIR", str(own))
    settings.cache_clear()
    return own


def agreed(folder: Path, contract: dict[str, Any]) -> None:
    text = yaml.safe_dump(contract, allow_unicode=True, sort_keys=False)
    (folder / f"{contract['dataset']}.yml").write_text(text, encoding="utf-8")


def arrived(dataset: str, files: list[Path]) -> int:
    number = pipeline.receive(dataset, files, AUGUST)
    pipeline.walk(number)
    return number


def corrected(delivery: int, sheet: Path, change: Callable[[Row], Row]) -> int:
    """The clerk's way: export, type over what is wrong, hand back."""
    with engine().connect() as connection:
        assert quarantine.export(connection, delivery, sheet) == 1
    with sheet.open(encoding="utf-8-sig", newline="") as file:
        rows = [change(row) for row in csv.DictReader(file)]
    with sheet.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    number = take_back(sheet, "赵经办", "更正")
    assert pipeline.walk(number).state == "published"
    return number


def balanced(delivery: int, number: int, rows: int) -> None:
    """Of the rows one was set aside, and one came back; nothing else moved."""
    first, back = ledger(delivery), ledger(number)
    assert (first.delivered, first.staged, first.quarantined) == (rows, rows - 1, 1)
    assert (back.delivered, back.staged, back.quarantined) == (1, 1, 0)
    assert (back.created, back.withdrawn, first.created) == (1, 0, rows - 1)


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.__name__)
def test_a_figure_comes_back(own_contracts: Path, tmp_path: Path, form: Any) -> None:
    spec, files = form(tmp_path)
    names = RENAMED.get(form.__name__, {})
    columns = {names.get(name, name): to for name, to in FIGURES["columns"].items()}
    if form is crosstab:
        del columns["发布日期"]
    pattern = {} if form is database else {"pattern": "*"}
    key = [names.get(name, name) for name in FIGURES["key"]]
    agreed(own_contracts, FIGURES | {"file": pattern | spec, "columns": columns, "key": key})
    delivery = arrived("figures", files)
    value = names.get("数值", "数值")

    def right(row: Row) -> Row:
        assert row[value] == WRONG
        return {**row, value: RIGHT}

    number = corrected(delivery, tmp_path / "隔离区.csv", right)
    balanced(delivery, number, len(ROWS))
    told = "area_code, period, value" + ("" if form is crosstab else ", released_date")
    expected = [row[:3] if form is crosstab else row for row in EXPECTED]
    assert query(f"select {told} from macro.observation order by 1, 2") == expected
    again = replay(number, "赵经办", "再来")
    pipeline.walk(again)
    assert ledger(again).staged == 1, "what came back can be replayed"
    assert query(f"select {told} from macro.observation order by 1, 2") == expected


SQUARES = [shapely.box(114.5 + n / 100, 30, 114.505 + n / 100, 30.005) for n in range(3)]
PARCELS: dict[str, Any] = FIGURES | {
    "dataset": "plots", "department": "natural_resources", "thing": "parcel", "constants": {},
    "key": ["编号"], "columns": {"编号": "parcel_code", "面积": "area", "geometry": "shape"},
}  # fmt: skip


def geopackage(folder: Path) -> list[Path]:
    return _layer(folder / "a.gpkg", driver="GPKG")


def geojson(folder: Path) -> list[Path]:
    return _layer(folder / "a.geojson", SQUARES, None)


def shapefile(folder: Path) -> list[Path]:
    (folder / "parts").mkdir()
    _layer(folder / "parts" / "a.shp", encoding="gb18030")
    members = {one.name: one.read_bytes() for one in (folder / "parts").iterdir()}
    return [zipped(folder / "a.zip", members)]


def _layer(
    path: Path, shapes: list[Any] | None = None, crs: str | None = "EPSG:4547", **options: Any
) -> list[Path]:
    """Three plots, the second of no known area."""
    pyogrio.raw.write(
        path,
        geometry=shapely.to_wkb(shapes or projected(4547, SQUARES)),
        field_data=[np.array(["1", "2", "3"], object), np.array(["5", "不详者", "7"], object)],
        fields=np.array(["编号", "面积"], object),
        crs=crs or "EPSG:4326", geometry_type="Polygon", **options,
    )  # fmt: skip
    return [path]


@pytest.mark.parametrize("form", [geopackage, geojson, shapefile], ids=lambda form: form.__name__)
def test_a_plot_comes_back_where_it_was(own_contracts: Path, tmp_path: Path, form: Any) -> None:
    file = {"pattern": "*", "format": "vector"}
    agreed(own_contracts, PARCELS | {"file": file})
    delivery = arrived("plots", form(tmp_path))
    number = corrected(delivery, tmp_path / "隔离区.csv", lambda row: {**row, "面积": "6"})
    balanced(delivery, number, 3)
    found = query("select parcel_code, area, ST_AsBinary(shape) from spatial.parcel order by 1")
    assert [(code, int(area)) for code, area, _ in found] == [("1", 5), ("2", 6), ("3", 7)]
    for place, (_, _, shape) in zip(SQUARES, found, strict=True):
        assert shapely.hausdorff_distance(shapely.from_wkb(bytes(shape)), place) < 1e-7


def test_a_row_of_an_old_workbook_comes_back(own_contracts: Path, tmp_path: Path) -> None:
    spec, path = old_workbook(tmp_path)
    status = {"attribute": "status", "codes": {"张三": "A", "李四": "A"}}
    columns = {"编号": "area_code", "姓名": status, "数": "value", "日期": "released_date"}
    constants = {"indicator_code": "X", "period": "2021"}
    own = {"file": spec, "columns": columns, "constants": constants, "key": ["编号"]}
    agreed(own_contracts, FIGURES | own)
    delivery = arrived("figures", [path])
    number = corrected(delivery, tmp_path / "隔离区.csv", lambda row: {**row, "姓名": "张三"})
    balanced(delivery, number, 3)
    found = query("select area_code, released_date from macro.observation order by 2")
    assert found[0] == ("3", dt.date(1985, 12, 31))
