"""A record that two could claim who are apart joins neither, nor anybody else."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from matching.engine.contest import contested
from matching.model import MatchModel, load

ONE, OTHER, RECORD, FOURTH = 0, 1, 2, 3
# l, r, weight, and what of it the citizen number says.
Pair = tuple[int, int, float, float]
APART: Pair = (ONE, OTHER, 9.0, -6.0)


def clear(*pairs: Pair) -> list[bool]:
    """Of each pair whether it is clear whom the record belongs to; the first is apart."""
    model: MatchModel = load("person")
    columns = {f"bits_{one.column}": [0.0] * len(pairs) for one in model.comparisons}
    left, right, weight, columns["bits_number"] = map(list, zip(*pairs, strict=True))
    table = pa.table({"l": left, "r": right, "weight": weight, **columns})
    apart = np.array([True] + [False] * (len(pairs) - 1))
    return [not flag for flag in contested(model, table, apart)[1:]]


def test_a_record_of_one_belongs_to_that_one() -> None:
    assert clear(APART, (ONE, RECORD, 30.0, 0.0)) == [True]


def test_the_one_who_leads_clearly_has_it() -> None:
    assert clear(APART, (ONE, RECORD, 30.0, 0.0), (OTHER, RECORD, 12.0, 0.0)) == [True, False]


def test_a_namesakes_record_is_left_alone() -> None:
    assert clear(APART, (ONE, RECORD, 20.0, 0.0), (OTHER, RECORD, 17.0, 0.0)) == [False, False]


def test_a_number_against_all_else_is_not_believed() -> None:
    """The twin's number on a record that bears the other's name."""
    pairs = (ONE, RECORD, 56.0, 23.0), (OTHER, RECORD, 36.0, 0.0)
    assert clear(APART, *pairs) == [False, False]


def test_what_is_contested_joins_nobody_else_but_by_a_number() -> None:
    claims = (ONE, RECORD, 20.0, 0.0), (OTHER, RECORD, 17.0, 0.0)
    assert clear(APART, *claims, (RECORD, FOURTH, 25.0, 0.0))[2] is False
    assert clear(APART, *claims, (RECORD, FOURTH, 48.0, 23.0))[2] is True
