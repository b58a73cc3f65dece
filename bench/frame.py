"""The form all benchmarks share: figures with their runs, and the machine they were taken on."""

from __future__ import annotations

import difflib
import importlib
import inspect
import os
import pkgutil
import platform
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any, Literal

from runtime.errors import SikuError

Better = Literal["lower", "higher"]


class NoSuchBench(SikuError):
    """There is no benchmark of that name."""


@dataclass(frozen=True)
class Figure:
    """One measured figure; its value is the median of its runs.

    `bar` is what it must reach, or None where nothing was promised.
    """

    name: str
    unit: str
    better: Better
    runs: tuple[float, ...]
    bar: float | None = None

    @property
    def value(self) -> float:
        """The median of the runs."""
        return float(median(self.runs))

    @property
    def met(self) -> bool | None:
        """Whether the bar is reached; None without a bar."""
        if self.bar is None:
            return None
        return self.value <= self.bar if self.better == "lower" else self.value >= self.bar

    @property
    def verdict(self) -> str:
        """`met` in a word."""
        return {None: "", True: "yes", False: "NO"}[self.met]

    @property
    def told(self) -> str:
        """The value, for a table."""
        return self._digits(self.value)

    @property
    def asked(self) -> str:
        """The bar, for a table."""
        return "" if self.bar is None else self._digits(self.bar)

    @property
    def listed(self) -> str:
        """The runs, for a table."""
        return "  ".join(map(self._digits, self.runs))

    def _digits(self, value: float) -> str:
        # Of shares the last digits are what is asked for.
        return f"{value:,.2f}" if self.unit else f"{value:.5f}"

    def report(self) -> dict[str, Any]:
        """As every benchmark's file has it."""
        return {
            "name": self.name, "value": self.value, "unit": self.unit, "bar": self.bar,
            "better": self.better, "runs": list(self.runs),
        }  # fmt: skip


def benches() -> dict[str, str]:
    """Every benchmark with what it measures: the modules of this folder that can be run."""
    import bench

    names = sorted(module.name for module in pkgutil.iter_modules(bench.__path__))
    modules = {name: importlib.import_module(f"bench.{name}") for name in names}
    return {
        name: (module.__doc__ or "").strip().splitlines()[0]
        for name, module in modules.items()
        if hasattr(module, "run")
    }


def measure(name: str, **options: Any) -> Iterator[Figure]:
    """The figures of one benchmark as they come. Options are those its `run` takes."""
    known = benches()
    if name not in known:
        close = difflib.get_close_matches(name, known, n=1)
        hint = f"did you mean {close[0]}?" if close else "one of: " + ", ".join(known)
        raise NoSuchBench(f"there is no benchmark {name!r}", hint=hint)
    run = importlib.import_module(f"bench.{name}").run
    given = {option: value for option, value in options.items() if value}
    unknown = set(given) - set(inspect.signature(run).parameters)
    if unknown:
        raise NoSuchBench(f"the benchmark {name} has no option {', '.join(sorted(unknown))}")
    figures: Iterator[Figure] = iter(run(**given))
    return figures


def report(figures: Sequence[Figure]) -> dict[str, Any]:
    """The machine and the figures."""
    return {"machine": machine(), "figures": [figure.report() for figure in figures]}


def machine() -> dict[str, Any]:
    """What the figures were taken on."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    return {
        "system": platform.platform(), "processor": _processor(), "cores": os.cpu_count(),
        "memory_gb": round(memory / 2**30, 1), "python": platform.python_version(),
    }  # fmt: skip


def _processor() -> str:
    listing = Path("/proc/cpuinfo")
    if listing.exists():
        for line in listing.read_text(encoding="utf-8").splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or platform.machine()
