"""Every file opens with readers that know nothing of ours."""

from __future__ import annotations

import csv
import json
import sqlite3
import zipfile

import fastexcel
import pyogrio
import pytest
from lxml import etree
from pysdmx.io import read_sdmx
from pysdmx.io.pd import PandasDataset

from loaders.contract import contracts
from samples.datasets import DATASETS
from tests.samples.made import Made


def rows(province: Made, dataset: str, month: int = 0) -> int:
    date = province.order.dates[month]
    return next(f.rows for f in province.files if (f.date, f.dataset) == (date, dataset))


CSV = [d for d in DATASETS if d.extension == "csv"]


@pytest.mark.parametrize("dataset", CSV, ids=lambda d: d.name)
def test_csv_in_its_encoding(province: Made, dataset: object) -> None:
    name, encoding = dataset.name, dataset.encoding  # type: ignore[attr-defined]
    with province.path(name).open(encoding=encoding, newline="") as source:
        table = list(csv.reader(source))
    assert len(table) == rows(province, name) + 1
    assert {len(row) for row in table} == {len(table[0])}


def test_one_csv_begins_with_a_byte_order_mark(province: Made) -> None:
    assert province.path("social_insured").read_bytes().startswith(b"\xef\xbb\xbf")
    assert not province.path("ps_person").read_bytes().startswith(b"\xef\xbb\xbf")


def test_ndjson_is_an_object_a_line(province: Made) -> None:
    lines = province.path("health_vital").read_text(encoding="utf-8").splitlines()
    events = [json.loads(line) for line in lines]
    assert len(events) == rows(province, "health_vital")
    assert {event["事件类型"] for event in events} >= {"出生", "死亡"}


def test_xml_has_an_element_a_record(province: Made) -> None:
    root = etree.parse(str(province.path("market_entity"))).getroot()
    assert root.tag == "主体列表"
    assert len(root.findall("主体")) == rows(province, "market_entity")


@pytest.mark.parametrize(
    "dataset", ["civil_marriage", "civil_organization", "org_establishment", "stat_indicator"]
)
def test_workbooks_have_titles_above_their_header(province: Made, dataset: str) -> None:
    book = fastexcel.read_excel(str(province.path(dataset)))
    assert book.sheet_names == ["数据"]
    sheet = book.load_sheet("数据", header_row=2)
    assert sheet.height == rows(province, dataset)
    assert set(contracts()[dataset].sources) <= {
        column.name for column in sheet.available_columns()
    }


def test_the_yearbook_is_a_cross_table(province: Made) -> None:
    sheet = fastexcel.read_excel(str(province.path("stat_observation"))).load_sheet(0, header_row=2)
    names = [column.name for column in sheet.available_columns()]
    assert names == [
        "指标代码", "指标名称", "计量单位", "地区代码", "地区名称", "2023年", "2024年", "2025年",
    ]  # fmt: skip
    assert sheet.height * 3 == rows(province, "stat_observation")


@pytest.mark.parametrize(
    ("dataset", "crs", "shape"),
    [
        ("land_parcel", "EPSG:4526", "Polygon"), ("forest_stand", "EPSG:4547", "Polygon"),
        ("land_building", "EPSG:4490", "Polygon"), ("water_body", "EPSG:4490", "Polygon"),
        ("civil_place", "EPSG:4490", "Point"),
    ],
)  # fmt: skip
def test_geodata_in_its_reference_system(
    province: Made, dataset: str, crs: str, shape: str
) -> None:
    info = pyogrio.read_info(province.path(dataset), force_total_bounds=True)
    assert (info["crs"], info["geometry_type"], info["features"]) == (
        crs, shape, rows(province, dataset),
    )  # fmt: skip
    west, south, east, north = info["total_bounds"]
    if dataset == "land_parcel":
        assert 38_300_000 < west < east < 38_700_000
    elif crs == "EPSG:4490":
        assert 112 < west < east < 116
        assert 29 < south < north < 31.5


def test_the_shapefile_is_in_gb18030(province: Made) -> None:
    with zipfile.ZipFile(province.path("land_parcel")) as archive:
        assert sorted(archive.namelist()) == [
            f"land_parcel.{end}" for end in ("cpg", "dbf", "prj", "shp", "shx")
        ]
        assert archive.read("land_parcel.cpg") == b"GB18030"
        assert "云泽省".encode("gb18030") in archive.read("land_parcel.dbf")


def test_the_geopackage_is_one_by_its_own_tables(province: Made) -> None:
    with sqlite3.connect(province.path("land_building")) as database:
        (layer,) = database.execute("select table_name, srs_id from gpkg_contents").fetchall()
        count = database.execute("select count(*) from land_building").fetchone()[0]
    assert layer == ("land_building", 4490)
    assert count == rows(province, "land_building")


@pytest.mark.parametrize("dataset", ["customs_trade", "central_bank_money"])
def test_sdmx_messages_are_valid(province: Made, dataset: str) -> None:
    message = read_sdmx(province.path(dataset), validate=True)
    (data,) = message.get_datasets()
    assert isinstance(data, PandasDataset)
    assert len(data.data) == rows(province, dataset)
    assert set(contracts()[dataset].sources) <= set(data.data.columns)


def test_every_dataset_has_a_contract_and_a_file() -> None:
    assert sorted(contracts()) == sorted(dataset.name for dataset in DATASETS)


def test_a_contracts_pattern_finds_its_file_alone(province: Made) -> None:
    for date in province.order.dates:
        folder = province.folder / "drop" / date
        for name, contract in contracts().items():
            found = [path.stem for path in folder.glob(contract.file.pattern)]
            assert found in ([], [name])
