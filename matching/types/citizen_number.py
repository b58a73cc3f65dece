"""A citizen number (GB 11643), of 18 or 15 digits, as written and as it may have been mistyped."""

from __future__ import annotations

import re
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

_YEAR_FIRST = re.compile(r"\D*((?:18|19|20)\d\d)\D*(0?[1-9]|1[0-2])\D*(\d{1,2})\D*")
# So many digits of a date may be slips of the pen.
_SLIPS = 2


class CitizenNumber(Type):
    """The same number, one that a slip of the pen explains, or another."""

    name = "citizen_number"
    zh = "公民身份号码"
    en = "citizen number"
    roles = ("value", "mistyped", "born")

    def features(self, columns: Columns) -> dict[str, Feature]:
        """The number in 18 digits, and its parts; one that is not in order may have a slip.

        One that says quite another date of birth than stands beside it is perhaps somebody
        else's: a child is insured on the mother's.
        """
        shape = {"value": TEXT, "valid": TEXT, "old": TEXT, "body": TEXT, "frame": TEXT,
                 "issued": TEXT, "birth": TEXT, "tail": TEXT, "parts": TEXTS,
                 "lent": TEXT}  # fmt: skip
        return per_value(columns, _features, shape)

    def comparisons(self, roles: frozenset[str]) -> tuple[Comparison, ...]:
        """Same, one slip in either, one slip where one was of 15 digits, two, only another date
        of birth, a number that is perhaps somebody else's, another number.

        Two numbers in order differ by two slips only where one of them was hit twice: the check
        digit finds every single one. A number of 15 digits has none.
        """
        slip = f"({slips('value', 1)} or {slips('body', 1)}) and not {_both_valid()}"
        levels = (
            Level("same", "相同", "same", f"{same('value')} and not {_lent()}", 0.95, 1e-7),
            Level("lent", "相同,但与一方的出生日期不符", "same, but not of the birth date of one",
                  same("value"), 0.001, 1e-6, most=6),
            Level("slip", "一处笔误", "one slip", f"{slip} and {_neither_old()}", 0.02, 1e-7),
            Level("old_slip", "旧号一处笔误", "one slip, of 15 digits", slip, 0.005, 1e-7),
            Level("slips", "两处笔误", "two slips", f"{slips('body', 2)} and not {_both_valid()}",
                  0.005, 1e-6),
            Level("date", "仅出生日期段不同", "only the date of birth in it differs", same("frame"),
                  0.001, 1e-4),
            Level("doubted", "一方号码与其出生日期不符", "one is not of its own birth date",
                  _lent(), 0.008, 0.01, most=0),
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


def _lent() -> str:
    return "({lent}_l is not null or {lent}_r is not null)"


def _neither_old() -> str:
    return "{old}_l is null and {old}_r is null"


def _features(
    value: str | None = None, mistyped: str | None = None, born: str | None = None
) -> dict[str, Any]:
    for one in (*several(value), *several(mistyped)):
        number = citizen(one)
        if number.body is not None:
            return _of(number, number.body, born)
    return {}


def _of(number: Number, body: str, born: str | None) -> dict[str, Any]:
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
        "lent": number.value if _another_day(number, born) else None,
    }


def _another_day(number: Number, born: str | None) -> bool:
    """Whether no slip makes the date of birth in a number of the one that stands beside it."""
    beside = _YEAR_FIRST.fullmatch(born or "")
    if beside is None or number.birth is None:
        return False
    year, month, day = beside.groups()
    written = f"{year}{month:>02}{day:>02}"
    unlike = sum(a != b for a, b in zip(written, number.birth, strict=True))
    return unlike > _SLIPS and abs(int(year) - int(number.birth[:4])) > 1
