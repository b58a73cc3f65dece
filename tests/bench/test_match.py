"""Answers of matchers are scored as people would count, and a part that is not there is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench import match
from bench.linkage import components
from bench.truth import recall_by_kind, score
from runtime.errors import SikuError

# Two people with two records each, one with one.
TRUTH = {"a1": "A", "a2": "A", "b1": "B", "b2": "B", "c": "C"}


def test_a_perfect_answer_is_perfect() -> None:
    found = score(TRUTH, {"a1": "1", "a2": "1", "b1": "2", "b2": "2", "c": "3"})
    assert (found.precision, found.recall, found.f1, found.merged) == (1, 1, 1, 0)


def test_records_without_a_cluster_are_alone() -> None:
    found = score(TRUTH, {"a1": "1", "a2": "1"})
    assert (found.precision, found.recall, found.merged) == (1, 0.5, 0)


def test_everyone_merged_into_another_is_counted() -> None:
    found = score(TRUTH, {"a1": "1", "a2": "1", "b1": "1", "b2": "2", "c": "2"})
    # Said: a1a2, a1b1, a2b1, b2c; right: a1a2.
    assert (found.precision, found.recall, found.merged) == (0.25, 0.5, 3)


def test_what_a_matcher_does_not_get_over_is_told_by_kind_of_error(tmp_path: Path) -> None:
    errors = tmp_path / "errors.csv"
    errors.write_text("record_id,column,kind\na2,name,homophone\nb2,name,homophone\nc,sex,sex\n")
    lost = recall_by_kind(TRUTH, {"a1": "1", "a2": "1", "b1": "2", "b2": "3"}, errors)
    assert lost == {"homophone": (2, 1)}


def test_pairs_that_hang_together_are_one() -> None:
    found = {frozenset(group) for group in components(5, [(0, 1), (1, 2), (3, 4)])}
    assert found == {frozenset({0, 1, 2}), frozenset({3, 4})}


def test_a_part_that_is_not_there_is_refused() -> None:
    with pytest.raises(SikuError, match="no part nothing"):
        list(match.run(parts=("nothing",)))
