"""How frequent values are in a whole population, where the rows at hand are too few to tell."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from matching.model import MatchModel

# Column of features -> value -> its share; under "" that of any other value.
Frequencies = Mapping[str, Mapping[str, float]]


def shipped(model: MatchModel) -> Frequencies | None:
    """The frequencies beside a shipped model, or beside the one it extends."""
    path = model.beside(".frequencies.json")
    return _read(path) if path else None


@cache
def _read(path: Path) -> Frequencies:
    kept: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return {
        column: _Names(shares["surnames"], shares["given_names"], shares["other"])
        if "surnames" in shares
        else shares
        for column, shares in kept.items()
    }


class _Names(dict[str, float]):
    """Shares of whole names, as the product of those of surname and given name."""

    def __init__(
        self, surnames: Mapping[str, float], given: Mapping[str, float], other: Mapping[str, float]
    ) -> None:
        super().__init__()
        self._surnames, self._given, self._other = surnames, given, other

    def get(self, name: str, default: Any = None) -> Any:
        """The share of a name; one without a surname is as rare as two rare parts."""
        from matching.language.names import surname_of

        surname = surname_of(name) or ""
        first = self._surnames.get(surname, self._other["surname"])
        return first * self._given.get(name[len(surname) :], self._other["given_name"])
