"""A first contract is drafted from a file: what its content tells, and what is left to people."""

from __future__ import annotations

import gzip
import json
import re
import time
import zipfile
from pathlib import Path

import pyarrow as pa
import pytest
import xlsxwriter
from pyarrow import parquet

from console.main import run
from loaders.contract import Contract, contracts
from loaders.drafting import Drafted, draft
from loaders.drafting.sample import Undraftable
from loaders.positions import document_of
from runtime.errors import SikuError

PEOPLE = "编号,姓名,身份证号,性别,出生日期,备注\n" + "".join(
    f"{n:04},张三,990102200408210014,男,2004年8月{n % 28 + 1}日,x{n}\n" for n in range(40)
)
COMPANIES = "单位名称,统一社会信用代码,注册资本(万元),经营面积(亩)\n" + "".join(
    f"丰溪{n}公司,91990202841975312F,{n}.5,3\n" for n in range(9)
)


def written(folder: Path, name: str, content: bytes | str) -> Path:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def said(drafted: Drafted) -> Contract:
    """The contract that a draft holds."""
    return Contract.model_validate(document_of(drafted.text, Path("draft.yml")).content)


def test_the_files_of_a_province_are_understood(sent: Path) -> None:
    """Held against the contracts that people wrote for them."""
    things = keys = sound = 0
    shares, wrong = [], []
    known = contracts()
    for name, own in known.items():
        [path] = sent.glob(own.file.pattern)
        drafted = draft(path)
        across = {getattr(own.file, "across", ""): "时期"}
        wanted = {
            across.get(column, column): spec.attribute for column, spec in own.columns.items()
        }
        found = {column: match.attribute for column, match in drafted.guess.matches.items()}
        agreed = sum(found.get(column) == attribute for column, attribute in wanted.items())
        things += drafted.guess.thing.name == own.thing
        keys += set(drafted.key) == {across.get(column, column) for column in own.key}
        sound += not drafted.faults
        shares.append(agreed / len(wanted))
        wrong += [name] if agreed < len(wanted) else []
    assert len(known) == 28
    assert things >= 27
    assert keys >= 25, keys
    assert sound >= 26, sound
    assert sum(shares) / len(shares) >= 0.95, wrong


@pytest.mark.parametrize(
    ("encoding", "delimiter", "told"),
    [
        ("utf-8", ",", {}),
        ("utf-8-sig", ";", {"delimiter": ";"}),
        ("gb18030", "\t", {"encoding": "gb18030", "delimiter": "tab"}),
        ("utf-16", "|", {"encoding": "utf-16", "delimiter": "|"}),
        ("gb18030", "\x01", {"encoding": "gb18030", "delimiter": "^A"}),
    ],
)
def test_encoding_and_delimiter_are_told_by_the_content(
    tmp_path: Path, encoding: str, delimiter: str, told: dict[str, str]
) -> None:
    content = PEOPLE.replace(",", delimiter).encode(encoding)
    drafted = draft(written(tmp_path, "people.dat", content))
    file = said(drafted).file.model_dump(include=set(told))
    assert file == told
    assert drafted.faults == ()
    assert drafted.guess.attributes == {
        "name": "姓名", "citizen_number": "身份证号", "sex": "性别", "birth_date": "出生日期",
    }  # fmt: skip
    assert drafted.key == ("编号",)


def test_traditional_characters_of_big5_are_not_taken_for_gb18030(tmp_path: Path) -> None:
    content = "姓名,地址\n" + "張三,臺北市中正區重慶南路\n" * 20
    assert said(draft(written(tmp_path, "a.csv", content.encode("big5")))).file.encoding == "big5"  # type: ignore[union-attr]


def test_units_in_heads_and_numbers_that_prove_themselves(tmp_path: Path) -> None:
    titled = "全市企业名录,,,\n报送日期:2024-01-01,,,\n" + COMPANIES
    drafted = draft(written(tmp_path, "名录.csv", titled))
    contract = said(drafted)
    assert (contract.thing, contract.file.header_row) == ("entity", 3)  # type: ignore[union-attr]
    assert contract.title.zh == "全市企业名录"
    assert contract.columns["注册资本(万元)"].unit == "万元"
    assert contract.columns["统一社会信用代码"].attribute == "credit_code"
    assert "待定 TO DECIDE: 经营面积(亩)" in drafted.text


