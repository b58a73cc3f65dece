"""Free text: a title, a description, a product's name."""

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
    alike,
    common,
    per_value,
    same,
    within,
)

_WORD = re.compile(r"[^\W_]+")
_HAN = re.compile(r"[\u3400-\u9fff]+")


class Text(Type):
    """Compared by its letters and by the words it shares with the other."""

    name = "text"
    zh = "文本"
    en = "text"
    roles = ("value",)

    def features(self, columns: Columns) -> dict[str, Feature]:
        """The text folded, and the words in it."""
        return per_value(
            columns, _features, {"folded": TEXT, "sorted": TEXT, "words": TEXTS, "rare": TEXTS}
        )

    def comparisons(self, roles: frozenset[str]) -> tuple[Comparison, ...]:
        """Same, same words in another order, nearly all words, half of them, one."""
        near = f"{alike('folded', 0.93)} or {common('words', 0.7)}"
        levels = (
            Level("same", "相同", "same", same("folded"), 0.6, 0.0005, frequent="folded"),
            Level("reordered", "词序不同", "other order", same("sorted"), 0.05, 0.0002),
            Level("near", "近似", "near", near, 0.15, 0.0005),
            Level("within", "包含", "holds the other", within("words"), 0.08, 0.002),
            Level(
                "half",
                "过半相同",
                "half the words",
                common("words", 0.4),
                0.07,
                0.005,
            ),
            Level("some", "部分相同", "some words", common("words", 0.2), 0.03, 0.03),
            Level("differs", "不同", "differs", ELSE, 0.02, 0.96),
        )
        return (Comparison("", "文本", "text", ("folded",), levels),)

    def blocks(self, roles: frozenset[str]) -> tuple[Block, ...]:
        """The whole text, or one of its words."""
        return (Block("folded"), Block("rare"))


def _features(value: str | None) -> dict[str, Any]:
    if not value:
        return {}
    folded = unicodedata.normalize("NFKD", value).casefold()
    plain = "".join(c for c in folded if not unicodedata.combining(c))
    found = words(plain)
    if not found:
        return {}
    distinct = sorted(set(found))
    return {
        "folded": " ".join(found),
        "sorted": " ".join(distinct),
        "words": distinct,
        "rare": [word for word in distinct if len(word) >= 2],
    }


def words(text: str) -> list[str]:
    """The words of a text; of one written without blanks, its pairs of characters."""
    found: list[str] = []
    for word in _WORD.findall(text):
        run = _HAN.fullmatch(word)
        pairs = [word[i : i + 2] for i in range(len(word) - 1)] if run and len(word) > 2 else [word]
        found += pairs
    return found
