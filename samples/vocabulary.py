"""Reads the words of `vocabulary.yml`."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import yaml


@cache
def _all() -> dict[str, str | list[str]]:
    text = Path(__file__).with_suffix(".yml").read_text(encoding="utf-8")
    said: dict[str, str | list[str]] = yaml.safe_load(text)
    return said


def words(name: str) -> list[str]:
    """A list of words."""
    return str(_all()[name]).split()


def rows(name: str, separator: str | None = None) -> list[tuple[str, ...]]:
    """A list of rows, each split into its cells."""
    return [tuple(cell.strip() for cell in row.split(separator)) for row in _all()[name]]
