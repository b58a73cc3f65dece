"""What each step of a delivery of 100,000 persons costs, against a bare COPY of the same rows."""

from __future__ import annotations

import io
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pipeline
from bench.frame import Figure
from bench.scratch import scratch
from pipeline import STEPS
from runtime.database import transaction
from samples.generate import generate
from samples.order import order

PERSONS = 100_000
_DATASET = "ps_person"
_RUNS = 3
_COPIES = 3


def run() -> list[Figure]:
    """The public-security file of a new province, walked on an empty database, several times."""
    seconds: dict[str, list[float]] = {name: [] for name in ("receive", *STEPS, "COPY")}
    with tempfile.TemporaryDirectory() as folder:
        generate(order(PERSONS, 1, 1), Path(folder) / "province", 2)
        (file,) = (Path(folder) / "province" / "drop").glob(f"*/{_DATASET}*")
        for _ in range(_RUNS):
            with scratch():
                _walk(file, seconds)
                seconds["COPY"].append(min(_copy() for _ in range(_COPIES)))
    walks = [sum(seconds[name][n] for name in ("receive", *STEPS)) for n in range(_RUNS)]
    ratios = [walk / copy for walk, copy in zip(walks, seconds["COPY"], strict=True)]
    return [
        *(Figure(name, "s", "lower", tuple(runs)) for name, runs in seconds.items()),
        Figure("the whole walk", "s", "lower", tuple(walks)),
        Figure("the whole walk / COPY", "×", "lower", tuple(ratios)),
    ]


def _walk(file: Path, seconds: dict[str, list[float]]) -> None:
    delivery_id = _timed(seconds["receive"], lambda: pipeline.receive(_DATASET, file))
    for name, step in STEPS.items():
        _timed(seconds[name], lambda step=step: step(delivery_id))  # type: ignore[misc]


def _timed(runs: list[float], work: Callable[[], Any]) -> Any:
    began = time.perf_counter()
    result = work()
    runs.append(time.perf_counter() - began)
    return result


def _copy() -> float:
    """Seconds to COPY the masters into an empty table with the master's columns and indexes."""
    with transaction() as connection:
        driver: Any = connection.connection.driver_connection
        with driver.cursor() as cursor:
            rows = io.StringIO()
            cursor.copy_expert("copy population.person to stdout", rows)
            cursor.execute("create table ops.bare (like population.person including indexes)")
            driver.commit()
            rows.seek(0)
            began = time.perf_counter()
            cursor.copy_expert("copy ops.bare from stdin", rows)
            driver.commit()
            took = time.perf_counter() - began
            cursor.execute("drop table ops.bare")
    return took
