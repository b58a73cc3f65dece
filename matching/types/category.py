"""A category: one of few values, such as a sex, a form or an ethnic group."""

from __future__ import annotations

import unicodedata
from typing import Any

from matching.types.base import (
    ELSE,
    TEXT,
    Block,
    Columns,
    Comparison,
    Feature,
    Level,
    Type,
    per_value,
    same,
)


class Category(Type):
    """Compared as it is; agreement weighs by how common the value is."""

    name = "category"
    zh = "类别"
    en = "category"
    roles = ("value",)

    def features(self, columns: Columns) -> dict[str, Feature]:
        """The value without what writers choose freely."""
        return per_value(columns, _features, {"value": TEXT})

    def comparisons(self, roles: frozenset[str]) -> tuple[Comparison, ...]:
        """The same, or not."""
        levels = (
            Level("same", "相同", "same", same("value"), 0.97, 0.3, frequent="value"),
            Level("differs", "不同", "differs", ELSE, 0.03, 0.7),
        )
        return (Comparison("", "类别", "category", ("value",), levels),)

    def blocks(self, roles: frozenset[str]) -> tuple[Block, ...]:
        """Only together with others."""
        return (Block("value", alone=False),)


def _features(value: str | None) -> dict[str, Any]:
    return {"value": unicodedata.normalize("NFKC", value).casefold() if value else None}
