"""How well and how fast persons, companies and parcels are recognised, beside other matchers."""

from __future__ import annotations

import importlib
import inspect
from collections.abc import Iterator

from bench.frame import Figure
from bench.measure import say
from runtime.errors import SikuError

# Each part is a module of this folder with `figures`, which takes `rows` and `runs`, or neither.
PARTS = {
    "public": "bench.match_public",
    "benchmark": "bench.match_benchmark",
    "scale": "bench.match_scale",
    "rivals": "bench.match_rivals",
}
RUNS = 1


def run(rows: int | None = None, runs: int = RUNS, parts: tuple[str, ...] = ()) -> Iterator[Figure]:
    """Part after part. One that cannot be measured here says so, and the others go on.

    `rows` is a number of persons for the parts whose size can be chosen.
    """
    unknown = set(parts) - set(PARTS)
    if unknown:
        raise SikuError(f"no part {', '.join(unknown)}", hint="one of: " + ", ".join(PARTS))
    for name in parts or PARTS:
        say(f"part {name}")
        try:
            yield from _figures(PARTS[name], {"rows": rows, "runs": runs})
        except Exception as error:  # noqa: BLE001 - the other parts are measured all the same
            say(f"part {name} was not measured: {error}")


def _figures(module: str, options: dict[str, int | None]) -> Iterator[Figure]:
    figures = importlib.import_module(module).figures
    takes = inspect.signature(figures).parameters
    yield from figures(
        **{name: value for name, value in options.items() if value and name in takes}
    )
