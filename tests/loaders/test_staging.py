"""From a file to the stage table: every row staged or set aside, and the reason said."""

from __future__ import annotations

import datetime as dt
import fnmatch
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from loaders.contract import contracts
from loaders.errors import Refused
from models import THINGS
from tests.loaders.desk import AS_OF, PERSON, Desk, contract

CITIZEN: dict[str, Any] = {
    "key": ["编号"],
    "columns": {
        "编号": "household_number", "姓名": "name", "身份证号": "citizen_number",
        "性别": "sex", "出生日期": "birth_date",
    },
}  # fmt: skip
HEADER = "编号,姓名,身份证号,性别,出生日期\n"


def test_a_row_is_staged_with_the_dictionarys_types(desk: Desk) -> None:
    row = "1,張三,９９0102200408210014,男,2004年8月21日\n"
    counts = desk.stage(HEADER + row, contract(**CITIZEN))
    assert (counts.delivered, counts.staged, counts.quarantined) == (1, 1, 0)
    assert desk.staged(
        "line", "source_key", "op", "valid_from", "name", "citizen_number", "sex", "birth_date",
        "nationality", "original",
    ) == [
        (
            2, "1", "u", AS_OF, "张三", "990102200408210014", "1", dt.date(2004, 8, 21), None,
            {
                "name": "張三", "citizen_number": "９９0102200408210014",
                "birth_date": "2004年8月21日",
            },
        )
    ]  # fmt: skip


def test_nothing_is_kept_beside_what_was_not_altered(desk: Desk) -> None:
    desk.stage(HEADER + "1,张三,990102200408210014,1,20040821\n", contract(**CITIZEN))
    assert desk.staged("original") == [(None,)]


def test_texts_with_quotes_and_line_ends_arrive_whole(desk: Desk) -> None:
    columns = {"编号": "household_number", "姓名": "name", "职业": "occupation"}
    occupation = 'a "b", \\c\n\td'
    content = '编号,姓名,职业\n1,"張 ""三""","a ""b"", \\c\n\td"\n'
    desk.stage(content, contract(columns=columns))
    assert desk.staged("occupation", "original") == [(occupation, {"name": '張 "三"'})]


def test_a_mistyped_number_does_not_lose_the_person(desk: Desk) -> None:
    counts = desk.stage(HEADER + "1,张三,990102200408210015,1,\n", contract(**CITIZEN))
    assert (counts.staged, counts.quarantined) == (1, 0)
    assert desk.staged("citizen_number", "original") == [
        (None, {"citizen_number": "990102200408210015"})
    ]
    assert [(n.column, n.flaw, n.rows) for n in counts.notes] == [("身份证号", "check_digit", 1)]


def test_what_would_falsify_the_row_sets_it_aside_and_says_why(desk: Desk) -> None:
    content = HEADER + "1,张三,,1,2023年2月29日\n2,李四,,火星人,\n3,,,1,\n4,王五,,女,\n"
    counts = desk.stage(content, contract(**CITIZEN))
    assert (counts.delivered, counts.staged, counts.quarantined) == (4, 1, 3)
    assert desk.quarantined("line", "step", "rule", "column", "value") == [
        (2, "stage", "date", "出生日期", "2023年2月29日"),
        (3, "stage", "code", "性别", "火星人"),
        (4, "stage", "required", "姓名", ""),
    ]
    [(zh, en), *_] = desk.quarantined("zh", "en")
    assert zh == "第 2 行“出生日期”为“2023年2月29日”:日历上没有这一天（2023 年 2 月只有 28 天）。"
    assert en == (
        'Line 2, column 出生日期 reads "2023年2月29日": there is no such day in the calendar '
        "(2023-02 has only 28 days)."
    )
    assert desk.quarantined("raw")[0] == (
        {"编号": "1", "姓名": "张三", "身份证号": "", "性别": "1", "出生日期": "2023年2月29日"},
    )


def test_a_date_without_a_day_stays_what_it_is(desk: Desk) -> None:
    content = HEADER + "1,张三,,1,1932年3月\n2,李四,,1,19320000\n3,王五,,1,1932-03-08\n"
    counts = desk.stage(content, contract(**CITIZEN))
    assert (counts.staged, counts.quarantined) == (3, 0)
    assert desk.staged("birth_date", "birth_period", "original ->> 'birth_date'") == [
        (None, "1932-03", "1932年3月"),
        (None, "1932", "19320000"),
        (dt.date(1932, 3, 8), None, None),
    ]


