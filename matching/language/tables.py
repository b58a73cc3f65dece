"""The data files beside this package: blank-separated rows, `#` for comments."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path

DATA = Path(__file__).parent / "data"


@cache
def rows(name: str) -> tuple[tuple[str, ...], ...]:
    """The words of every line of data/<name>.txt."""
    return tuple(_rows((DATA / f"{name}.txt").read_text(encoding="utf-8")))


def _rows(text: str) -> Iterator[tuple[str, ...]]:
    for line in text.splitlines():
        if words := line.partition("#")[0].split():
            yield tuple(words)


@cache
def words(name: str) -> frozenset[str]:
    """Every word of data/<name>.txt."""
    return frozenset(word for row in rows(name) for word in row)
