"""Rows set aside: listed, counted, and written to a workbook."""

from __future__ import annotations

from pathlib import Path

import fastexcel
import pytest

from loaders import quarantine, workbook
from tests.loaders.desk import Desk, contract

CONTENT = "编号,姓名,备注\n1,张三,\n2,,=1+1\n3\n"


def test_rows_are_listed_with_their_reasons(desk: Desk) -> None:
    desk.stage(CONTENT, contract())
    rows = quarantine.listed(desk.connection, desk.delivery)
    assert [(row.dataset, row.as_of, row.line, row.rule) for row in rows] == [
        ("a_dataset", "2026-08-01", 3, "required"),
        ("a_dataset", "2026-08-01", 4, "columns"),
    ]
    assert quarantine.count(desk.connection, dataset="a_dataset") == 2
    assert quarantine.count(desk.connection, dataset="another") == 0
    assert quarantine.listed(desk.connection, limit=1)[0].line == 3


def test_a_workbook_for_the_clerk(desk: Desk, tmp_path: Path) -> None:
    desk.stage(CONTENT, contract())
    path = tmp_path / "隔离区.xlsx"
    assert quarantine.export(desk.connection, desk.delivery, path) == 2
    rows = fastexcel.read_excel(path).load_sheet(0, dtypes="string").to_arrow().to_pylist()
    assert rows[0]["行号 line"] == "3"
    assert rows[0]["说明"] == "第 3 行“姓名”:必填项为空。"
    assert rows[0]["备注"] == "=1+1"  # a text, not a formula
    assert rows[1]["原始行"] == "3"
    assert list(tmp_path.glob(".*")) == []


@pytest.mark.parametrize(
    ("place", "said"), [("nowhere/x.xlsx", "no folder"), ("x.pdf", "neither .xlsx nor .csv")]
)
def test_a_place_where_no_sheet_can_be(desk: Desk, tmp_path: Path, place: str, said: str) -> None:
    desk.stage(CONTENT, contract())
    with pytest.raises(workbook.NoSheet, match=said):
        quarantine.export(desk.connection, desk.delivery, tmp_path / place)


def test_nothing_to_write(desk: Desk, tmp_path: Path) -> None:
    desk.stage("编号,姓名\n1,张三\n", contract())
    with pytest.raises(quarantine.NothingSetAside):
        quarantine.export(desk.connection, desk.delivery, tmp_path / "x.xlsx")
