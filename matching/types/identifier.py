"""An identifier: a number that is given once, such as a registration or social-security number."""

from __future__ import annotations

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
from matching.types.folding import fold

_LONG = 6  # from so many characters on a slip can be told from another number


class Identifier(Type):
    """The same number, one that a slip of the pen explains, or another."""

    name = "identifier"
    zh = "标识码"
    en = "identifier"
    roles = ("value",)

    def features(self, columns: Columns) -> dict[str, Feature]:
        """The number without blanks and marks, all that were given, and its halves."""
        shape = {"value": TEXT, "all": TEXTS, "long": TEXT, "head": TEXT, "tail": TEXT}
        return per_value(columns, _features, shape)

    def comparisons(self, roles: frozenset[str]) -> tuple[Comparison, ...]:
        """Same, another of its numbers, one slip, two slips, another number."""
        levels = (
            Level("same", "相同", "same", same("value"), 0.9, 1e-6),
            Level("another", "曾用号码相同", "another of its numbers", overlap("all"), 0.01, 1e-6),
            Level("slip", "一处笔误", "one slip", slips("long", 1), 0.06, 2e-5),
            Level("slips", "两处笔误", "two slips", slips("long", 2), 0.01, 3e-4),
            Level("differs", "不同", "differs", ELSE, 0.02, 0.999),
        )
        return (Comparison("", "标识码", "identifier", ("value",), levels, "never"),)

    def blocks(self, roles: frozenset[str]) -> tuple[Block, ...]:
        """The number, and its halves, one of which a slip leaves as it was."""
        return (Block("all"), Block("head"), Block("tail"))


def _features(value: str | None) -> dict[str, Any]:
    known = list(dict.fromkeys(filter(None, map(_bare, several(value)))))
    if not known:
        return {}
    first = known[0]
    half = (len(first) + 1) // 2
    long = len(first) >= _LONG
    return {
        "value": first,
        "all": known,
        "long": first if long else None,
        "head": first[:half] if long else None,
        "tail": first[half:] if long else None,
    }


def _bare(value: str) -> str:
    return fold(value).replace(" ", "").upper()
