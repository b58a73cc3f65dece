"""What is ordered of the generator: sizes, seed, months, rates; and what cannot be ordered."""

import datetime as dt
from dataclasses import dataclass

from runtime.errors import SikuError
from samples.codes import INDICATORS
from samples.rates import Rates

# Never today's date: the same order is the same province on any day.
START = "2026-08-01"

THINGS_PER_PART = 50_000
MOST_INDICATORS = len(INDICATORS)
_FEWEST_PERSONS, _MOST_PERSONS = 200, 20_000_000
_MOST_PARCELS = 20_000_000
_PARCELS_A_PERSON, _PERSONS_A_PARCEL = 5, 100
_MOST_MONTHS, _MOST_YEARS = 24, 30
_MOST_SEED = 2**63 - 1
# Before these years codes abolished in 1994 and divisions of 2000 would not be of the past.
_FIRST_START, _LAST_START = dt.date(2005, 1, 1), dt.date(2100, 12, 1)


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
    start: str = START,
    entities: int | None = None,
    parcels: int | None = None,
    indicators: int = MOST_INDICATORS,
    years: int = 10,
    rates: Rates | None = None,
) -> Order:
    """What to make; entities and parcels scale with persons unless told otherwise."""
    why = "fewer do not fill its villages, more run out of citizen numbers"
    _within("--persons", persons, _FEWEST_PERSONS, _MOST_PERSONS, why)
    entities = persons // 10 if entities is None else entities
    parcels = persons // 4 if parcels is None else parcels
    why = f"one for each of the {persons:,} people at most"
    _within("--entities", entities, 0, persons, why)
    _parcels(parcels, persons)
    _within("--indicators", indicators, 1, MOST_INDICATORS, "so many are known")
    _within("--years", years, 1, _MOST_YEARS, "the yearbook goes no further back")
    _within("--months", months, 1, _MOST_MONTHS, "two years at most")
    _within("--seed", seed, 0, _MOST_SEED, "a number of 63 bits")
    dates = _dates(start, months)
    parts = -(-max(persons, parcels) // THINGS_PER_PART)
    return Order(
        persons, seed, dates, entities, parcels, indicators, years, parts, rates or Rates()
    )


def _dates(start: str, months: int) -> tuple[str, ...]:
    first = _start(start)
    since = first.year * 12 + first.month - 1
    return tuple(str(dt.date(m // 12, m % 12 + 1, 1)) for m in range(since, since + months))


def _parcels(parcels: int, persons: int) -> None:
    fewest = -(-persons // _PERSONS_A_PARCEL)
    most = min(_PARCELS_A_PERSON * persons, _MOST_PARCELS)
    if parcels < fewest:
        why = f"no more than {_PERSONS_A_PARCEL} of the {persons:,} people find room on a parcel"
    elif most < _MOST_PARCELS:
        why = f"{_PARCELS_A_PERSON} for each of the {persons:,} people at most"
    else:
        why = "the villages have no room for more"
    _within("--parcels", parcels, fewest, most, why)


def _within(option: str, value: int, least: int, most: int, why: str) -> None:
    if not least <= value <= most:
        nearest = max(least, min(value, most))
        raise BadOrder(
            f"{option} {value}: must be {least:,} to {most:,} ({why})",
            hint=f"{option} {nearest}",
        )


def _start(text: str) -> dt.date:
    try:
        day = dt.date.fromisoformat(text)
    except ValueError:
        raise BadOrder(f"--start {text}: not a date", hint=f"--start {START}") from None
    if day.day != 1:
        raise BadOrder(
            f"--start {text}: deliveries are of the first of a month",
            hint=f"--start {day.replace(day=1)}",
        )
    if not _FIRST_START <= day <= _LAST_START:
        raise BadOrder(
            f"--start {text}: must be {_FIRST_START} to {_LAST_START}",
            hint=f"--start {START}",
        )
    return day
