"""Coordinates however they are written become decimal numbers, or stay to be refused."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pytest
import yaml

from loaders.elements.coordinates import decimal, pair
from tests.loaders.desk import Desk, contract

TABLES = Path(__file__).parent / "elements" / "parts"


def rows(name: str) -> list[list[str]]:
    table: list[list[str]] = yaml.load((TABLES / name).read_text(encoding="utf-8"), yaml.BaseLoader)
    return table


@pytest.mark.parametrize(("said", "number"), rows("coordinate.yaml"))
def test_one_coordinate(said: str, number: str) -> None:
    assert decimal(pa.array([said])).to_pylist() == [number]


@pytest.mark.parametrize(("said", "x", "y"), rows("coordinates.yaml"))
def test_both_in_one_cell(said: str, x: str, y: str) -> None:
    assert [one[0].as_py() for one in pair(pa.array([said]))] == [x, y]


def test_a_contract_names_one_column_twice_where_its_cells_hold_both(desk: Desk) -> None:
    under = contract(
        thing="address",
        columns={"编号": "address_code", "地址": "text"},
        points={"location": {"x": "坐标", "y": "坐标"}},
    )
    content = '编号,地址,坐标\n1,甲,"116°23′24″E,39°54′0″N"\n2,乙,"39.9,116.39"\n3,丙,不知何处\n'
    desk.stage(content, under)
    assert desk.staged("ST_AsText(location)") == [("POINT(116.39 39.9)",)] * 2
    assert desk.quarantined("line", "value") == [(4, "不知何处, 不知何处")]
