"""Pairs without a number are believed as far as those with one show what their likes are."""

from __future__ import annotations

import pyarrow as pa

from matching.engine.proof import Proof, decided, proof
from matching.engine.weights import start
from matching.model import MatchModel, load
from tests.matching.engine import leveled
from tests.matching.engine.leveled import SURE, Levels

NAMESAKE = {"name": "same", "birth": "same", "sex": "same", "place": "differs"}


def weighed(*groups: tuple[int, Levels]) -> pa.Table:
    """So many pairs of each kind, each of two records of their own."""
    rows = [levels for count, levels in groups for _ in range(count)]
    return leveled.weighed([(2 * n, 2 * n + 1, levels) for n, levels in enumerate(rows)])


def shown(pairs: pa.Table) -> Proof | None:
    model: MatchModel = load("person")
    return proof(model, start(model), pairs, decided(model, start(model), pairs))


def test_without_numbers_nothing_is_shown() -> None:
    assert shown(weighed((500, SURE))) is None
    assert shown(weighed((20, SURE | {"number": "same"}), (5, SURE))) is None


def test_what_numbers_confirm_is_proven_for_those_without() -> None:
    told = shown(weighed((400, SURE | {"number": "same"}), (1, SURE)))
    assert told is not None
    assert told.proven.tolist() == [False] * 400 + [True]


def test_namesakes_with_numbers_speak_against_those_without() -> None:
    """Three in ten who share name, sex and birthday in another place have two numbers."""
    pairs = weighed(
        (400, SURE | {"number": "same"}),
        (70, NAMESAKE | {"number": "same"}), (30, NAMESAKE | {"number": "other"}),
        (1, SURE), (1, NAMESAKE),
    )  # fmt: skip
    told = shown(pairs)
    assert told is not None
    assert told.proven[-2:].tolist() == [True, False]
    assert told.doubtful[-2:].tolist() == [False, True]
    assert not told.unlikely.any()


def test_twins_are_unlikely_to_be_one() -> None:
    twins = SURE | {"name": "slip"}
    told = shown(
        weighed((400, SURE | {"number": "same"}), (40, twins | {"number": "other"}), (1, twins))
    )
    assert told is not None
    assert not told.proven[-1]
    assert told.unlikely[-1]


def test_what_was_seen_too_rarely_is_not_proven() -> None:
    rare = SURE | {"name": "look", "place": "county"}
    told = shown(
        weighed((400, SURE | {"number": "same"}), (2, rare | {"number": "same"}), (1, rare))
    )
    assert told is not None
    assert not (told.proven | told.doubtful)[-1]


def test_a_number_that_is_perhaps_anothers_decides_nothing() -> None:
    """Its record agrees in nothing with another of that number: both are left out."""
    pairs = weighed(
        (400, SURE | {"number": "same"}),
        (1, {"name": "differs", "birth": "differs", "place": "differs", "number": "same"}),
        (1, NAMESAKE | {"number": "other"}),
    )  # fmt: skip
    left = pairs["l"].to_numpy().copy()
    left[-1] = left[-2]
    pairs = pairs.set_column(0, "l", pa.array(left))
    model = load("person")
    told = decided(model, start(model), pairs)
    assert told.same.sum() == 400
    assert not told.other.any()
    assert not told.undecided.any()


def test_only_what_was_often_seen_to_be_one_overrules_a_guard() -> None:
    mistyped, alike = SURE | {"birth": "slips"}, SURE | {"birth": "parts"}
    for seen, often in ((20, True), (4, False)):
        told = shown(
            weighed(
                (400, SURE | {"number": "same"}), (60, alike | {"number": "same"}),
                (seen, mistyped | {"number": "same"}), (1, mistyped),
            )
        )  # fmt: skip
        assert told is not None
        assert (bool(told.proven[-1]), bool(told.often[-1])) == (True, often)
