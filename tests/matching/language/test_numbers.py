"""Citizen numbers: which slip of the pen makes one of another."""

from __future__ import annotations

import pytest

from matching.language.numbers import check_digit, citizen, slip
from matching.types.citizen_number import CitizenNumber
from tests.matching.language.levels import levels
from tests.matching.language.tables import table


@pytest.mark.parametrize(("one", "other", "expected"), table("numbers"))
def test_two_numbers_differ_by(one: object, other: object, expected: str) -> None:
    left, right = citizen(str(one)), citizen(str(other))
    assert slip(left, right) == expected
    assert slip(right, left) == expected


def test_a_number_of_fifteen_digits_gets_its_century_and_check_digit() -> None:
    number = citizen("990102900101123")
    assert (number.value, number.short, number.valid) == ("990102199001011237", True, True)


def test_a_check_digit_may_prove_a_date_that_does_not_exist() -> None:
    number = citizen("990102199002301236")
    assert (number.birth, number.valid) == ("19900230", False)
    assert check_digit(number.value[:17]) == "6"


def test_two_numbers_stand_at_a_level() -> None:
    rows = table("numbers_alike")
    left, right = [{"value": row[0]} for row in rows], [{"value": row[1]} for row in rows]
    for one, other in ((left, right), (right, left)):
        found = levels(CitizenNumber(), one, other)
        pairs = zip(rows, found, strict=True)
        assert [[a, b, level] for (a, b, _), level in pairs] == [list(row) for row in rows]


def test_a_number_of_another_birth_date_is_not_believed() -> None:
    """A child is insured on the mother's number; a slip in either date is only a slip."""
    mothers, born = "990102199001011237", "20150621"

    def hers(birth: str | None) -> dict[str, str | None]:
        return {"value": mothers, "born": birth}

    child = hers(born)
    for one, other, level in (
        (child, hers("19900101"), "lent"),
        (child, child, "lent"),
        (child, child | {"value": "990103201506214328"}, "doubted"),
        (hers("1990-11-01"), hers("1990年1月1日"), "same"),
        (hers("1980/01/01"), hers("01/01/1990"), "same"),
        (hers(None), hers(None), "same"),
    ):  # fmt: skip
        assert levels(CitizenNumber(), [one], [other]) == [level], (one, other)
