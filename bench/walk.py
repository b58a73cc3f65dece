"""What each step of a delivery of 100,000 persons costs, against a bare COPY of the same rows."""

from __future__ import annotations

import tempfile
from pathlib import Path

from bench.frame import Figure
from bench.measure import copied, walked
from bench.scratch import scratch
from pipeline import STEPS
from samples.generate import generate
from samples.order import order

PERSONS = 100_000
_DATASET = "ps_person"
_RUNS = 3


def run() -> list[Figure]:
    """The public-security file of a new province, walked on an empty database, several times."""
    seconds: dict[str, list[float]] = {name: [] for name in ("receive", *STEPS, "COPY")}
    with tempfile.TemporaryDirectory() as folder:
        generate(order(PERSONS, 1, 1), Path(folder) / "province", 2)
        (file,) = (Path(folder) / "province" / "drop").glob(f"*/{_DATASET}*")
        for _ in range(_RUNS):
            with scratch():
                spent = {**walked(_DATASET, file), "COPY": copied(("population", "person"))}
            for name, runs in seconds.items():
                runs.append(spent[name])
    walks = [sum(seconds[name][n] for name in ("receive", *STEPS)) for n in range(_RUNS)]
    ratios = [walk / copy for walk, copy in zip(walks, seconds["COPY"], strict=True)]
    return [
        *(Figure(name, "s", "lower", tuple(runs)) for name, runs in seconds.items()),
        Figure("the whole walk", "s", "lower", tuple(walks)),
        Figure("the whole walk / COPY", "×", "lower", tuple(ratios)),
    ]
