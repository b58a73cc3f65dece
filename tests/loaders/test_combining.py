"""Columns that hold several values, and values that stand in several columns."""

from __future__ import annotations

import datetime as dt
from typing import Any

from loaders.elements import addresses
from loaders.fields import ADDRESS_PARTS
from tests.loaders.desk import Desk, contract

ENTITY: dict[str, Any] = {"thing": "entity", "key": ["编号"], "columns": {"名称": "name"}}


def test_a_column_is_split_by_its_delimiter(desk: Desk) -> None:
    split = {"经营期限": {"delimiter": "至", "into": ["term_from", "term_to"]}}
    content = "编号,名称,经营期限\n1,甲厂,2001-05-06至2031年5月5日\n2,乙厂,2001-05-06至\n3,丙厂,\n"
    counts = desk.stage(content, contract(**ENTITY, splits=split))
    assert counts.quarantined == 0
    assert desk.staged("term_from", "term_to", "original") == [
        (
            dt.date(2001, 5, 6), dt.date(2031, 5, 5),
            {"term_from": "2001-05-06至2031年5月5日", "term_to": "2001-05-06至2031年5月5日"},
        ),
        (dt.date(2001, 5, 6), None, {"term_from": "2001-05-06至"}),
        (None, None, None),
    ]  # fmt: skip


def test_a_column_is_split_by_a_pattern_and_its_pieces_are_read_by_their_elements(
    desk: Desk,
) -> None:
    split = {
        "法人": {
            "pattern": r"(?P<legal_representative_name>[^((]+)[((](?P<no>\w+)[))]",
            "into": {"no": {"attribute": "legal_representative_number"}},
        },
        "电话资本": {
            "delimiter": "/",
            "into": ["phone", "_", {"attribute": "capital", "unit": "万元"}],
        },
    }
    content = (
        "编号,名称,法人,电话资本\n1,甲厂,张 三(990102200408210014),13800138000/x/12\n"
        "2,乙厂,李四(990102200408210015),/x/\n"
    )
    counts = desk.stage(content, contract(**ENTITY, splits=split))
    assert [(note.column, note.flaw) for note in counts.notes] == [("法人", "check_digit")]
    names = ("legal_representative_name", "legal_representative_number", "phone", "capital")
    assert desk.staged(*names) == [
        ("张三", "990102200408210014", "13800138000", 120_000),
        ("李四", None, None, None),
    ]


def test_a_text_that_does_not_fit_its_split_is_a_flaw_with_a_sentence(desk: Desk) -> None:
    split = {"经营期限": {"delimiter": "至", "into": ["term_from", "term_to"]}}
    content = "编号,名称,经营期限\n1,甲厂,2001-05-06\n2,乙厂,2001-05-06至2002-05-06至2003\n"
    counts = desk.stage(content, contract(**ENTITY, splits=split))
    assert (counts.delivered, counts.quarantined) == (2, 2)
    assert desk.quarantined("rule", "column", "value", "zh")[0] == (
        "date", "经营期限", "2001-05-06",
        "第 2 行“经营期限”为“2001-05-06”:不符合约定的拆分方式。",
    )  # fmt: skip


def test_an_address_is_parsed_into_the_attributes_of_its_parts(desk: Desk) -> None:
    parts: dict[str, Any] = {
        "thing": "address",
        "columns": {"编号": "address_code", "地址": "text"},
        "splits": {"地址": {"parser": "address"}},
    }
    content = "编号,地址\n1,云泽省丰溪市高河区江浦街道团结巷1号2栋1单元101室\n2,某处\n"
    desk.stage(content, contract(**parts))
    assert desk.staged("road", "house_number", "building", "original ->> 'road'")[0] == (
        "团结巷", "1号", "2栋", "云泽省丰溪市高河区江浦街道团结巷1号2栋1单元101室",
    )  # fmt: skip
    assert addresses.PARTS == ADDRESS_PARTS


def test_columns_are_joined_and_their_texts_kept(desk: Desk) -> None:
    joins = {
        "registered_address": ["市", "县", "详址"],
        "phone": {"columns": ["区号", "电话"], "separator": "-"},
        "established_date": {"template": "{年}-{月}-{日}"},
    }
    content = (
        "编号,名称,市,县,详址,区号,电话,年,月,日\n"
        "1,甲厂,丰溪市,,江浦街道1号,0791,8123456,2001,5,6\n2,乙厂,,,,,13800138000,,,\n"
        "3,丙厂,,,,,,2001,13,1\n"
    )
    desk.stage(content, contract(**ENTITY, joins=joins))
    assert desk.staged("registered_address", "phone", "established_date", "original") == [
        (
            "丰溪市江浦街道1号", "0791-8123456", dt.date(2001, 5, 6),
            {
                "registered_address": "丰溪市 |  | 江浦街道1号", "phone": "0791 | 8123456",
                "established_date": "2001 | 5 | 6",
            },
        ),
        (None, "13800138000", None, {"phone": " | 13800138000"}),
    ]  # fmt: skip
    assert desk.quarantined("column", "value") == [("年, 月, 日", "2001 | 13 | 1")]


def test_a_column_may_be_kept_whole_and_split_besides(desk: Desk) -> None:
    parts = {
        "columns": {"名称": "name", "地址": "registered_address"},
        "splits": {"地址": {"pattern": r"(?P<registered_division>\d{6}).*"}},
    }
    desk.stage("编号,名称,地址\n1,甲厂,990102江浦街道1号\n", contract(**ENTITY | parts))
    assert desk.staged("registered_address", "registered_division") == [
        ("990102江浦街道1号", "990102")
    ]
