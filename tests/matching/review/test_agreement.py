"""Agreement beyond chance, held to figures that others published."""

from __future__ import annotations

import pytest

from matching.review.agreement import alpha, kappa, of_all, of_each_two

# Krippendorff, "Computing Krippendorff's Alpha-Reliability" (2011), part C: four observers, twelve
# units, some values missing; nominal alpha 0.743.
OBSERVED = {
    "A": "1 2 3 3 2 1 4 1 2 . . .",
    "B": "1 2 3 3 2 2 4 1 2 5 . 3",
    "C": ". 3 3 3 2 3 4 2 2 5 1 .",
    "D": "1 2 3 3 2 4 4 1 2 5 1 .",
}


def judged(said: dict[str, str]) -> list[tuple[int, str, str]]:
    return [
        (unit, who, value)
        for who, values in said.items()
        for unit, value in enumerate(values.split())
        if value != "."
    ]


def test_alpha_is_krippendorffs_own() -> None:
    found = of_all(judged(OBSERVED))
    assert found.beyond_chance == pytest.approx(0.743, abs=0.0005)
    assert found.pairs == 11  # one unit was observed by one alone
    assert found.agreed == 8


def test_kappa_is_cohens() -> None:
    # Two of 50: both yes 20, both no 15, one alone 5 and the other alone 10.
    left = ["yes"] * 25 + ["no"] * 25
    right = ["yes"] * 20 + ["no"] * 5 + ["yes"] * 10 + ["no"] * 15
    assert kappa(left, right) == pytest.approx(0.4)


def test_each_two_are_compared_on_what_both_judged() -> None:
    (found, *others) = of_each_two(
        judged({"王": "s d s d .", "李": "s d d d s", "张": ". . . . s"})
    )
    assert found.reviewers == ("李", "王")
    assert (found.pairs, found.agreed) == (4, 3)
    assert found.beyond_chance == pytest.approx(0.5)
    assert [other.reviewers for other in others] == [("张", "李")]


def test_where_all_say_the_same_there_is_nothing_beyond_chance_to_tell() -> None:
    assert alpha([["same", "same"], ["same", "same"]]) is None
    assert kappa(["same"], ["same"]) is None
    assert of_all([]).beyond_chance is None
