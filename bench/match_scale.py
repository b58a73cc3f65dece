"""What matching costs: three registers from nothing, and a small delivery against a large stock."""

from __future__ import annotations

import datetime as dt
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import yaml
from sqlalchemy.engine import make_url

from bench.contracts import varied
from bench.frame import Figure
from bench.growth import growth
from bench.load import DATASET, MASTER, Ground
from bench.measure import counted, say, vacuumed, walked
from bench.memory import walked_apart
from bench.scratch import scratch
from bench.stock import increment, persons, register
from bench.tenfold import tenfold
from runtime.database import database_url
from runtime.settings import settings

ROWS = 1_000_000
RUNS = 3
INCREMENT = 10_000
OTHERS = {"social_register": "social_security", "school_register": "education"}
SECONDS_BAR, MEMORY_BAR = 120.0, 4_096.0


def run(rows: int = ROWS, runs: int = RUNS) -> Iterator[Figure]:
    """Both, with so many persons; the increment has 10,000 rows, or fewer of a small province."""
    with tempfile.TemporaryDirectory(prefix="siku-bench-") as folder:
        ground = Ground(Path(folder), rows, runs)
        yield from _registers(ground)
        yield from _stock(ground)


figures = run


def _registers(ground: Ground) -> Iterator[Figure]:
    """Three departments' registers of the same persons, delivered to an empty base: what their
    matching takes, and the memory of our process through the whole walk."""
    files = {DATASET: ground.persons} | dict(_other_registers(ground))
    with _contracts(ground.folder / "registers"), scratch():
        database = make_url(database_url()).database or ""
        walks = [walked_apart(name, file, database) for name, file in files.items()]
        for name, (steps, _) in zip(files, walks, strict=True):
            say(f"  {name}: match {steps['match']:.1f} of {sum(steps.values()):.1f}")
        masters = counted(MASTER)
    of = f"{ground.rows:,} persons in three registers"
    spent = sum(steps["match"] for steps, _ in walks)
    peak = max(peaks.process for _, peaks in walks)
    yield Figure(f"{of}, matched from nothing", "s", "lower", (spent,), SECONDS_BAR)
    yield Figure(f"{of}, peak memory of our process", "MB", "lower", (peak,), MEMORY_BAR)
    yield Figure(f"{of}, masters for each person", "×", "lower", (masters / ground.rows,))


def _other_registers(ground: Ground) -> Iterator[tuple[str, Path]]:
    rows = persons(ground.persons)
    for number, name in enumerate(OTHERS, start=1):
        file = ground.folder / f"{name}.csv"
        register(rows, number, file)
        yield name, file


@contextmanager
def _contracts(folder: Path) -> Iterator[None]:
    """The registers of the other departments have the form of the first."""
    with varied(folder, DATASET, {}):
        said = yaml.safe_load((folder / f"{DATASET}.yml").read_text(encoding="utf-8"))
        for name, department in OTHERS.items():
            own = said | {"dataset": name, "department": department}
            own["file"] = said["file"] | {"pattern": f"{name}*.csv"}
            text = yaml.safe_dump(own, allow_unicode=True, sort_keys=False)
            (folder / f"{name}.yml").write_text(text, encoding="utf-8")
        settings.cache_clear()
        yield


def _stock(ground: Ground) -> Iterator[Figure]:
    """The same increments against a stock, and against ten times as many masters: those of the
    walked stock and nine copies of them that are other persons (see `bench.tenfold`)."""
    small, great = _increments(ground, vacuumed), _increments(ground, tenfold)
    for what, taken in (("an increment", _whole), ("matching of an increment", _matching)):
        yield from growth(what, taken(small), taken(great))


def _increments(ground: Ground, prepared: Callable[[], None]) -> list[dict[str, float]]:
    with scratch():
        walked(DATASET, ground.persons, _day(ground))
        prepared()
        say(f"increments against {counted(MASTER):,} masters")
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
