"""Drafts of files as offices send them: notes below, running numbers, folders in zips."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest
import xlsxwriter

from loaders.contract import Contract
from loaders.drafting.draft import draft
from loaders.positions import document_of
from tests.loaders.geo import parts

PEOPLE = [
    (f"{n}", f"{name}{'甲乙丙丁'[n % 4]}", f"R{n * 7919 % 1000:04}", "男女"[n % 2])
    for n, name in enumerate(["王小", "李大", "张伟", "赵敏"] * 8, 1)
]
HEADS = ("序号", "姓名", "人员编号", "性别")


def drafted(path: Path) -> Contract:
    return Contract.model_validate(document_of(draft(path).text, Path("x.yml")).content)


def test_blank_lines_and_titles_above_notes_below(tmp_path: Path) -> None:
    path = tmp_path / "人口.csv"
    rows = "".join(",".join(row) + "\r\n" for row in (HEADS, *PEOPLE))
    above = "某市人口登记表,,,\r\n\r\n,,,\r\n"
    path.write_bytes(f"{above}{rows}合计,32,,\r\n填表人：赵,,,\r\n".encode("gb18030"))
    file = drafted(path).file.model_dump()
    assert file["header_row"] == 4
    assert file["skip_beginning"] == ("合计", "填表人")


def test_notes_below_in_workbooks(tmp_path: Path) -> None:
    path = tmp_path / "人口.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate((HEADS, *PEOPLE, ("审核人：钱",))):
            sheet.write_row(number, 0, row)
    assert drafted(path).file.model_dump()["skip_beginning"] == ("审核人",)


def test_a_running_number_is_no_key(tmp_path: Path) -> None:
    path = tmp_path / "人口.csv"
    path.write_text("".join(",".join(row) + "\n" for row in (HEADS, *PEOPLE)), encoding="utf-8")
    assert drafted(path).key == ("人员编号",)


@pytest.mark.parametrize("delimiter", ["||", "|+|", "|"])
def test_delimiters_of_several_characters(tmp_path: Path, delimiter: str) -> None:
    path = tmp_path / "人口.dat"
    rows = "".join(delimiter.join(row) + "\n" for row in (HEADS, *PEOPLE))
    path.write_text(rows, encoding="utf-8")
    assert drafted(path).file.model_dump()["delimiter"] == delimiter


def test_columns_of_fixed_width(tmp_path: Path) -> None:
    path = tmp_path / "人口.txt"
    lines = (
        b"".join(
            text.encode("gb18030").ljust(size)
            for text, size in ((n, 6), (name, 12), (f"99010119900101{n.rjust(4, '0')}", 18), (s, 2))
        )
        for n, name, _, s in PEOPLE
    )
    path.write_bytes(b"\r\n".join(lines))
    text = draft(path).text
    assert "{列1: 1-6, 列2: 7-18, 列3: 19-36, 列4: 37-38}" in text
    assert "format: fixed" in text


def test_one_column_is_no_text_of_fixed_width(tmp_path: Path) -> None:
    path = tmp_path / "号码.txt"
    path.write_text("".join(f"R{n:09}\n" for n in range(20)), encoding="utf-8")
    assert "format: fixed\n" not in draft(path).text


def test_objects_within_objects(tmp_path: Path) -> None:
    rows = [{"id": n, "本人": {"姓名": name, "证件": {"号": code}}} for n, name, code, _ in PEOPLE]
    path = tmp_path / "a.json"
    path.write_text(json.dumps({"data": {"list": rows}}, ensure_ascii=False), encoding="utf-8")
    said = draft(path)
    assert "  本人.姓名: name " in said.text
    assert "本人.证件.号" in said.text


def test_a_shapefile_in_a_folder_of_a_zip(tmp_path: Path) -> None:
    path = tmp_path / "宗地.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for end, content in parts(tmp_path).items():
            archive.writestr(f"成果/2026/宗地{end}", content)
        archive.writestr("成果/说明.txt", "测试")
    contract = drafted(path)
    assert (contract.thing, contract.file.format) == ("parcel", "vector")
    assert contract.columns["geometry"].attribute == "shape"


def test_a_contract_that_names_no_column_is_told_in_plain_words(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("只有一行\n", encoding="utf-8")
    (fault, *_) = draft(path).faults
    assert "names nothing; at least one must stand here" in str(fault)
