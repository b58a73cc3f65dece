"""How fast the synthetic province is made, and in how much memory."""

from __future__ import annotations

import resource
import tempfile
import time
from pathlib import Path

from bench.frame import Figure
from samples.generate import generate
from samples.order import order

PERSONS = 1_000_000
_RUNS = 3
_MOST_SECONDS, _MOST_MEGABYTES = 60.0, 1_500.0
_JOBS = 2


def run() -> list[Figure]:
    """A first month of a million persons, several times."""
    seconds, speed = [], []
    for seed in range(1, _RUNS + 1):
        with tempfile.TemporaryDirectory() as folder:
            began = time.perf_counter()
            files = generate(order(PERSONS, seed, 1), Path(folder) / "province", _JOBS)
            seconds.append(time.perf_counter() - began)
            speed.append(sum(file.rows for file in files) / seconds[-1])
    return [
        Figure("a million persons", "s", "lower", tuple(seconds), _MOST_SECONDS),
        Figure("rows", "rows/s", "higher", tuple(speed)),
        Figure("peak memory of all processes", "MB", "lower", (_peak(),), _MOST_MEGABYTES),
    ]


def _peak() -> float:
    """At most what this process and its workers ever held together."""
    own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    worker = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    return (own + _JOBS * worker) / 1024
