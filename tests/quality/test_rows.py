"""Rows that break a row rule are set aside, once, with a sentence; sound rows stay."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from sqlalchemy import Connection

from quality.rows import set_aside
from tests.quality.support import (
    BOW_TIE,
    PARCEL_COLUMNS,
    PERSON_1,
    PERSON_2,
    SQUARE,
    contract,
    delivery,
    lines,
    quarantine,
    staged,
)  # fmt: skip

PARCEL = {"parcel_code": "990101001001GB00001", "area": 10_000, "shape": f"SRID=4490;{SQUARE}"}


def judged(connection: Connection, rows: list[dict[str, Any]], thing: str = "person") -> list[str]:
    """The rules that rows of a new delivery break, in the order of their lines."""
    agreed = contract(thing, PARCEL_COLUMNS if thing == "parcel" else None)
    delivery(connection, agreed)
    staged(connection, agreed, rows)
    assert set_aside(connection, 1, agreed) == len(rows) - len(lines(connection))
    return [row["rule"] for row in quarantine(connection)]


@pytest.mark.parametrize(
    ("broken", "rule"),
    [
        ({}, None),
        ({"name": None}, "required:name"),
        ({"birth_date": dt.date(1879, 12, 31)}, "condition:birth_date:1"),
        ({"birth_date": dt.date(1880, 1, 1)}, None),
        ({"birth_date": dt.date(2024, 4, 1)}, "condition:birth_date:2"),
        ({"birth_date": dt.date(2024, 3, 31)}, None),
        ({"birth_date": None}, None),
        ({"death_date": dt.date(1989, 12, 31)}, "condition:death_date:1"),
        ({"death_date": dt.date(1990, 1, 1)}, None),
        ({"source_key": None}, "key"),
        ({"source_key": ""}, "key"),
    ],
)
def test_a_rule_sets_aside_what_breaks_it_and_nothing_else(
    connection: Connection, broken: dict[str, Any], rule: str | None
) -> None:
    assert judged(connection, [PERSON_1 | broken, PERSON_2]) == ([rule] if rule else [])
    assert lines(connection) == ([2] if rule else [1, 2])


@pytest.mark.parametrize(
    ("shape", "area", "rule", "reason"),
    [
        (SQUARE, 1, None, None),
        (BOW_TIE, 1, "geometry:shape", "Self-intersection"),
        ("MULTIPOLYGON EMPTY", 1, "geometry:shape", None),
        (None, 1, "required:shape", None),
        (SQUARE, 0, "condition:area:1", None),
    ],
)
def test_shapes_must_be_valid(
    connection: Connection, shape: str | None, area: float, rule: str | None, reason: str | None
) -> None:
    row = PARCEL | {"shape": shape and f"SRID=4490;{shape}", "area": area}
    assert judged(connection, [row], "parcel") == ([rule] if rule else [])
    if reason:
        [found] = quarantine(connection)
        assert found["value"].startswith(reason)
        assert found["column"] == "SHAPE"
        assert reason in found["zh"]


def test_a_row_that_breaks_several_rules_is_set_aside_once_for_the_first(
    connection: Connection,
) -> None:
    worst = PERSON_1 | {"name": None, "birth_date": dt.date(1800, 1, 1), "source_key": None}
    assert judged(connection, [worst, worst | {"source_key": "k"}]) == ["key", "required:name"]


def test_of_rows_with_one_key_the_first_sound_line_stays(connection: Connection) -> None:
    same = {"source_key": "k"}
    rows = [PERSON_1 | same | {"name": None}, PERSON_1 | same, PERSON_2 | same, PERSON_2]
    assert judged(connection, rows) == ["required:name", "duplicate_key"]
    assert lines(connection) == [2, 4]
    duplicate = quarantine(connection)[1]
    assert duplicate["zh"] == "主键“编号”的值“k”已在第 2 行出现，本行未采用。请只保留一行。"
    assert "stands on line 2 already" in duplicate["en"]


def test_withdrawals_need_nothing_but_their_key(connection: Connection) -> None:
    rows = [{"op": "d"}, {"op": "d", "source_key": ""}, {"op": "d", "source_key": "k1"}]
    assert judged(connection, rows) == ["key", "duplicate_key"]
    assert lines(connection) == [1]


def test_the_sentence_names_column_value_and_what_is_expected(connection: Connection) -> None:
    judged(connection, [PERSON_1 | {"birth_date": dt.date(2031, 5, 6)}])
    [row] = quarantine(connection)
    assert (row["column"], row["value"], row["step"]) == ("出生日期", "2031-05-06", "check")
    assert row["zh"] == (
        "“出生日期”列的值为“2031-05-06”：出生日期应不晚于生效日期（生效日期 2024-03-31）。"
        "请核对后重新报送。"
    )
    assert row["en"] == (
        "Column “出生日期” reads “2031-05-06”: Date of birth must not be after the date it takes "
        "effect (the date it takes effect 2024-03-31). Please correct it and deliver the row again."
    )


def test_the_whole_row_is_kept_with_its_original_texts(connection: Connection) -> None:
    original = {"birth_date": "二〇三一年五月六日", "citizen_number": "乱写"}
    judged(connection, [PERSON_1 | {"birth_date": dt.date(2031, 5, 6), "original": original}])
    [row] = quarantine(connection)
    assert row["value"] == "二〇三一年五月六日"
    assert row["raw"]["birth_date"] == "二〇三一年五月六日"
    assert row["raw"]["citizen_number"] == "乱写"
    assert row["raw"]["name"] == "张三"
    assert row["raw"]["line"] == 1


def test_text_that_looks_like_a_format_is_only_text(connection: Connection) -> None:
    original = {"birth_date": "%s %1$s {0}"}
    judged(connection, [PERSON_1 | {"birth_date": dt.date(1700, 1, 1), "original": original}])
    assert "“%s %1$s {0}”" in quarantine(connection)[0]["zh"]


def test_running_again_changes_nothing(connection: Connection) -> None:
    assert judged(connection, [PERSON_1 | {"name": None}, PERSON_2]) == ["required:name"]
    assert set_aside(connection, 1, contract()) == 1
    assert lines(connection) == [2]


def test_a_stage_made_anew_is_judged_anew(connection: Connection) -> None:
    assert judged(connection, [PERSON_1 | {"name": None}, PERSON_2]) == ["required:name"]
    staged(connection, contract(), [PERSON_1, PERSON_2])
    assert set_aside(connection, 1, contract()) == 0
    assert lines(connection) == [1, 2]
    assert quarantine(connection) == []
