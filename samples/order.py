"""What is ordered of the generator: sizes, seed, months, rates."""

from dataclasses import dataclass

import numpy as np

from runtime.errors import SikuError
from samples.rates import Rates

PERSONS_PER_PART = 50_000
_FEWEST_PERSONS, _MOST_PERSONS = 200, 20_000_000
_MOST_MONTHS = 24


class BadOrder(SikuError):
    """Such a province cannot be made."""


@dataclass(frozen=True)
class Order:
    """What is to be made: sizes, seed, months."""

    persons: int
    seed: int
    dates: tuple[str, ...]
    entities: int
    parcels: int
    indicators: int
    years: int
    parts: int
    rates: Rates

    def share(self, total: int, part: int) -> int:
        """How many of a total fall to one part."""
        return total * (part + 1) // self.parts - total * part // self.parts


def order(
    persons: int,
    seed: int,
    months: int,
    start: str = "2026-08-01",
    entities: int | None = None,
    parcels: int | None = None,
    indicators: int = 60,
    years: int = 10,
    rates: Rates | None = None,
) -> Order:
    """What to make; entities and parcels scale with persons unless told otherwise."""
    _check(persons, months, start)
    first = np.datetime64(start, "M")
    dates = tuple(str((first + month).astype("M8[D]")) for month in range(months))
    parts = -(-persons // PERSONS_PER_PART)
    return Order(
        persons, seed, dates, persons // 10 if entities is None else entities,
        persons // 4 if parcels is None else parcels, indicators, years, parts, rates or Rates(),
    )  # fmt: skip


def _check(persons: int, months: int, start: str) -> None:
    if not _FEWEST_PERSONS <= persons <= _MOST_PERSONS:
        raise BadOrder(
            f"--persons {persons}: a province has {_FEWEST_PERSONS:,} to {_MOST_PERSONS:,} people",
            hint="./siku samples --persons 20000 --out var/samples",
        )
    if not 1 <= months <= _MOST_MONTHS:
        raise BadOrder(f"--months {months}: 1 to {_MOST_MONTHS} can be made", hint="--months 3")
    try:
        np.datetime64(start, "D")
    except ValueError:
        raise BadOrder(f"--start {start}: not a date", hint="--start 2026-08-01") from None
