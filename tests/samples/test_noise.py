"""Noise comes at its documented rates, of its documented kinds, and comes again the same."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest

from samples import spellings
from samples.noise import Sheet, Spoiler
from samples.numbers import citizen_numbers, compact, strings
from samples.rates import Noise

COUNT = 60_000
RATES = Noise()
README = Path(__file__).resolve().parents[2] / "samples" / "README.md"


def sheet(ids: np.ndarray[tuple[int], np.dtype[np.int64]]) -> Sheet:
    birth = np.full(len(ids), np.datetime64("1970-05-23"))
    number = strings(citizen_numbers(np.full(len(ids), 990101), birth, ids % 1_000))
    name = pa.array(["张国强"] * len(ids))
    foreign = pa.array(["买买提·艾合买提"] * len(ids))
    key = pa.array([str(i) for i in ids])
    columns = {
        "key": key,
        "name": name,
        "foreign": foreign,
        "number": number,
        "born": compact(birth),
    }
    return Sheet("person", ("key",), ids, columns)


def spoiled(ids: np.ndarray[tuple[int], np.dtype[np.int64]]) -> Spoiler:
    birth = np.full(len(ids), np.datetime64("1970-05-23"))
    spoiler = Spoiler("ps_person", 1, RATES, sheet(ids))
    spoiler.names("name")
    spoiler.names("foreign")
    spoiler.citizen_numbers("number", birth)
    spoiler.dates("born", birth, compact)
    spoiler.unreadable({"born": "20240230", "name": ""})
    return spoiler


@pytest.fixture(scope="module")
def spoiler() -> Spoiler:
    return spoiled(np.arange(1, COUNT + 1))


@pytest.mark.parametrize(
    ("kind", "column"),
    [
        ("homophone", "name"), ("look_alike", "name"), ("traditional", "name"),
        ("transliteration", "foreign"), ("missing_number", "number"),
        ("fifteen_digits", "number"), ("mistyped", "number"), ("full_width", "number"),
        ("wrong_date", "born"),
    ],
)  # fmt: skip
def test_each_kind_comes_at_its_rate(spoiler: Spoiler, kind: str, column: str) -> None:
    rows = sum(len(rows) for k, c, rows in spoiler.done if (k, c) == (kind, column))
    rate = getattr(RATES, kind)
    # Four standard deviations, and the few draws that left the value as it was.
    assert abs(rows / COUNT - rate) < 4 * (rate / COUNT) ** 0.5 + 0.15 * rate


def test_rows_that_cannot_be_read_are_few(spoiler: Spoiler) -> None:
    rows = sum(len(rows) for kind, _, rows in spoiler.done if kind == "unreadable")
    assert 0 < rows <= 0.01 * COUNT


def test_a_record_carries_the_same_noise_whenever_it_comes(spoiler: Spoiler) -> None:
    again = spoiled(np.arange(COUNT, 0, -3))
    first = {row["key"]: row for row in pa.table(spoiler.sheet.columns).to_pylist()}
    assert all(first[row["key"]] == row for row in pa.table(again.sheet.columns).to_pylist())


@pytest.mark.parametrize(
    ("spell", "value", "expected"),
    [
        (spellings.traditional, "刘国强", {"劉國強"}),
        (spellings.fifteen_digits, "990102195803210015", {"990102580321001"}),
        (spellings.full_width, "99X", {"９９Ｘ"}),
        (spellings.look_alike, "王晴", {"王睛", "玉晴"}),
    ],
)
def test_misspellings(spell: object, value: str, expected: set[str]) -> None:
    assert spell(value, 0.3) in expected  # type: ignore[operator]


def test_a_homophone_sounds_the_same() -> None:
    from pypinyin import lazy_pinyin

    other = spellings.homophone("张伟", 0.2)
    assert other is not None
    assert other != "张伟"
    assert lazy_pinyin(other) == lazy_pinyin("张伟")


def test_a_mistyped_number_differs_and_is_as_long() -> None:
    for draw in np.linspace(0, 0.999, 200):
        wrong = spellings.mistyped("990102195803210015", float(draw))
        assert wrong is None or (wrong != "990102195803210015" and len(wrong) == 18)


def test_a_wrong_date_is_another_date() -> None:
    assert str(spellings.wrong_date(np.datetime64("1991-03-08"))) == "1991-08-03"
    assert str(spellings.wrong_date(np.datetime64("1991-03-28"))) == "1991-03-27"


def test_every_kind_is_documented() -> None:
    table = README.read_text(encoding="utf-8")
    for kind in fields(Noise):
        assert f"| {kind.name} |" in table
