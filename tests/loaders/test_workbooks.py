"""Excel workbooks: exact values, joined heads, several sheets, rare forms, and files that harm."""

from __future__ import annotations

import datetime as dt
import re
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from loaders.errors import Refused
from loaders.files import CrosstabFile, XlsxFile
from loaders.readers import read, workbook
from tests.loaders.desk import lines_and_rows
from tests.loaders.specimens import xls

SHEET = "xl/worksheets/sheet1.xml"


def spec(**parts: Any) -> XlsxFile:
    return XlsxFile.model_validate({"pattern": "*", "format": "xlsx", **parts})


def made(
    tmp_path: Path, write: Callable[[Any, Any], object], options: dict[str, Any] | None = None
) -> Path:
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(path, options or {}) as book:
        write(book, book.add_worksheet("甲"))
    return path


def changed(path: Path, part: str, change: Callable[[bytes], bytes]) -> Path:
    """The same workbook with one of its parts rewritten."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts[part] = change(parts[part])
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return path


def plain_rows(book: Any, sheet: Any) -> None:
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    sheet.write_row(0, 0, ["号", "名", "数", "日"])
    for row in range(1, 6):
        sheet.write_row(row, 0, [str(row), f"a<&>{row}", row / 8])
        sheet.write_datetime(row, 3, dt.datetime(2020, 1, row), day)


PLAIN = [[row + 1, str(row), f"a<&>{row}", repr(row / 8), f"2020-01-0{row}"] for row in range(1, 6)]


@pytest.mark.parametrize("constant_memory", [True, False])
def test_texts_of_either_kind_and_exact_numbers(tmp_path: Path, constant_memory: bool) -> None:
    path = made(tmp_path, plain_rows, {"constant_memory": constant_memory})
    assert lines_and_rows(path, spec()) == PLAIN


@pytest.mark.parametrize(
    ("value", "form", "text"),
    [
        (1 / 3, None, "0.3333333333333333"),
        (0.1, None, "0.1"),
        (12.0, None, "12"),
        (-3, None, "-3"),
        (123456789012345, None, "123456789012345"),
        (0.125, "0.0%", "0.125"),
        (43832, "yyyy年m月d日", "2020-01-02"),
        (43832.5, "yyyy/m/d h:mm", "2020-01-02 12:00:00"),
        (0.5, "h:mm:ss", "12:00:00"),
        (1, "yyyy-mm-dd", "1900-01-01"),
        (60.5, '[$-804]0.00"d"', "60.5"),
        (1.5, "[h]:mm", "1.5"),
        (True, None, "true"),
        ("=not a formula", None, "=not a formula"),
        ("  x\n", None, "  x\n"),
        ("a_x000D_b", None, "a_x000D_b"),
    ],
)
def test_a_cell_is_the_text_that_says_the_same(
    tmp_path: Path, value: Any, form: str | None, text: str
) -> None:
    def write(book: Any, sheet: Any) -> None:
        sheet.write_row(0, 0, ["a"])
        style = book.add_format({"num_format": form}) if form else None
        (sheet.write_string if isinstance(value, str) else sheet.write)(1, 0, value, style)

    assert lines_and_rows(made(tmp_path, write), spec()) == [[2, text]]


def test_days_counted_from_1904(tmp_path: Path) -> None:
    path = made(tmp_path, plain_rows, {"date_1904": True})
    assert lines_and_rows(path, spec()) == PLAIN


def test_formulas_have_the_values_last_shown(tmp_path: Path) -> None:
    def write(book: Any, sheet: Any) -> None:
        sheet.write_row(0, 0, ["a", "b"])
        sheet.write_formula(1, 0, "=1+1", None, 2)
        sheet.write_formula(1, 1, '="x"&"y"', None, "xy")

    assert lines_and_rows(made(tmp_path, write), spec()) == [[2, "2", "xy"]]


def test_cells_that_are_no_good_set_aside_their_rows_if_wanted(tmp_path: Path) -> None:
    def write(book: Any, sheet: Any) -> None:
        sheet.write_row(0, 0, ["身 份证号", "名", "注"])
        sheet.write_row(1, 0, [990102200408210014, "张", "x"])
        sheet.write_row(2, 0, ["990102200408210014", "李", "x"])
        sheet.write_row(3, 0, ["1", "王"])
        sheet.write_formula(3, 2, "=NA()", None, "#N/A")

    path = made(tmp_path, write)
    [rows] = read(path, spec(), ("身份证号", "名"))
    assert rows.lines.tolist() == [3, 4]
    [broken] = rows.broken
    assert (broken.line, broken.rule, broken.column) == (2, "digits", "身份证号")
    assert broken.values["名"] == "张"
    assert "超过 15 位" in broken.zh
    [rows] = read(path, spec(), ("名", "注"))
    assert rows.lines.tolist() == [2, 3]
    assert [(one.line, one.rule, one.values["注"]) for one in rows.broken] == [(4, "error", "#N/A")]


def test_a_header_of_several_rows(tmp_path: Path) -> None:
    def write(book: Any, sheet: Any) -> None:
        sheet.merge_range("A2:A3", "单位")
        sheet.merge_range("B2:C2", "人 口")
        sheet.write_row("B3", ["男", "女", "合计"])
        sheet.write_row("A4", ["甲县", 1, 2, 3])

    path = made(tmp_path, write)
    [rows] = read(path, spec(header_row=2, header_rows=2), ())
    assert rows.header == ("单位", "人口.男", "人口.女", "合计")
    assert lines_and_rows(path, spec(header_row=2, header_rows=2)) == [[4, "甲县", "1", "2", "3"]]
    table = CrosstabFile(
        pattern="*", format="crosstab", header_row=2, header_rows=2, labels=("单位",)
    )
    cells = lines_and_rows(path, table)
    assert [row[1:4] for row in cells] == [
        ["甲县", "人口.男", "1"], ["甲县", "人口.女", "2"], ["甲县", "合计", "3"],
    ]  # fmt: skip


def test_several_sheets_and_what_is_no_row(tmp_path: Path) -> None:
    def write(book: Any, sheet: Any) -> None:
        for one in (sheet, book.add_worksheet("乙"), book.add_worksheet("说明")):
            one.write_row(0, 0, ["号", "名"])
            one.write_row(1, 0, ["1", one.get_name()])
            one.set_row(1, None, None, {"hidden": True})
            one.write_row(3, 0, ["合计", "1"])

    path = made(tmp_path, write)
    under = spec(sheets=["甲", "乙*"], sheet_label="表", skip_beginning=["合计"])
    assert lines_and_rows(path, under) == [[2, "1", "甲", "甲"], [4, "1", "乙", "乙"]]
    assert [rows.header for rows in read(path, under, ())] == [("号", "名", "表")] * 2
    with pytest.raises(Refused, match="no sheet '丙'"):
        lines_and_rows(path, spec(sheets=["丙"]))


def test_a_cell_beyond_the_header_is_not_lost(tmp_path: Path) -> None:
    def write(book: Any, sheet: Any) -> None:
        sheet.write_row(0, 0, ["a"])
        sheet.write_row(1, 0, ["1", None, "x"])

    [rows] = read(made(tmp_path, write), spec(), ())
    assert {name: column.to_pylist() for name, column in rows.columns.items()} == {
        "a": ["1"],
        "第3列": ["x"],
    }


@pytest.mark.parametrize(
    "change",
    [
        lambda sheet: re.sub(rb"<(/?)(?=[a-zA-Z])", rb"<\1x:", sheet).replace(
            b"xmlns=", b"xmlns:x="
        ),
        lambda sheet: re.sub(rb'<c r="[A-Z]+\d+"', b"<c", sheet),
        lambda sheet: re.sub(
            rb'<c r="([A-Z]+\d+)"( s="\d+")?( t="\w+")?', rb"<c\3\2 r='\1' ", sheet
        ),
        lambda sheet: sheet.replace(b"><", b">\n <"),
        lambda sheet: re.sub(rb"<dimension[^>]*>", b'<dimension ref="A1:XFD1048576"/>', sheet),
    ],
    ids=["prefixed", "unplaced", "reordered", "indented", "vast"],
)
def test_what_other_programs_write(tmp_path: Path, change: Callable[[bytes], bytes]) -> None:
    path = changed(made(tmp_path, plain_rows), SHEET, change)
    assert lines_and_rows(path, spec()) == PLAIN


def test_a_lone_cell_far_away_costs_nothing(tmp_path: Path) -> None:
    def far(sheet: bytes) -> bytes:
        cell = b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
        return sheet.replace(b"</sheetData>", cell)

    rows = lines_and_rows(changed(made(tmp_path, plain_rows), SHEET, far), spec())
    assert (len(rows), rows[-1][0]) == (6, 1_048_576)


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        (lambda sheet: sheet[: len(sheet) // 2], "broken"),
        (lambda sheet: sheet.replace(b"<worksheet", b"<!DOCTYPE a []><worksheet"), "DOCTYPE"),
        (lambda sheet: sheet.replace(b'r="A3"', b'r="A9"'), "out of order"),
        (lambda sheet: sheet.replace(b'<v>0.12', b"<v>x.12"), "number cell"),
        (lambda sheet: sheet.replace(b'<v>3</v>', b"<v>3000</v>"), "not there"),
        (lambda sheet: sheet.replace(b'"A6"', b'"A1048577"'), "out of"),
    ],
)  # fmt: skip
def test_broken_sheets_are_refused(
    tmp_path: Path, change: Callable[[bytes], bytes], fault: str
) -> None:
    with pytest.raises(Refused, match=fault):
        lines_and_rows(changed(made(tmp_path, plain_rows), SHEET, change), spec())


def test_shared_texts_beyond_all_measure_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workbook, "LARGEST_TEXTS", 100)
    with pytest.raises(Refused, match="of texts"):
        lines_and_rows(made(tmp_path, plain_rows), spec())


def test_a_workbook_of_the_old_kind(tmp_path: Path) -> None:
    _, path = xls(tmp_path)
    assert lines_and_rows(path, spec(header_row=2)) == [
        [3, "1", "张三", "0.3333333333333333", "1990-01-02"],
        [4, "990102200408210014", "李四", "12", "1991-03-08"],
        [5, "3", "王五", None, "1985-12-31"],
    ]
    path.write_bytes(path.read_bytes()[:3000])
    with pytest.raises(Refused):
        lines_and_rows(path, spec(header_row=2))


def test_a_locked_workbook_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"))
    with pytest.raises(Refused, match="locked with a password"):
        lines_and_rows(path, spec())


def test_a_sheet_without_header_is_refused(tmp_path: Path) -> None:
    path = made(tmp_path, lambda book, sheet: None)
    with pytest.raises(Refused, match="no header in row 1"):
        lines_and_rows(path, spec())
