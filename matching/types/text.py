"""Free text: a title, a description, a product's name."""

from __future__ import annotations

import math
import re
import unicodedata
from collections import Counter
from collections.abc import Callable
from typing import Any

import pyarrow as pa

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


# Fewer texts do not tell which words are common.
_ENOUGH = 50
# The rarest word counts as so many.
_RAREST = 5


class Text(Type):
    """Compared by its letters and by the words it shares with the other.

    What all texts have, such as a brand or "restaurant", says little, and what few have, such as a
    product's code, nearly all: a word counts as often as it is rare among the texts at hand.
    """

    name = "text"
    zh = "文本"
    en = "text"
    roles = ("value",)

    def features(self, columns: Columns) -> dict[str, Feature]:
        """The text folded, the words in it, and these as often as they are rare."""
        shape = {"folded": TEXT, "sorted": TEXT, "codes": TEXT, "weighed": TEXTS, "rare": TEXTS}
        rarity = _rarity(columns["value"])
        return per_value(columns, lambda value: _features(value, rarity), shape)

    def comparisons(self, roles: frozenset[str]) -> tuple[Comparison, ...]:
        """Same, same words in another order, nearly all words, half of them, one."""
        # A slip of the pen makes another word, but no other number.
        near = f"{alike('folded', 0.93)} and {same('codes')} or {common('weighed', 0.7)}"
        levels = (
            Level("same", "相同", "same", same("folded"), 0.5, 0.0005, frequent="folded"),
            Level(
                "reordered",
                "词序不同",
                "other order",
                same("sorted"),
                0.12,
                2e-5,
            ),
            Level("near", "近似", "near", near, 0.18, 0.0005),
            Level("within", "包含", "holds the other", within("weighed"), 0.08, 0.002),
            # Much text has some words in common, things of one maker say, however often the data
            # show it together with all else that these share.
            Level(
                "half", "过半相同", "half the words", common("weighed", 0.4), 0.07, 0.005, most=8
            ),
            Level("some", "部分相同", "some words", common("weighed", 0.2), 0.03, 0.03, most=3),
            Level("differs", "不同", "differs", ELSE, 0.02, 0.96),
        )
        return (Comparison("", "文本", "text", ("folded",), levels),)

    def blocks(self, roles: frozenset[str]) -> tuple[Block, ...]:
        """The whole text, or one of its words."""
        return (Block("folded"), Block("rare"))


def _rarity(column: pa.Array) -> Callable[[str], int]:
    """How often a word counts, by the share of the distinct texts that have it."""
    folded = {_folded(value) for value in set(column.to_pylist()) if value}
    if len(folded) < _ENOUGH:
        return lambda word: 1
    found = Counter(word for text in folded for word in set(words(text)))
    most = math.log2(len(folded))
    return lambda word: max(1, round(_RAREST * math.log2(len(folded) / found[word]) / most))


def _features(value: str | None, rarity: Callable[[str], int]) -> dict[str, Any]:
    found = words(_folded(value)) if value else []
    if not found:
        return {}
    distinct = sorted(set(found))
    return {
        "folded": " ".join(found),
        "sorted": " ".join(distinct),
        "codes": " ".join(word for word in distinct if any(c.isdigit() for c in word)),
        "weighed": [f"{word}{n}" for word in distinct for n in range(rarity(word))],
        "rare": [word for word in distinct if len(word) >= 2],
    }


def _folded(value: str) -> str:
    decomposed = unicodedata.normalize("NFKD", value).casefold()
    return "".join(c for c in decomposed if not unicodedata.combining(c))


def words(text: str) -> list[str]:
    """The words of a text; of one written without blanks, its pairs of characters."""
    found: list[str] = []
    for word in _WORD.findall(text):
        run = _HAN.fullmatch(word)
        pairs = [word[i : i + 2] for i in range(len(word) - 1)] if run and len(word) > 2 else [word]
        found += pairs
    return found