def test_titles_and_cross_tables_of_workbooks(tmp_path: Path) -> None:
    path = tmp_path / "指标.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("年度")
        rows = [["主要指标"], ["指标代码", "地区代码", *(f"{y}年" for y in range(2018, 2024))]]
        rows += [[f"A{n}", "990100", *map(str, range(6))] for n in range(5)]
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
    contract = said(draft(path))
    assert contract.file.model_dump(include={"format", "sheets", "header_row", "labels"}) == {
        "format": "crosstab", "sheets": ("年度",), "header_row": 2,
        "labels": ("指标代码", "地区代码"),
    }  # fmt: skip
    assert set(contract.key) == {"指标代码", "地区代码", "时期"} or set(contract.key) == {
        "指标代码", "时期",
    }  # fmt: skip
    assert contract.cadence == "yearly"


def test_sheets_that_are_alike_and_heads_of_two_rows(tmp_path: Path) -> None:
    path = tmp_path / "人员.xlsx"
    with xlsxwriter.Workbook(path) as book:
        for county in ("甲县", "乙县"):
            sheet = book.add_worksheet(county)
            sheet.write_row(0, 0, ["人员编号", "姓名", "性别"])
            sheet.merge_range(0, 3, 0, 4, "住址")
            sheet.write_row(1, 3, ["区划", "详址"])
            for row in range(2, 9):
                place = ("990102", "江浦街道团结巷1号")
                sheet.write_row(row, 0, [f"{county}{row}", "张三", "男", *place])
    drafted = draft(path)
    file = said(drafted).file.model_dump(include={"sheets", "header_rows", "sheet_label"})
    assert file == {"sheets": ("甲县", "乙县"), "header_rows": 2, "sheet_label": "工作表"}
    assert drafted.guess.thing.name == "person"
    assert drafted.key == ("人员编号",)


def test_a_column_of_operations_makes_an_increment_with_deletions(tmp_path: Path) -> None:
    lines = PEOPLE.replace("备注", "操作").splitlines()
    content = "\n".join(re.sub(r",x\d*([05])$", ",删除", line) for line in lines)
    contract = said(draft(written(tmp_path, "a.csv", re.sub(r",x\d+", ",新增", content))))
    assert contract.operation is not None
    assert (contract.operation.column, contract.operation.delete) == ("操作", ("删除",))


def test_nested_and_packed_forms(tmp_path: Path) -> None:
    people = [{"编号": str(n), "姓名": "张三", "性别": "女"} for n in range(30)]
    lines = "\n".join(json.dumps(one, ensure_ascii=False) for one in people)
    document = json.dumps({"头": {"n": 1}, "数据": {"人": people}}, ensure_ascii=False)
    xml = "<册><头>1</头>" + "".join(
        f"<人><编号>{one['编号']}</编号><姓名>张三</姓名><性别>女</性别></人>" for one in people
    )
    with zipfile.ZipFile(tmp_path / "d.zip", "w") as archive:
        archive.writestr("人员.csv", PEOPLE.encode("gb18030"))
    parquet.write_table(pa.Table.from_pylist(people), tmp_path / "e.parquet")
    for name, content, told in (
        ("a", lines, {"format": "ndjson"}),
        ("b", document, {"format": "json", "records": "数据.人[*]"}),
        ("c", xml + "</册>", {"format": "xml", "record": "人"}),
        ("d.zip", None, {"format": "csv", "encoding": "gb18030"}),
        ("e.parquet", None, {"format": "parquet"}),
        ("f.gz", gzip.compress(PEOPLE.encode()), {"format": "csv"}),
    ):
        path = written(tmp_path, name, content) if content else tmp_path / name
        drafted = draft(path)
        contract = said(drafted)
        assert contract.file.model_dump(include=set(told)) == told, name
        assert (contract.thing, contract.key) == ("person", ("编号",)), name
        assert drafted.faults == (), name


