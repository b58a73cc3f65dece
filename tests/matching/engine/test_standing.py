"""What becomes of a pair: guards, proof, contest, and which registers its records stand in."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from matching.engine.features import registers
from matching.engine.standing import standing
from matching.engine.weights import start
from matching.model import load
from tests.matching.engine.leveled import SURE, Levels, weighed

Pair = tuple[int, int, Levels]
RENAMED = SURE | {"name": "surname", "number": "same"}
# Mistyped in two digits: a guard keeps such apart that have no number.
MISTYPED = SURE | {"birth": "slips"}


def left_to_people(pairs: list[Pair], listed: list[int]) -> list[bool]:
    model = load("person").of_files
    found = standing(model, start(model), weighed(pairs), np.array(listed, np.int64))
    return [bool(flag) for flag in found.capped | found.apart]


def test_who_took_another_name_in_another_register_is_one() -> None:
    assert left_to_people([(0, 1, RENAMED)], [0, 1]) == [False]


def test_two_entries_of_one_register_with_one_number_are_left_to_people() -> None:
    assert left_to_people([(0, 1, RENAMED)], [0, 0]) == [True]


def test_who_took_another_name_is_left_to_people_where_somebody_bears_that_name() -> None:
    twins = (0, 2, SURE | {"name": "surname", "number": "other"})
    own = (1, 2, {**SURE, "number": "other"})
    assert left_to_people([(0, 1, RENAMED), twins, own], [0, 1, 0])[0] is True


def test_many_pairs_that_numbers_make_one_overrule_a_guard() -> None:
    known: list[Levels] = [SURE | {"number": "same"}] * 200
    known += [MISTYPED | {"number": "same"}] * 20
    pairs = [(2 * n, 2 * n + 1, said) for n, said in enumerate([*known, MISTYPED])]
    assert left_to_people(pairs, [0, 1] * len(pairs))[-1] is False
    few = [pair for n, pair in enumerate(pairs) if not 200 <= n < 216]
    assert left_to_people(few, [0, 1] * len(pairs))[-1] is True


def test_the_register_is_a_column_or_the_file() -> None:
    model = load("person").of_files
    tables = [pa.table({"source": ["a", "b"]}), pa.table({"source": ["a", None]})]
    assert registers(model, tables).tolist() == [0, 0, 1, 1]
    named = model.model_copy(update={"listed_in": "source"})
    assert registers(named, tables).tolist() == [0, 1, 0, 2]
