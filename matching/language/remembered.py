"""What was found out about a word is remembered, of so many words as take little memory: names are
an open vocabulary, and every process that judges pairs has a memory of its own."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import ParamSpec, TypeVar, cast

_WORDS = 1 << 14

Asked = ParamSpec("Asked")
Found = TypeVar("Found")


def remembered(function: Callable[Asked, Found]) -> Callable[Asked, Found]:
    """A pure function of words that remembers what it was asked last."""
    return cast("Callable[Asked, Found]", lru_cache(maxsize=_WORDS)(function))
