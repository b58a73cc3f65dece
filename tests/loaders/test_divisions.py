"""A division may be told by its name: the code it had on the row's own date."""

from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy import text

from loaders.divisions import Named, Names
from tests.loaders.desk import Desk, contract

ALWAYS = (dt.date(1980, 1, 1), dt.date.max)
STOCK = Names(
    [
        Named("990000", "云泽省", None, "", *ALWAYS),
        Named("990100", "丰溪市", None, "", *ALWAYS),
        Named("990200", "安河市", None, "", *ALWAYS),
        Named("990102", "高河区", None, "", *ALWAYS),
        Named("990103", "城关区", None, "", *ALWAYS),
        Named("990203", "城关区", None, "", *ALWAYS),
        Named("990104", "东山县", None, "", dt.date(1980, 1, 1), dt.date(2015, 6, 1)),
        Named("990114", "东山县", None, "", dt.date(2015, 6, 1), dt.date.max),
    ]
)


@pytest.mark.parametrize(
    ("said", "on", "codes"),
    [
        ("高河区", dt.date(2020, 1, 1), {"990102"}),
        ("丰溪市高河区", dt.date(2020, 1, 1), {"990102"}),
        ("云泽省丰溪市高河区", dt.date(2020, 1, 1), {"990102"}),
        ("云泽省 丰溪市 高河区", dt.date(2020, 1, 1), {"990102"}),
        ("云泽省/丰溪市/高河区", dt.date(2020, 1, 1), {"990102"}),
        ("云泽省", dt.date(2020, 1, 1), {"990000"}),
        ("城关区", dt.date(2020, 1, 1), {"990103", "990203"}),
        ("安河市城关区", dt.date(2020, 1, 1), {"990203"}),
        ("东山县", dt.date(2010, 1, 1), {"990104"}),
        ("东山县", dt.date(2020, 1, 1), {"990114"}),
        ("东山县", dt.date(1970, 1, 1), set()),
        ("西山县", dt.date(2020, 1, 1), set()),
    ],
)
def test_what_a_name_meant_on_a_day(said: str, on: dt.date, codes: set[str]) -> None:
    assert STOCK.codes(said, on) == codes


def test_names_are_staged_as_the_codes_of_their_rows_dates(desk: Desk) -> None:
    desk.stage("编号,姓名\n1,张三\n", contract())
    enter = text(
        "INSERT INTO spatial.division"
        " (master_id, code, name, claims, valid_from, known_from, delivery_id)"
        " VALUES (:id, :code, :name, '{}', :begins, now(), 1)"
    )
    stock = [("990100", "丰溪市"), ("990102", "高河区"), ("990103", "东山区"), ("990203", "东山区")]
    for number, (code, name) in enumerate(stock, 1):
        values = {"id": number, "code": code, "name": name, "begins": dt.date(2015, 6, 1)}
        desk.connection.execute(enter, values)
    columns = {"编号": "household_number", "姓名": "name", "籍贯": "native_place"}
    rows = (
        "编号,姓名,籍贯,日期\n1,张三,丰溪市高河区,2020-01-01\n2,李四,高河区,2010-01-01\n"
        "3,王五,东山区,2020-01-01\n4,赵六,990102,2010-01-01\n"
    )
    desk.stage(rows, contract(columns=columns, valid_from="日期"))
    assert desk.staged("native_place", "original ->> 'native_place'") == [
        ("990102", "丰溪市高河区"),
        ("990102", None),
    ]
    assert desk.quarantined("line", "rule", "value") == [
        (3, "division", "高河区"),
        (4, "division", "东山区"),
    ]
    assert "代码 990103, 990203" in desk.quarantined("zh")[1][0]
