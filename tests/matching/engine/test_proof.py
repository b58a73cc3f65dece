"""Pairs without a number are believed as far as those with one show what their likes are."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from matching.engine.proof import Proof, decided, proof
from matching.engine.weights import start
from matching.model import MatchModel, load

SURE = {"name": "same", "birth": "same", "sex": "same", "place": "door", "phone": "same"}
NAMESAKE = {"name": "same", "birth": "same", "sex": "same", "place": "differs"}


def weighed(*groups: tuple[int, dict[str, str]]) -> pa.Table:
    """So many pairs of each kind, each of two records of their own; what is not said is absent."""
    model = load("person")
    weights = start(model)
    rows = [levels for count, levels in groups for _ in range(count)]
    left = np.arange(len(rows), dtype=np.int64) * 2
    weight = np.zeros(len(rows))
    found = pa.table({"l": left, "r": left + 1})
    for one in model.comparisons:
        names = [level.name for level in one.levels]
        places = [names.index(row[one.name]) if one.name in row else None for row in rows]
        bits = [0.0 if place is None else weights.bits(one.name, place) for place in places]
        gammas = [-1 if place is None else len(names) - 1 - place for place in places]
        found = found.append_column(f"gamma_{one.column}", pa.array(gammas))
        found = found.append_column(f"bits_{one.column}", pa.array(bits))
        weight += bits
    return found.append_column("weight", pa.array(weight))


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
    assert np.flatnonzero(told.undecided).size == 0
