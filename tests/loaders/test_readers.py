"""Workbooks, JSON, XML and SDMX-ML: rows as texts, each with its line."""

from __future__ import annotations

import datetime as dt
import zipfile
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from pysdmx.io import read_sdmx

from loaders.errors import Refused
from loaders.files import CrosstabFile, NdjsonFile, SdmxFile, XlsxFile, XmlFile
from loaders.readers import ndjson, read
from tests.loaders.desk import lines_and_rows

XLSX = XlsxFile(pattern="*", format="xlsx", header_row=3)
NDJSON = NdjsonFile(pattern="*", format="ndjson")
XML = XmlFile(pattern="*", format="xml", record="人")
SDMX = SdmxFile(pattern="*", format="sdmx")


def workbook(path: Path, *rows: tuple[object, ...], name: str = "表") -> Path:
    with xlsxwriter.Workbook(path) as book:
        sheet, day = book.add_worksheet(name), book.add_format({"num_format": "yyyy-mm-dd"})
        for number, row in enumerate(rows):
            for column, value in enumerate(row):
                sheet.write(number, column, value, day if isinstance(value, dt.date) else None)
    return path


def test_a_sheet_with_titles_and_empty_rows(tmp_path: Path) -> None:
    path = workbook(
        tmp_path / "a.xlsx",
        ("登记表",),
        ("填报单位", "某厅"),
        ("名称", "成立\n日期", "人数"),
        ("甲会", dt.date(2020, 1, 2), 12),
        (),
        ("乙会", 43832, 12.5),
    )
    assert lines_and_rows(path, XLSX) == [
        [4, "甲会", "2020-01-02", "12"],
        [6, "乙会", "43832", "12.5"],
    ]
    [rows] = read(path, XLSX, ())
    assert rows.header == ("名称", "成立日期", "人数")


def test_long_numbers_in_text_cells_keep_every_digit(tmp_path: Path) -> None:
    rows = (("",), ("",), ("号",), ("990102200408210014",))
    path = workbook(tmp_path / "a.xlsx", *rows)
    assert lines_and_rows(path, XLSX) == [[4, "990102200408210014"]]


def test_a_sheet_that_is_not_there(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", ("a",))
    with pytest.raises(Refused, match="no sheet '名册'") as error:
        lines_and_rows(path, XLSX.model_copy(update={"sheet": "名册"}))
    assert error.value.hint == "the workbook has: 表"


@pytest.mark.parametrize("content", [b"", b"no workbook", b"PK\x03\x04 broken"])
def test_what_is_no_workbook_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(content)
    with pytest.raises(Refused):
        lines_and_rows(path, XLSX)


def test_each_cell_of_a_statistics_table_becomes_a_row(tmp_path: Path) -> None:
    path = workbook(
        tmp_path / "a.xlsx",
        ("指标", "地区", 2023, 2024),
        ("生产总值", "甲县", 1.5, 2),
        ("", "乙县", "…", None),
    )
    spec = CrosstabFile(
        pattern="*", format="crosstab", labels=("指标", "地区"), across="年份", cell="数值"
    )
    assert lines_and_rows(path, spec) == [
        [1, "生产总值", "甲县", "2023", "1.5", "表", "2", "C"],
        [2, "生产总值", "甲县", "2024", "2", "表", "2", "D"],
        [3, None, "乙县", "2023", "…", "表", "3", "C"],
        [4, None, "乙县", "2024", None, "表", "3", "D"],
    ]
    with pytest.raises(Refused, match="has no column '行业'"):
        lines_and_rows(path, spec.model_copy(update={"labels": ("行业",)}))


def test_json_lines(tmp_path: Path) -> None:
    path = tmp_path / "a.ndjson"
    path.write_text(
        '{"名": "张三", "数": 12, "母亲": {"名": "李四"}, "多": [1], "又": true}\n'
        "\n"
        '{"名": null}\n'
        '{"名": "王五"\n'
        "[1]\n"
        '{"名": "\\u8d75"}',
        encoding="utf-8",
    )
    assert lines_and_rows(path, NDJSON, ("名", "母亲.名", "数")) == [
        [1, "张三", "李四", "12", "true", "[1]"],
        [3, None, None, None, None, None],
        [4, "json", '{"名": "王五"'],
        [5, "json", "[1]"],
        [6, "赵", None, None, None, None],
    ]


def test_json_lines_across_chunks_keep_their_numbers(tmp_path: Path) -> None:
    path = tmp_path / "a.ndjson"
    path.write_text(
        "".join(f'{{"n": "{n}{"张" * 50}"}}\n' for n in range(20_000)), encoding="utf-8"
    )
    rows = lines_and_rows(path, NDJSON, ("n",))
    assert [row[0] for row in rows] == list(range(1, 20_001))
    assert rows[-1][1].startswith("19999张")


def test_json_that_is_not_lines(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ndjson, "LONGEST", 1000)
    path = tmp_path / "a.ndjson"
    path.write_bytes(b'{"a": "' + b"x" * (3 << 20))
    with pytest.raises(Refused, match="longer than"):
        lines_and_rows(path, NDJSON, ("a",))
    path.write_bytes(b"")
    with pytest.raises(Refused, match="empty"):
        lines_and_rows(path, NDJSON, ("a",))


def test_xml_records(tmp_path: Path) -> None:
    path = tmp_path / "a.xml"
    path.write_text(
        '<册 xmlns="urn:x">\n'
        '  <人 号="1">\n    <名>张三</名><!-- 注 -->\n    <址><区>990102</区></址>\n  </人>\n'
        "  <人><名>李四</名><名>小四</名><备/></人><人/>\n</册>",
        encoding="utf-8",
    )
    assert lines_and_rows(path, XML, ("名",)) == [
        [2, "张三", "1", "990102", None],
        [6, "李四;小四", None, None, None],
        [7, None, None, None, None],  # in line 6 too, but each row needs a line of its own
    ]


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        ("", "empty"),
        ("<册><人>", "well-formed"),
        ("<册><个/><个/></册>", "no element <人>"),
        (
            '<!DOCTYPE 册 [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><册><人>&b;</人></册>',
            "DOCTYPE",
        ),
        ('<!DOCTYPE 册 [<!ENTITY f SYSTEM "file:///etc/passwd">]><册><人>&f;</人></册>', "DOCTYPE"),
    ],
)
def test_xml_that_is_refused(tmp_path: Path, content: str, fault: str) -> None:
    path = tmp_path / "a.xml"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(Refused, match=fault):
        lines_and_rows(path, XML)


