"""What kinds of errors and traps there are, with their evidence and rates: `errors.yml` read."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final, Literal

import yaml

Tier = Literal["easy", "hard", "adversarial"]
TIERS: Final[tuple[Tier, ...]] = ("easy", "hard", "adversarial")
_FILE: Final = Path(__file__).with_name("errors.yml")


@dataclass(frozen=True)
class Kind:
    """One kind of error."""

    name: str
    column: str
    rates: tuple[float, ...]
    en: str
    zh: str
    why: str
    evidence: str
    source: str
    example: str

    def rate(self, tier: Tier) -> float:
        """How often, in a tier."""
        return self.rates[TIERS.index(tier)]


@dataclass(frozen=True)
class Trap:
    """One kind of people or companies easily taken for others."""

    name: str
    rates: tuple[float, ...]
    en: str
    zh: str
    source: str

    def rate(self, tier: Tier) -> float:
        """How often, in a tier."""
        return self.rates[TIERS.index(tier)]


@cache
def _read() -> dict[str, Any]:
    read: dict[str, Any] = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    return read


@cache
def errors(things: str) -> tuple[Kind, ...]:
    """Kinds of errors of persons or companies."""
    return tuple(
        Kind(name=name, **(spec | {"rates": tuple(spec["rates"])}))
        for name, spec in _read()[things].items()
    )


@cache
def traps(things: str) -> tuple[Trap, ...]:
    """Kinds of traps of persons or companies."""
    return tuple(
        Trap(name=name, **(spec | {"rates": tuple(spec["rates"])}))
        for name, spec in _read()["traps"][things].items()
    )
