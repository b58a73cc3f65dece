"""Addresses: what they are taken apart into, and how near two of them are."""

from __future__ import annotations

from typing import Any

import pytest

from matching.language.addresses import address
from matching.types.address import Address
from tests.matching.language.levels import levels
from tests.matching.language.tables import table


@pytest.mark.parametrize("row", table("addresses"), ids=lambda row: row["address"])
def test_an_address_is_taken_apart(row: dict[str, Any]) -> None:
    parts = address(row["address"])
    expected = {key: value for key, value in row.items() if key != "address"}
    found = {key: getattr(parts, key) for key in expected}
    assert {k: list(v) if isinstance(v, tuple) else v for k, v in found.items()} == expected


def test_two_addresses_stand_at_a_level() -> None:
    rows = table("addresses_alike")
    left, right = [{"full": row[0]} for row in rows], [{"full": row[1]} for row in rows]
    for one, other in ((left, right), (right, left)):
        found = levels(Address(), one, other)
        pairs = zip(rows, found, strict=True)
        assert [[a, b, level] for (a, b, _), level in pairs] == [list(row) for row in rows]