def test_xml_without_rows_is_a_file_without_rows(tmp_path: Path) -> None:
    path = tmp_path / "a.xml"
    path.write_text("<册/>", encoding="utf-8")
    assert lines_and_rows(path, XML) == []


STRUCTURED = """<?xml version="1.0" encoding="UTF-8"?>
<m:StructureSpecificData xmlns:m="http://www.sdmx.org/resources/sdmxml/schemas/v2_1/message"
  xmlns:c="http://www.sdmx.org/resources/sdmxml/schemas/v2_1/common"
  xmlns:ss="http://www.sdmx.org/resources/sdmxml/schemas/v2_1/data/structurespecific"
  xmlns:x="http://www.w3.org/2001/XMLSchema-instance">
<m:Header><m:ID>a</m:ID><m:Test>false</m:Test><m:Prepared>2026-08-01T00:00:00Z</m:Prepared>
<m:Sender id="S"/><m:Structure structureID="D" namespace="urn:d"
  dimensionAtObservation="TIME_PERIOD"><c:Structure><Ref agencyID="A" id="D" version="1.0"
  class="DataStructure"/></c:Structure></m:Structure></m:Header>
<m:DataSet ss:structureRef="D" ss:dataScope="DataStructure" ss:action="Replace">
<Series FREQ="M" REF_AREA="990000">
<Obs TIME_PERIOD="2026-01" OBS_VALUE="1.50"/>
<Obs TIME_PERIOD="2026-02" OBS_VALUE="2" OBS_STATUS="P"/>
</Series>
</m:DataSet></m:StructureSpecificData>"""


def test_structured_sdmx(tmp_path: Path) -> None:
    path = tmp_path / "a.xml"
    path.write_text(STRUCTURED, encoding="utf-8")
    [rows] = read(path, SDMX, ("OBS_VALUE",))
    assert rows.lines.tolist() == [12, 13]
    assert {name: column.to_pylist() for name, column in rows.columns.items()} == {
        "FREQ": ["M", "M"],
        "REF_AREA": ["990000", "990000"],
        "TIME_PERIOD": ["2026-01", "2026-02"],
        "OBS_VALUE": ["1.50", "2"],
        "OBS_STATUS": [None, "P"],
    }


@pytest.mark.parametrize("dataset", ["customs_trade", "central_bank_money"])
def test_our_reading_of_sdmx_is_that_of_pysdmx(sent: Path, dataset: str) -> None:
    path = sent / f"{dataset}.xml"
    message: Any = read_sdmx(str(path), validate=False)
    theirs = message.data[0].data
    names = list(theirs.columns)
    ours = [
        row
        for rows in read(path, SDMX, names)
        for row in zip(*(rows.columns[n].to_pylist() for n in names), strict=True)
    ]
    assert ours == [tuple(row) for row in theirs.itertuples(index=False)]


def test_what_is_no_sdmx_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.xml"
    path.write_text("<a><b/></a>", encoding="utf-8")
    with pytest.raises(Refused, match="no SDMX-ML"):
        lines_and_rows(path, SDMX)


def test_a_workbook_that_is_a_bomb_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b" " * (65 << 20))
    with pytest.raises(Refused, match="unpack to 65 MB"):
        lines_and_rows(path, XLSX)
