"""A record that two could claim who are apart joins neither, nor anybody else."""

from __future__ import annotations

import numpy as np

from matching.engine.contest import contested
from matching.engine.guards import guarded
from matching.engine.proof import decided
from matching.engine.weights import start
from matching.model import load
from tests.matching.engine.leveled import SURE, Levels, weighed

ONE, OTHER, RECORD, FOURTH, FIFTH = range(5)
Pair = tuple[int, int, Levels]

NAMED = {"name": "same", "birth": "same", "sex": "same"}
# Two of one birthday and household, with numbers of their own; the one's name sounds like the
# other's.
TWINS: Pair = (ONE, OTHER, NAMED | {"name": "sound", "number": "other", "place": "door"})
# Two of one name and birthday who live far from each other.
NAMESAKES: Pair = (ONE, OTHER, NAMED | {"number": "other", "place": "differs"})


def clear(*pairs: Pair) -> list[bool]:
    """Of each pair whether it is clear that its records are one's."""
    model, table = load("person"), weighed(pairs)
    apart = guarded(model.of_files, table)[1]
    told = decided(model, start(model), table)
    return [not flag for flag in contested(model, table, told, apart, rivals=apart)]


def test_a_record_of_one_belongs_to_that_one() -> None:
    assert clear(TWINS, (ONE, RECORD, SURE))[1] is True


def test_the_one_who_leads_clearly_has_it() -> None:
    claims = (ONE, RECORD, SURE), (OTHER, RECORD, NAMED | {"place": "differs", "phone": "differs"})
    assert clear(NAMESAKES, *claims)[1] is True


def test_a_namesakes_record_is_left_alone() -> None:
    assert clear(NAMESAKES, (ONE, RECORD, NAMED), (OTHER, RECORD, NAMED)) == [True, False, False]


def test_a_number_against_all_else_is_not_believed() -> None:
    """The twin's number on a record that bears the other's name."""
    lent = NAMED | {"name": "sound", "number": "same", "place": "door"}
    own = NAMED | {"phone": "same"}
    assert clear(TWINS, (ONE, RECORD, lent), (OTHER, RECORD, own))[1:] == [False, False]


def test_a_number_lent_within_a_household_is_found_though_the_own_one_contradicts() -> None:
    lent = NAMED | {"name": "surname", "number": "same", "phone": "same"}
    own = NAMED | {"number": "other"}
    twins: Pair = (ONE, OTHER, NAMED | {"name": "surname", "number": "other", "place": "door"})
    assert clear(twins, (ONE, RECORD, lent), (OTHER, RECORD, own))[1] is False
    strangers = (ONE, OTHER, NAMED | {"name": "surname", "number": "other", "place": "differs"})
    assert clear(strangers, (ONE, RECORD, lent), (OTHER, RECORD, own))[1] is True


def test_what_only_one_of_a_household_says_does_not_make_a_record_its_own() -> None:
    """The telephone is the twins'; that the other's papers do not name it says nothing."""
    phoned = NAMED | {"name": "sound", "phone": "same"}
    assert clear(TWINS, (ONE, RECORD, phoned), (OTHER, RECORD, NAMED))[1] is False


def test_who_is_surely_one_with_a_rival_is_a_rival() -> None:
    """The record of one that knows the telephone lives elsewhere: nobody compared it with the
    twin."""
    elsewhere = NAMED | {"name": "sound", "phone": "same"}
    pairs = (ONE, FOURTH, NAMED | {"number": "same"}), (FOURTH, RECORD, elsewhere)
    assert clear(TWINS, *pairs, (OTHER, RECORD, NAMED))[2] is False


def test_papers_of_one_that_contradict_each_other_are_no_rivals() -> None:
    sure = NAMED | {"number": "same"}
    pairs = (ONE, FOURTH, sure), (FOURTH, FIFTH, sure), (ONE, FIFTH, NAMED | {"number": "other"})
    assert clear(*pairs, (ONE, RECORD, SURE), (FIFTH, RECORD, SURE))[3:] == [True, True]


def test_what_is_contested_joins_nobody_else_but_by_a_number() -> None:
    claims = (ONE, RECORD, NAMED), (OTHER, RECORD, NAMED)
    assert clear(NAMESAKES, *claims, (RECORD, FOURTH, NAMED))[3] is False
    assert clear(NAMESAKES, *claims, (RECORD, FOURTH, NAMED | {"number": "same"}))[3] is True


def test_records_nobody_compares_are_clear() -> None:
    model = load("person")
    none = weighed([(ONE, OTHER, SURE)]).slice(0, 0)
    told = decided(model, start(model), none)
    flags = np.zeros(0, np.bool_)
    assert contested(model, none, told, flags, flags).tolist() == []


def test_a_model_of_identifiers_alone_can_be_asked() -> None:
    model = load("person").of_files
    numbers = model.model_copy(update={"fields": {"number": model.fields["number"]}, "guards": ()})
    table = weighed([(ONE, OTHER, {"number": "other"}), (ONE, RECORD, {"number": "same"})])
    told = decided(numbers, start(model), table)
    apart = np.array([True, False])
    assert contested(numbers, table, told, apart, apart).tolist() == [False, False]