def test_a_former_name_in_brackets_is_one(desk: Desk) -> None:
    content = HEADER + "1,李四（曾用名：李三）,,1,\n2,王五,,1,\n"
    desk.stage(content, contract(**CITIZEN))
    assert desk.staged("name", "former_name") == [("李四", "李三"), ("王五", None)]
    own = CITIZEN["columns"] | {"编号": "household_number", "身份证号": "former_name"}
    desk.stage(HEADER + "1,李四（曾用名：李三）,李二,1,\n", contract(columns=own))
    assert desk.staged("name", "former_name") == [("李四", "李二")]


def test_a_code_from_before_in_a_credit_codes_place_is_not_lost(desk: Desk) -> None:
    columns = {"编号": "tax_number", "名称": "name", "代码": "credit_code"}
    content = "编号,名称,代码\n1,甲公司,60003734-1\n2,乙公司,110108000000016\n"
    desk.stage(content, contract(thing="entity", columns=columns))
    assert desk.staged("credit_code", "organization_code", "registration_number") == [
        (None, "600037341", None),
        (None, None, "110108000000016"),
    ]


def test_a_contract_may_decide_otherwise(desk: Desk) -> None:
    columns = CITIZEN["columns"] | {
        "身份证号": {"attribute": "citizen_number", "on_bad": "quarantine"},
        "性别": {"attribute": "sex", "on_bad": "null", "codes": {"甲": "1"}},
    }
    content = HEADER + "1,张三,990102200408210015,1,\n2,李四,,火星人,\n3,王五,,甲,\n"
    desk.stage(content, contract(columns=columns))
    assert desk.staged("line", "sex") == [(3, None), (4, "1")]
    assert desk.quarantined("line", "rule") == [(2, "citizen_number")]


def test_rows_that_are_not_rows_are_kept_whole(desk: Desk) -> None:
    counts = desk.stage("编号,姓名\n1,张三\n2\n3,王五,多\n4,\x00赵\n,\n", contract())
    assert (counts.delivered, counts.staged, counts.quarantined) == (4, 1, 3)
    assert desk.quarantined("line", "rule", "raw") == [
        (3, "columns", {"原始行": "2"}),
        (4, "columns", {"原始行": "3,王五,多"}),
        (5, "characters", {"编号": "4", "姓名": "␀赵"}),
    ]


def test_a_broken_row_alone_is_kept_too(desk: Desk) -> None:
    counts = desk.stage("编号,姓名\n1,张三\n2\n", contract())
    assert (counts.staged, counts.quarantined) == (1, 1)
    assert desk.quarantined("line", "rule", "raw") == [(3, "columns", {"原始行": "2"})]


def test_nul_bytes_anywhere_stop_nothing_but_their_row(desk: Desk) -> None:
    counts = desk.stage("编号,姓名,x\x00\n1\x00,张三,\n2,李四,\x00\n3,王五,\n4\x00\n", contract())
    assert (counts.staged, counts.quarantined) == (1, 3)
    assert desk.quarantined("line", "rule", "column", "value", "source_key") == [
        (2, "characters", "编号", "1␀", "1␀"),
        (3, "characters", "x␀", "␀", "2"),
        (5, "columns", None, None, "4␀"),
    ]


def test_a_row_without_key_is_set_aside(desk: Desk) -> None:
    desk.stage("编号,姓名\n ,张三\n　２ ,李四\n", contract())
    assert desk.staged("line", "source_key") == [(3, "2")]
    assert desk.quarantined("line", "rule", "column") == [(2, "key", "编号")]


def test_a_key_of_several_columns(desk: Desk) -> None:
    desk.stage("编号,姓名\n1,张三\n1,\n", contract(key=["编号", "姓名"], thing="household",
               columns={"编号": "household_number", "姓名": "head_name"}))  # fmt: skip
    assert desk.staged("source_key") == [("1|张三",), ("1|",)]


def test_since_when_it_is_so(desk: Desk) -> None:
    under = contract(valid_from="变动日期")
    desk.stage("编号,姓名,变动日期\n1,张三,2026/7/3\n2,李四,\n3,王五,昨天\n", under)
    assert desk.staged("line", "valid_from") == [(2, dt.date(2026, 7, 3)), (3, AS_OF)]
    assert desk.quarantined("line", "rule", "column") == [(4, "date", "变动日期")]


