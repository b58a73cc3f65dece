"""Semantic types by their name."""

from __future__ import annotations

from matching.types.base import Block, Comparison, Level, Type
from matching.types.category import Category
from matching.types.text import Text

__all__ = ["TYPES", "Block", "Comparison", "Level", "Type"]

TYPES: dict[str, Type] = {kind.name: kind for kind in (Category(), Text())}
