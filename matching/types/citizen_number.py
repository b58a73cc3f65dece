"""A citizen number (GB 11643), of 18 or 15 digits, as written and as it may have been mistyped."""

from __future__ import annotations

from typing import Any

from matching.language.numbers import CitizenNumber as Number
from matching.language.numbers import citizen
from matching.types.base import (
    ELSE,
    TEXT,
    TEXTS,
    Block,
    Columns,
    Comparison,
    Feature,
    Level,
    Type,
    per_value,
    same,
    several,
    slips,
)


class CitizenNumber(Type):
    """The same number, one that a slip of the pen explains, or another."""

    name = "citizen_number"
    zh = "公民身份号码"
    en = "citizen number"
    roles = ("value", "mistyped")

    def features(self, columns: Columns) -> dict[str, Feature]:
        """The number in 18 digits, and its parts; one that is not in order may have a slip."""
        shape = {"value": TEXT, "valid": TEXT, "old": TEXT, "body": TEXT, "frame": TEXT,
                 "issued": TEXT, "birth": TEXT, "tail": TEXT, "parts": TEXTS}  # fmt: skip
        return per_value(columns, _features, shape)

    def comparisons(self, roles: frozenset[str]) -> tuple[Comparison, ...]:
        """Same, one slip in either, one slip where one was of 15 digits, two, only another date
        of birth, another number.

        Two numbers in order differ by two slips only where one of them was hit twice: the check
        digit finds every single one. A number of 15 digits has none.
        """
        slip = f"({slips('value', 1)} or {slips('body', 1)}) and not {_both_valid()}"
        levels = (
            Level("same", "相同", "same", same("value"), 0.95, 1e-7),
            Level("slip", "一处笔误", "one slip", f"{slip} and {_neither_old()}", 0.02, 1e-7),
            Level("old_slip", "旧号一处笔误", "one slip, of 15 digits", slip, 0.005, 1e-7),
            Level("slips", "两处笔误", "two slips", f"{slips('body', 2)} and not {_both_valid()}",
                  0.005, 1e-6),
            Level("date", "仅出生日期段不同", "only the date of birth in it differs", same("frame"),
                  0.001, 1e-4),
            Level("other", "两个有效号码", "two numbers in order", _both_valid(), 0.0005, 0.7,
                  most=-12),
            Level("differs", "不同", "differs", ELSE, 0.018, 0.3),
        )  # fmt: skip
        return (Comparison("", "公民身份号码", "citizen number", ("value",), levels, "never"),)

    def blocks(self, roles: frozenset[str]) -> tuple[Block, ...]:
        """The number, and what a slip leaves of it."""
        return (Block("value"), Block("parts"))


def _both_valid() -> str:
    return "({valid}_l is not null and {valid}_r is not null)"


def _neither_old() -> str:
    return "{old}_l is null and {old}_r is null"


def _features(value: str | None = None, mistyped: str | None = None) -> dict[str, Any]:
    for one in (*several(value), *several(mistyped)):
        number = citizen(one)
        if number.body is not None:
            return _of(number, number.body)
    return {}


def _of(number: Number, body: str) -> dict[str, Any]:
    return {
        "value": number.value,
        "valid": number.value if number.valid and not number.short else None,
        "old": number.old if number.short else None,
        "body": body,
        "frame": number.frame,
        "issued": number.division,
        "birth": number.birth,
        "tail": body[10:],
        "parts": [f"a{body[:10]}", f"b{body[6:]}"],
    }
