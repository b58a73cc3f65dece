"""Rows in quarantine go to a clerk, come back corrected, and are accounted for in both ledgers."""

from __future__ import annotations

import csv
import datetime as dt
import zipfile
from collections.abc import Callable
from pathlib import Path

import fastexcel
import pytest
import xlsxwriter

import pipeline
from loaders import quarantine, workbook
from loaders.contract import find
from loaders.quarantine import Which
from pipeline.corrections import take_back
from pipeline.interventions import NotPossible
from pipeline.undo import undo
from runtime.database import engine
from tests.pipeline.deliver import AUGUST, INSURED, SEPTEMBER, delivered, ledger, query

Row = dict[str, str]


def insured(count: int) -> list[Row]:
    return [
        {**INSURED, "个人编号": f"S{n}", "身份证号码": "", "姓名": f"王{chr(0x4E00 + n)}",
         "社会保障号码": f"N{n:04}", "出生日期": f"1990-01-{n + 1:02}", "居住地址": "=1+1"}
        for n in range(count)
    ]  # fmt: skip


def waiting(delivery: int | None = None) -> list[int]:
    with engine().connect() as connection:
        return [row.line for row in quarantine.listed(connection, delivery)]


def exported(delivery: int, path: Path) -> Path:
    with engine().connect() as connection:
        quarantine.export(connection, delivery, path)
    return path


def corrected(path: Path, change: Callable[[Row], Row | None]) -> Path:
    """The sheet as a clerk sends it back, typing over what was wrong."""
    if path.suffix == ".csv":
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = [row for row in map(change, csv.DictReader(file)) if row]
        with path.open("w", encoding="utf-8-sig", newline="") as file:
            writer = csv.DictWriter(file, list(rows[0]))
            writer.writeheader()
            writer.writerows(rows)
        return path
    rows = [row for row in map(change, read(path)) if row]
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        for number, cells in enumerate([list(rows[0]), *(list(row.values()) for row in rows)]):
            for place, cell in enumerate(cells):
                sheet.write_string(number, place, cell)
    return path


def read(path: Path) -> list[Row]:
    """A workbook's rows as texts."""
    table = fastexcel.read_excel(path).load_sheet(0, dtypes="string").to_arrow()
    return [{name: text or "" for name, text in row.items()} for row in table.to_pylist()]


def right(row: Row) -> Row:
    """The clerk knows better: the birthday of line 5, the ethnic group of line 9."""
    return {**row, "出生日期": "1990-02-28", "民族": "01"}


@pytest.mark.parametrize("suffix", [".xlsx", ".csv"])
def test_corrected_rows_of_a_snapshot_come_back_and_withdraw_nobody(
    folder: Path, tmp_path: Path, suffix: str
) -> None:
    delivered(folder, "social_insured", AUGUST, *insured(20))
    rows = insured(20)
    rows[3]["出生日期"], rows[7]["民族"] = "1990-02-31", "火星"
    first = delivered(folder, "social_insured", SEPTEMBER, *rows).delivery_id
    assert waiting() == [5, 9]
    sheet = exported(first, tmp_path / f"隔离区{suffix}")
    number = take_back(corrected(sheet, right), "赵经办", "户籍科更正")
    assert take_back(sheet, "赵经办", "户籍科更正") == number, "the same sheet again"
    assert pipeline.walk(number).state == "published"
    assert waiting() == []
    row, before = ledger(number), ledger(first)
    assert (row.delivered, row.staged, row.changed + row.unchanged, row.withdrawn) == (2, 2, 2, 0)
    assert (row.as_of, row.predecessor, row.relation) == (SEPTEMBER, first, "correction")
    assert (before.delivered, before.staged, before.quarantined) == (20, 18, 2)
    assert query("select birth_date from population.person where birth_date = '1990-02-28'") == [
        (dt.date(1990, 2, 28),), (dt.date(1990, 2, 28),)
    ]  # fmt: skip
    assert query("select distinct residence_address from population.person") == [("=1+1",)]
    undo(number, "赵经办", "更正有误")
    assert waiting() == [5, 9], "an undone correction leaves them waiting"


def test_what_the_row_rules_set_aside_has_its_sources_columns(folder: Path, tmp_path: Path) -> None:
    rows = insured(20)
    rows[4]["个人编号"] = "S3"
    first = delivered(folder, "social_insured", AUGUST, *rows).delivery_id
    path = exported(first, tmp_path / "x.xlsx")
    (row,) = read(path)
    assert list(row) == [*workbook.WHY, *find("social_insured").sources]
    assert (row["个人编号"], row["居住地址"]) == ("S3", "=1+1"), "a text, not a formula"
    with zipfile.ZipFile(path) as parts:
        assert "已在第 5 行出现" in parts.read("xl/comments1.xml").decode()
        assert b"<f>" not in parts.read("xl/worksheets/sheet1.xml")


def test_rows_taken_out_of_the_sheet_go_on_waiting(folder: Path, tmp_path: Path) -> None:
    rows = insured(20)
    rows[3]["出生日期"], rows[7]["民族"] = "1990-02-31", "火星"
    first = delivered(folder, "social_insured", AUGUST, *rows).delivery_id
    sheet = exported(first, tmp_path / "x.csv")
    number = take_back(
        corrected(sheet, lambda row: right(row) if row["行号 line"] == "5" else None), "赵", "更正"
    )
    pipeline.walk(number)
    assert waiting(first) == [9]
    with engine().connect() as connection:
        everything = quarantine.listed(connection, which=Which(first, answered=True))
        assert [row.answered_by for row in everything] == [number, None]
        (reason,) = quarantine.counts(connection, Which(column="民族"))
        assert (reason["rows"], reason["rule"]) == (1, "code")
    again = corrected(exported(first, tmp_path / "y.csv"), lambda row: {**row, "行号 line": "5"})
    with pytest.raises(NotPossible, match="do not wait in quarantine, the first is line 5"):
        take_back(again, "赵", "更正")


def test_a_file_that_is_no_such_sheet_says_what_is(folder: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.csv"
    other.write_text("甲,乙\n1,2\n", encoding="utf-8")
    with pytest.raises(workbook.NoSheet, match="批次 delivery"):
        take_back(other, "赵", "更正")
