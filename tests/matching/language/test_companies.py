"""Names of organisations: what they are taken apart into, and how near two of them are."""

from __future__ import annotations

from typing import Any

import pytest

from matching.language.companies import company
from matching.types.company_name import CompanyName
from tests.matching.language.levels import levels
from tests.matching.language.tables import table


@pytest.mark.parametrize("row", table("companies"), ids=lambda row: row["name"])
def test_a_name_is_taken_apart(row: dict[str, Any]) -> None:
    name = company(row["name"])
    expected = {key: value for key, value in row.items() if key != "name"}
    found = {key: getattr(name, key) for key in expected}
    assert {k: list(v) if isinstance(v, tuple) else v for k, v in found.items()} == expected


def test_two_names_stand_at_a_level() -> None:
    rows = table("companies_alike")
    left, right = [{"full": row[0]} for row in rows], [{"full": row[1]} for row in rows]
    expected = [list(row) for row in rows]
    for one, other in ((left, right), (right, left)):
        found = levels(CompanyName(), one, other)
        pairs = zip(rows, found, strict=True)
        assert [[a, b, level] for (a, b, _), level in pairs] == expected


def test_a_former_name_that_came_with_the_name_is_another_of_its_names() -> None:
    (level,) = levels(
        CompanyName(),
        [{"full": "青河市华兴贸易有限公司", "also": "青河市大发百货商店"}],
        [{"full": "青河市大发百货商店", "also": None}],
    )
    assert level == "another"
