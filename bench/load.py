"""How fast and in how much memory deliveries are loaded, against COPY and what others would use."""

from __future__ import annotations

import datetime as dt
import tempfile
from collections.abc import Callable, Iterator
from functools import cached_property
from pathlib import Path

from sqlalchemy.engine import make_url

from bench import parcels, rivals, stock
from bench.contracts import varied
from bench.frame import Figure
from bench.growth import FIRST, growth
from bench.measure import copied, counted, say, seconds, vacuumed, walked
from bench.memory import walked_apart
from bench.scratch import scratch
from pipeline import receive
from runtime.database import database_url
from runtime.errors import SikuError
from samples.generate import generate
from samples.order import order

ROWS = 1_000_000
DATASET = "ps_person"
MASTER = ("population", "person")
FIRST_BAR, SAME_BAR, AGAIN_BAR, MEMORY_BAR = 6.0, 1.0, 2.0, 1_500.0
RUNS = 3
_INCREMENT_SHARE = 100
_AS_OF = dt.date(2026, 8, 1)

Part = Callable[["Ground"], Iterator[Figure]]


class Ground:
    """The files a run works with, made when they are first asked for."""

    def __init__(self, folder: Path, rows: int, runs: int) -> None:
        self.folder = folder
        self.rows = rows
        self.runs = runs

    @cached_property
    def drop(self) -> Path:
        """The first month of a province of so many persons, and of as many parcels."""
        say(f"making a province of {self.rows:,} persons and parcels")
        generate(order(self.rows, 1, 1, parcels=self.rows), self.folder / "province", 2)
        return self.folder / "province" / "drop" / _AS_OF.isoformat()

    @property
    def persons(self) -> Path:
        """The public-security file."""
        return self.drop / f"{DATASET}.csv"

    @cached_property
    def great(self) -> Path:
        """Ten times as many persons."""
        say(f"making a file of {stock.MOST * self.rows:,} persons")
        file = self.folder / "great" / f"{DATASET}.csv"
        file.parent.mkdir()
        stock.multiplied(stock.persons(self.persons), stock.MOST, file)
        return file

    @cached_property
    def increments(self) -> list[tuple[dt.date, Path]]:
        """What comes later, a day each: the first after a stock was built, and as many as runs."""
        rows = stock.persons(self.persons)
        found = []
        for number in range(FIRST + self.runs):
            day = _AS_OF + dt.timedelta(30 + number)
            file = self.folder / f"{DATASET}-{day}.csv"
            stock.increment(rows, max(self.rows // _INCREMENT_SHARE, 20), number, day, file)
            found.append((day, file))
        return found


def run(rows: int = ROWS, runs: int = RUNS, parts: tuple[str, ...] = ()) -> Iterator[Figure]:
    """Part after part. One that cannot be measured here says so, and the others go on."""
    unknown = set(parts) - set(PARTS)
    if unknown:
        raise SikuError(f"no part {', '.join(unknown)}", hint="one of: " + ", ".join(PARTS))
    with tempfile.TemporaryDirectory(prefix="siku-bench-") as folder:
        ground = Ground(Path(folder), rows, runs)
        for name in parts or PARTS:
            say(f"part {name}")
            try:
                yield from PARTS[name](ground)
            except Exception as error:  # noqa: BLE001 - the other parts are measured all the same
                say(f"part {name} was not measured: {error}")


def _first(ground: Ground) -> Iterator[Figure]:
    """An empty base, the file, the same file again, the same rows as a new snapshot, and what they
    are a month later."""
    file, later, month = ground.persons, _AS_OF + dt.timedelta(30), _AS_OF + dt.timedelta(60)
    after = ground.folder / f"{DATASET}-{month}.csv"
    stock.month(stock.persons(file), month, after)
    whole: list[float] = []
    again: list[float] = []
    next_month: list[float] = []
    same: list[float] = []
    bare: list[float] = []
    snapshot = {"kind": "snapshot", "operation": None}
    for number in range(ground.runs):
        with varied(ground.folder / f"snapshot-{number}", DATASET, snapshot), scratch():
            whole.append(sum(walked(DATASET, file, _AS_OF).values()))
            if not number:
                yield _without_number()
            vacuumed()
            same.append(seconds(lambda: receive(DATASET, file, _AS_OF)))
            bare.append(copied(MASTER))
            again.append(sum(walked(DATASET, file, later).values()))
            next_month.append(sum(walked(DATASET, after, month).values()))
    yield Figure("COPY of the same rows into the master's columns and indexes", "s", "lower",
                 tuple(bare))  # fmt: skip
    yield Figure("first load, receive to publish", "s", "lower", tuple(whole))
    yield _ratio("first load / COPY", whole, bare, FIRST_BAR)
    yield Figure("the same file again", "s", "lower", tuple(same), SAME_BAR)
    yield Figure("the same rows as a new snapshot", "s", "lower", tuple(again))
    yield _ratio("the same rows as a new snapshot / COPY", again, bare, AGAIN_BAR)
    yield _ratio("a snapshot of which one row in 67 is other / COPY", next_month, bare, None)


def _without_number() -> Figure:
    unnumbered = counted(MASTER, without="citizen_number") / counted(MASTER)
    return Figure("persons without a valid number", "%", "higher", (unnumbered * 100,))


def _stock(ground: Ground) -> Iterator[Figure]:
    """The same small deliveries against a stock and against ten times as much; the larger stock is
    loaded like any other file, which is where memory is measured."""
    with scratch():
        walked(DATASET, ground.persons, _AS_OF)
        small = _increments(ground)
    with scratch():
        database = make_url(database_url()).database or ""
        steps, peaks = walked_apart(DATASET, ground.great, database)
        rows = counted(MASTER)
        yield Figure(f"{rows:,} persons, receive to publish", "s", "lower", (sum(steps.values()),))
        yield Figure("peak memory of our process", "MB", "lower", (peaks.process,), MEMORY_BAR)
        yield Figure("peak memory of the database's processes", "MB", "lower", (peaks.database,))
        great = _increments(ground)
    yield from growth("an increment", small, great)


def _increments(ground: Ground) -> list[float]:
    vacuumed()
    return [sum(walked(DATASET, file, day).values()) for day, file in ground.increments]


def _rivals(ground: Ground) -> Iterator[Figure]:
    yield from rivals.figures(ground.persons, ground.rows, ground.folder)


def _parcels(ground: Ground) -> Iterator[Figure]:
    yield from parcels.figures(ground.drop / f"{parcels.DATASET}.zip", ground.folder, ground.runs)


PARTS: dict[str, Part] = {
    "first": _first, "rivals": _rivals, "parcels": _parcels, "stock": _stock,
}  # fmt: skip


def _ratio(name: str, spent: list[float], bare: list[float], bar: float | None) -> Figure:
    ratios = tuple(one / other for one, other in zip(spent, bare, strict=True))
    return Figure(name, "×", "lower", ratios, bar)
