"""A citizen number (GB 11643), of 18 or 15 digits, as written and as it may have been mistyped."""

from __future__ import annotations

import re
import unicodedata
from typing import Any

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

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS = "10X98765432"
_FORM = re.compile(r"\d{17}[\dX]|\d{15}")


class CitizenNumber(Type):
    """The same number, one that a slip of the pen explains, or another."""

    name = "citizen_number"
    zh = "公民身份号码"
    en = "citizen number"
    roles = ("value", "mistyped")

    def features(self, columns: Columns) -> dict[str, Feature]:
        """The number in 18 digits, and its parts; one that is not in order may have a slip."""
        shape = {"value": TEXT, "valid": TEXT, "old": TEXT, "body": TEXT, "issued": TEXT,
                 "birth": TEXT, "tail": TEXT, "parts": TEXTS}  # fmt: skip
        return per_value(columns, _features, shape)

    def comparisons(self, roles: frozenset[str]) -> tuple[Comparison, ...]:
        """Same, one slip in either, one slip where one was of 15 digits, two, another number.

        Two numbers in order differ by two slips only where one of them was hit twice: the check
        digit finds every single one.
        """
        slip = f"({slips('value', 1)} or {slips('body', 1)}) and not {_both_valid()}"
        levels = (
            Level("same", "相同", "same", same("value"), 0.95, 1e-7),
            Level("slip", "一处笔误", "one slip", f"{slip} and {_neither_old()}", 0.02, 1e-7),
            Level("old_slip", "旧号一处笔误", "one slip, of 15 digits", slip, 0.005, 1e-7),
            Level("slips", "两处笔误", "two slips", f"{slips('body', 2)} and not {_both_valid()}",
                  0.005, 1e-6),
            Level("differs", "不同", "differs", ELSE, 0.02, 0.9999),
        )  # fmt: skip
        return (Comparison("", "公民身份号码", "citizen number", ("value",), levels),)

    def blocks(self, roles: frozenset[str]) -> tuple[Block, ...]:
        """The number, and what a slip leaves of it."""
        return (Block("value"), Block("parts"))


def _both_valid() -> str:
    return "({valid}_l is not null and {valid}_r is not null)"


def _neither_old() -> str:
    return "{old}_l is null and {old}_r is null"


def valid(number: str) -> bool:
    """Whether the check digit is in order."""
    total = sum(int(digit) * weight for digit, weight in zip(number[:17], _WEIGHTS, strict=True))
    return number[17] == _CHECKS[total % 11]


def _features(value: str | None = None, mistyped: str | None = None) -> dict[str, Any]:
    for one in (*several(value), *several(mistyped)):
        plain = re.sub(r"[\s-]", "", unicodedata.normalize("NFKC", one)).upper()
        if _FORM.fullmatch(plain):
            return _of(plain)
    return {}


def _of(number: str) -> dict[str, Any]:
    old = len(number) == 15
    body = number[:6] + "19" + number[6:] if old else number[:17]
    total = sum(int(digit) * weight for digit, weight in zip(body, _WEIGHTS, strict=True))
    whole = body + _CHECKS[total % 11] if old else number
    return {
        "value": whole,
        "valid": whole if valid(whole) else None,
        "old": number if old else None,
        "body": body,
        "issued": body[:6],
        "birth": body[6:14],
        "tail": body[10:],
        "parts": [f"a{body[:10]}", f"b{body[6:]}"],
    }
