"""A telephone number, with or without its country and area."""

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
    overlap,
    per_value,
    same,
    several,
    slips,
)

# The last digits are the same with and without country and area.
_LOCAL = 7
_SHORTEST = 5


class Phone(Type):
    """Compared from the last digit on; a slip is told from another number."""

    name = "phone"
    zh = "电话"
    en = "phone"
    roles = ("value",)

    def features(self, columns: Columns) -> dict[str, Feature]:
        """The digits, those of every number given, and the last of them."""
        shape = {"value": TEXT, "all": TEXTS, "local": TEXT, "locals": TEXTS}
        return per_value(columns, _features, shape)

    def comparisons(self, roles: frozenset[str]) -> tuple[Comparison, ...]:
        """Same, another of its numbers, same without country and area, one slip, another."""
        levels = (
            Level("same", "相同", "same", same("value"), 0.7, 1e-5, frequent="value"),
            Level("another", "另一号码相同", "another number", overlap("all"), 0.03, 1e-5),
            Level("local", "尾号相同", "same last digits", overlap("locals"), 0.05, 2e-5),
            Level("slip", "一处笔误", "one slip", slips("local", 1), 0.04, 1e-4),
            Level("differs", "不同", "differs", ELSE, 0.18, 0.9998),
        )
        return (Comparison("", "电话", "phone", ("value",), levels, "shared"),)

    def blocks(self, roles: frozenset[str]) -> tuple[Block, ...]:
        """Any of its numbers by its last digits."""
        return (Block("locals"),)


def _features(value: str | None) -> dict[str, Any]:
    known = list(dict.fromkeys(filter(None, map(_digits, several(value)))))
    if not known:
        return {}
    locals_ = [number[-_LOCAL:] for number in known]
    return {"value": known[0], "all": known, "local": locals_[0], "locals": locals_}


def _digits(text: str) -> str | None:
    """Digits without the country's 86, 0086 or another's 00 or +; None of too few."""
    plain = unicodedata.normalize("NFKC", text)
    digits = re.sub(r"\D", "", plain)
    digits = re.sub(r"^(?:0086|86(?=1\d{10}$))", "", digits)
    return digits.removeprefix("00") if len(digits) >= _SHORTEST else None