def test_until_when_it_is_so(desk: Desk) -> None:
    under = contract(valid_from="起", valid_to="止")
    content = (
        "编号,姓名,起,止\n1,张三,2020-01-01,2024/7/1\n2,李四,2020-01-01,\n3,王五,,长期\n"
        "4,赵六,2020-01-01,9999-12-31\n5,孙七,2020-01-01,2020-01-01\n6,周八,2020-01-01,2019\n"
    )
    desk.stage(content, under)
    assert desk.staged("line", "valid_from", "valid_to::text") == [
        (2, dt.date(2020, 1, 1), "2024-07-01"),
        (3, dt.date(2020, 1, 1), "infinity"),
        (4, AS_OF, "infinity"),
        (5, dt.date(2020, 1, 1), "infinity"),
    ]
    assert desk.quarantined("line", "rule", "column", "zh") == [
        (6, "valid_to", "止", "第 6 行“止”为“2020-01-01”:终止日期不晚于起始日期。"),
        (7, "date", "止", "第 7 行“止”为“2019”:日期不完整。"),
    ]


def test_a_last_day_belongs_to_what_it_ends(desk: Desk) -> None:
    under = contract(valid_from="起", valid_to={"column": "止", "inclusive": True})
    desk.stage(
        "编号,姓名,起,止\n1,张三,2020-01-01,2024-06-30\n2,李四,2020-01-01,2020-01-01\n", under
    )
    assert desk.staged("valid_to::text") == [("2024-07-01",), ("2020-01-02",)]


def test_a_contract_says_what_a_year_alone_means(desk: Desk) -> None:
    under = contract(
        valid_from={"column": "起", "partial": "first_day"},
        valid_to={"column": "止", "partial": "last_day", "inclusive": True},
        columns=PERSON["columns"] | {"出生": {"attribute": "birth_date", "partial": "first_day"}},
    )  # fmt: skip
    desk.stage(
        "编号,姓名,起,止,出生\n1,张三,1995,2001,1970\n2,李四,1995-06,2001-02,1970年2月\n", under
    )
    assert desk.staged("valid_from::text", "valid_to::text", "birth_date::text", "original") == [
        ("1995-01-01", "2002-01-01", "1970-01-01", {"birth_date": "1970"}),
        ("1995-06-01", "2001-03-01", "1970-02-01", {"birth_date": "1970年2月"}),
    ]


def test_a_deletion_ends_when_it_says_and_no_later(desk: Desk) -> None:
    under = contract(
        kind="increment", operation={"column": "操作", "delete": ["D"]}, valid_to="止"
    )  # fmt: skip
    desk.stage("编号,姓名,止,操作\n1,,1990-01-01,D\n", under)
    assert desk.staged("op", "valid_from", "valid_to::text") == [("d", AS_OF, "infinity")]


def test_a_deletion_needs_nothing_but_its_key(desk: Desk) -> None:
    under = contract(
        kind="increment", operation={"column": "操作", "delete": ["注销", "D"]},
        valid_from="变动日期",
    )  # fmt: skip
    content = "编号,姓名,变动日期,操作\n1,张三,,新增\n2,,乱写,注销\n3,,,Ｄ\n,,,D\n4,,,\n"
    desk.stage(content, under)
    assert desk.staged("source_key", "op", "valid_from") == [
        ("1", "u", AS_OF),
        ("2", "d", AS_OF),
        ("3", "d", AS_OF),
    ]
    assert desk.quarantined("line", "rule") == [(5, "key"), (6, "required")]


def test_constants_and_units(desk: Desk) -> None:
    under = contract(
        thing="entity", key=["代码"], constants={"currency": "CNY", "state": "1"},
        columns={"代码": "registration_number", "名称": "name",
                 "资本": {"attribute": "capital", "unit": "万元"}},
    )  # fmt: skip
    desk.stage("代码,名称,资本\n1,甲公司,12.5\n2,乙公司,3亿元\n", under)
    assert desk.staged("capital::text", "currency", "state", "original") == [
        ("125000.0000", "CNY", "1", {"capital": "12.5"}),
        ("300000000.0000", "CNY", "1", {"capital": "3亿元"}),
    ]


def test_a_column_that_is_missing_is_named_with_its_nearest(desk: Desk) -> None:
    with pytest.raises(Refused, match="no column '姓名'; the nearest is '姓 名称'") as error:
        desk.stage("编号,姓 名称\n1,张三\n", contract())
    assert error.value.zh == "缺少列“姓名”,最接近的是“姓 名称”"
    assert "the file has: 编号, 姓 名称" in str(error.value)


