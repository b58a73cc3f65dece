"""What matching costs: three registers from nothing, and a small delivery against a large stock."""

from __future__ import annotations

import datetime as dt
import tempfile
from collections.abc import Iterator
from pathlib import Path

from bench.frame import Figure
from bench.load import DATASET, Ground
from bench.measure import say, vacuumed, walked
from bench.scratch import scratch
from bench.stock import increment, persons

ROWS = 1_000_000
RUNS = 3
INCREMENT = 10_000
REGISTERS = (DATASET, "social_insured", "edu_student")
STOCK_BAR = 1.5


def run(rows: int = ROWS, runs: int = RUNS) -> Iterator[Figure]:
    """Both, with so many persons; the increment has 10,000 rows, or fewer of a small province."""
    with tempfile.TemporaryDirectory(prefix="siku-bench-") as folder:
        ground = Ground(Path(folder), rows, runs)
        yield from _registers(ground)
        yield from _stock(ground)


figures = run


def _registers(ground: Ground) -> Iterator[Figure]:
    """Three departments' registers of one province, delivered to an empty base."""
    with scratch():
        spent = {}
        for name in REGISTERS:
            file = next(ground.drop.glob(f"{name}.*"))
            spent[name] = walked(name, file, _day(ground))["match"]
        yield Figure(
            f"{ground.rows:,} persons in three registers, matched from nothing", "s", "lower",
            (sum(spent.values()),),
        )  # fmt: skip


def _stock(ground: Ground) -> Iterator[Figure]:
    """The same increments against a stock, and against ten times as many masters."""
    small, great = _increments(ground, ground.persons), _increments(ground, ground.great)
    yield Figure("an increment against the stock", "s", "lower", _whole(small))
    yield Figure("an increment against ten times the stock", "s", "lower", _whole(great))
    ratios = zip(_whole(great), _whole(small), strict=True)
    yield Figure(
        "ten times the stock / the stock", "×", "lower",
        tuple(one / other for one, other in ratios), STOCK_BAR,
    )  # fmt: skip
    yield Figure("of it matching, the stock", "s", "lower", _matching(small))
    yield Figure("of it matching, ten times the stock", "s", "lower", _matching(great))


def _increments(ground: Ground, file: Path) -> list[dict[str, float]]:
    say(f"a stock of {file.stat().st_size / 2**20:,.0f} MB")
    with scratch():
        walked(DATASET, file, _day(ground))
        vacuumed()
        return [walked(DATASET, each, day) for day, each in _files(ground)]


def _files(ground: Ground) -> list[tuple[dt.date, Path]]:
    """The increments; the same for both stocks."""
    rows = persons(ground.persons)
    found = []
    for number, (day, file) in enumerate(ground.increments):
        increment(rows, min(INCREMENT, max(ground.rows // 10, 20)), number, day, file)
        found.append((day, file))
    return found


def _whole(walks: list[dict[str, float]]) -> tuple[float, ...]:
    return tuple(sum(steps.values()) for steps in walks)


def _matching(walks: list[dict[str, float]]) -> tuple[float, ...]:
    return tuple(steps["match"] for steps in walks)


def _day(ground: Ground) -> dt.date:
    return dt.date.fromisoformat(ground.drop.name)
