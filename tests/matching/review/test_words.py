"""What spoke for and against a pair, in words that a clerk reads, in Chinese and English."""

from __future__ import annotations

import json

import pyarrow as pa
import pytest

from matching.engine.judging import Judge, reasons
from matching.model import load
from matching.review.words import evidence, force, remarks


@pytest.mark.parametrize(
    ("bits", "zh", "en"),
    [
        (9.1, "极有力支持", "speaks very strongly for"),
        (4.0, "有力支持", "speaks strongly for"),
        (1.5, "支持", "speaks for"),
        (0.2, "略微支持", "speaks slightly for"),
        (-0.4, "略微反对", "speaks slightly against"),
        (-11.0, "极有力反对", "speaks very strongly against"),
    ],
)
def test_bits_have_words(bits: float, zh: str, en: str) -> None:
    assert force(bits) == (zh, en)


def test_what_the_engine_says_of_a_pair_is_told_field_by_field() -> None:
    model = load("person")
    rows = pa.table(
        {"unique_id": pa.array([0, 1], pa.int64())}
        | {column: pa.array([None, None], pa.string()) for column in model.columns}
        | {"name": ["张伟", "张玮"], "names": ["张伟", "张玮"], "birth_date": ["1990-01-01"] * 2}
    )
    facts = {name: pa.array([False]) for name in model.facts}
    pairs = pa.table({"l": pa.array([0], pa.int64()), "r": pa.array([1], pa.int64())} | facts)
    (judged,) = Judge.of(model).judge(rows, pairs, keep_apart=True)
    why = json.loads(reasons(model, judged)[0])
    told = {one.field: one for one in evidence("person", why)}
    assert (told["birth"].zh, told["birth"].en) == ("出生日期", "Date of birth")
    assert told["birth"].said_zh.startswith("相同:")
    assert told["birth"].said_en.startswith("same: speaks")
    assert told["name"].zh == "姓名"
    # Why it is left to people, whatever its weight.
    assert any("·" in line for line in remarks("person", why))


def test_a_suspected_identifier_is_named() -> None:
    (line,) = remarks("person", {"suspected": ["citizen_number"]})
    assert "公民身份号码相同" in line
    assert "the same citizen number" in line


def test_what_a_model_no_longer_has_is_still_told() -> None:
    (one,) = evidence("person", {"agreed": {"shoe_size": 2.0}, "disagreed": {}})
    assert (one.zh, one.en, one.said_en) == ("shoe_size", "shoe size", "speaks for")


def test_the_weightiest_comes_first() -> None:
    why = {"agreed": {"name": 3.0}, "disagreed": {"phone": -1.0, "birth_date": -7.0}}
    assert [one.field for one in evidence("person", why)] == ["birth_date", "name", "phone"]
