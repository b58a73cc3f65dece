"""Rules of the dictionary, written in SQL, are said so that a clerk understands them."""

from __future__ import annotations

import pytest

from models import THINGS
from quality.words import spoken

SAYINGS = [
    ("person", "birth_date <= valid_from", "出生日期应不晚于生效日期",
     "Date of birth must not be after the date it takes effect"),
    ("person", "birth_date >= date '1880-01-01'", "出生日期应不早于 1880-01-01",
     "Date of birth must not be before 1880-01-01"),
    ("vital_event", "event_date <= valid_from + 1", "发生日期应不晚于生效日期后 1 天",
     "Date of the event must not be after the date it takes effect plus 1 day"),
    ("parcel", "area > 0", "宗地面积应大于 0", "Area must be above 0"),
    ("entity", "capital >= 0", "注册资本应不小于 0", "Registered capital must be at least 0"),
    ("building", "floors between 1 and 200", "层数应介于 1 与 200 之间",
     "Floors must be between 1 and 200"),
    ("real_estate_unit", "length(unit_code) = 28", "不动产单元号的长度应等于 28",
     "the length of Real-estate unit code must be 28"),
    ("right", "num_nonnulls(unit_code, parcel_code) = 1", "不动产单元号、宗地代码应填且只填一项",
     "exactly one of these must be given: Real-estate unit code; Parcel code"),
]  # fmt: skip


@pytest.mark.parametrize(("thing", "condition", "zh", "en"), SAYINGS)
def test_a_condition_is_said_in_words(thing: str, condition: str, zh: str, en: str) -> None:
    assert spoken(condition, THINGS[thing]) == (zh, en)


def test_no_rule_of_the_dictionary_is_left_in_sql() -> None:
    for thing in THINGS.values():
        for column in thing.attributes:
            for rule in column.info["rules"]:
                zh, en = spoken(rule, thing)
                assert "_" not in zh + en, rule
                assert not set("<>=()'") & set(zh + en), rule