def test_what_a_person_must_decide_is_a_fault_of_the_draft(tmp_path: Path) -> None:
    drafted = draft(written(tmp_path, "x.csv", "宗地代码,数\n1,2\n3,4\n"), thing="parcel")
    assert "待定 TO DECIDE: 缺少必填的 shape" in drafted.text
    assert any("shape" in fault.what for fault in drafted.faults)


def test_a_draft_tells_of_no_person(tmp_path: Path) -> None:
    content = PEOPLE.replace("身份证号", "某列").replace("姓名", "另列").replace("张三", "张三丰")
    drafted = draft(written(tmp_path, "x.csv", content), thing="household")
    assert "990102200408210014" not in drafted.text.replace("某列", "")
    assert "x17" not in drafted.text


def test_a_huge_file_is_looked_at_in_places(tmp_path: Path) -> None:
    path = tmp_path / "huge.csv"
    with path.open("wb") as file:
        file.write((PEOPLE + "9999,李四,,女,20010203,\n").encode("gb18030"))
        file.seek(3 << 30)
        file.write(b"\n")
    started = time.monotonic()
    with pytest.raises(SikuError):  # a hole of zeros is no text, and that is soon known
        draft(path, thing="vital_event")
    rows = PEOPLE.partition("\n")[2].encode("gb18030")
    with path.open("wb") as file:
        file.write(PEOPLE.encode("gb18030"))
        for _ in range(60):
            file.write(rows * 1000)
    drafted = draft(path)
    assert said(drafted).file.encoding == "gb18030"  # type: ignore[union-attr]
    assert time.monotonic() - started < 20


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("a.csv", b"", "is empty"),
        ("a.csv", b" \r\n\n", "is empty"),
        ("a.csv", bytes(range(256)) * 40, "neither text nor a format known"),
        ("a.xls", b"<html><table><tr><td>1</td></tr></table>", "is a web page"),
        ("a.xls", b"\xd0\xcf\x11\xe0" + b"x" * 999, "no workbook|Excel"),
        ("a.xlsx", b"PK\x03\x04" + b"x" * 999, "zip is broken|broken zip"),
        ("a.parquet", b"PAR1xxxx", "Parquet"),
        ("a.xml", b'<?xml version="1.0"?><!DOCTYPE r [<!ENTITY a "b">]><r/>', "DOCTYPE"),
        ("a.xml", b"<r><a>1</a></r>", "without elements that could be rows"),
        ("a.json", b'{"a": [1, 2', "without an array of objects"),
        ("a.csv", b"a,b," * 9000, "rows of 18001 columns"),
        ("a.gpkg", b"SQLite format 3\0" + b"\0" * 999, "GDAL"),
    ],
)
def test_rubbish_gets_a_clear_answer(
    tmp_path: Path, name: str, content: bytes, reason: str
) -> None:
    with pytest.raises(SikuError, match=reason):
        draft(written(tmp_path, name, content))


def test_a_folder_a_missing_file_and_unknown_names(tmp_path: Path) -> None:
    with pytest.raises(Undraftable, match="is a folder"):
        draft(tmp_path)
    with pytest.raises(Undraftable, match="there is no file"):
        draft(tmp_path / "none.csv")
    path = written(tmp_path, "a.csv", PEOPLE)
    with pytest.raises(Undraftable, match="there is no thing 'persn'"):
        draft(path, thing="persn")
    with pytest.raises(Undraftable, match="there is no department"):
        draft(path, department="nobody")


def test_it_is_printed_or_written_and_then_checked(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = written(tmp_path, "a.csv", PEOPLE)
    out = tmp_path / "people.yml"
    options = ["--dataset", "people", "--department", "health"]
    assert run(["contract", "draft", str(path), *options]) == 0
    assert "dataset: people" in capsys.readouterr().out
    assert run(["contract", "draft", str(path), *options, "--out", str(out)]) == 0
    assert run(["contract", "check", str(out)]) == 0
    assert run(["contract", "draft", str(path), "--out", str(out)]) == 1
    assert "is there already" in capsys.readouterr().err