def test_a_header_may_differ_in_width_and_blanks(desk: Desk) -> None:
    columns = {"编号": "household_number", "姓名(全称)": "name"}
    counts = desk.stage("\ufeff 编 号,姓名（全称）,备注\n1,张三,x\n", contract(columns=columns))
    assert counts.staged == 1
    assert counts.extra_columns == ("备注",)


def test_a_column_that_stands_twice_is_refused(desk: Desk) -> None:
    with pytest.raises(Refused, match="two columns '姓名'"):
        desk.stage("编号,姓名,姓名\n1,张三,李四\n", contract())


def test_staging_again_begins_anew(desk: Desk) -> None:
    content = "编号,姓名\n1,张三\n2,\n"
    desk.stage(content, contract())
    first = (desk.staged("*"), desk.quarantined("line", "zh"))
    desk.stage_again(content, contract())
    assert (desk.staged("*"), desk.quarantined("line", "zh")) == first


def test_a_refused_file_leaves_nothing_half_loaded(desk: Desk) -> None:
    content = ("编号,姓名\n" + "1,张三\n" * 2_000_000).encode() + b'"' + b"x" * (20 << 20)
    with pytest.raises(Refused, match="line 2000002"):
        desk.stage(content, contract())


def test_the_key_of_a_row_is_kept_where_it_can_be_read(desk: Desk) -> None:
    content = "编号,姓名\n1,张三\n2\n,x,\n".encode() + b"4,\xff\n" + "5,赵六\n".encode() * 9
    counts = desk.stage(content, contract())
    assert (counts.delivered, counts.staged, counts.quarantined) == (13, 10, 3)
    assert desk.quarantined("line", "source_key", "rule", "column", "value", "raw") == [
        (3, "2", "columns", None, None, {"原始行": "2"}),
        (4, None, "columns", None, None, {"原始行": ",x,"}),
        (5, "4", "encoding", "姓名", "\\xff", {"编号": "4", "姓名": "\\xff"}),
    ]


def test_the_stage_table_has_every_attribute_of_its_thing(desk: Desk) -> None:
    desk.stage("编号,姓名\n", contract())
    found = desk.connection.execute(
        text(
            "SELECT column_name FROM information_schema.columns"
            " WHERE table_schema = 'stage' AND table_name = 'd1' ORDER BY ordinal_position"
        )
    ).scalars()
    names = THINGS["person"].attribute_names
    axis = ["valid_from", "valid_to"]
    assert list(found) == ["line", "source_key", "op", *axis, *names, "original"]


def test_every_sample_file_is_accounted_for_row_by_row(desk: Desk, sent: Path) -> None:
    known = contracts()
    done = set()
    for path in sorted(sent.iterdir()):
        [under] = [c for c in known.values() if fnmatch.fnmatch(path.name, c.file.pattern)]
        for table in ("quarantine", "finding", "delivery", "dataset"):
            desk.connection.execute(text(f"DELETE FROM ops.{table}"))
        counts = desk.stage(path, under)
        assert counts.delivered == counts.staged + counts.quarantined, under.dataset
        assert counts.staged == len(desk.staged("line")), under.dataset
        assert counts.quarantined == len(desk.quarantined("line")), under.dataset
        assert counts.staged >= 0.9 * counts.delivered, under.dataset
        done.add(under.dataset)
    assert done == set(known)


def test_what_is_odd_about_a_value_that_is_taken_is_a_finding(desk: Desk) -> None:
    columns = {"编号": "tax_number", "名称": "name", "注册号": "registration_number"}
    under = contract(thing="entity", columns=columns)
    content = "编号,名称,注册号\n1,甲公司,110108000000016\n2,乙公司,110108000000017\n"
    desk.stage(content, under)
    desk.stage_again(content, under)  # and is said once, however often the step runs
    found = desk.connection.execute(
        text(
            "SELECT rule, severity, assessed, satisfied, zh, examples FROM ops.finding"
            " WHERE delivery_id = :id AND attribute = 'registration_number'"
        ),
        {"id": desk.delivery},
    )
    zh = "“注册号”:校验码不对,可能有录入错误"
    example = {"line": 3, "source_key": None, "values": {"注册号": "110108000000017"}}
    assert [tuple(row) for row in found] == [
        ("read:registration_number:check_digit", "advice", 2, 1, zh, [example])
    ]
