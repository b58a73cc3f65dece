"""Trains a model on files or on the base, and writes what it learnt as artefacts to be reviewed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pyarrow as pa

from matching.engine.linking import link
from matching.engine.records import records
from matching.engine.weights import Weights, artefact, bounded, save, start
from matching.model import MatchModel
from runtime.errors import SikuError

# Fewer teach less than the shipped weights know.
LEAST = 1_000


class NothingToLearn(SikuError):
    """There are too few records to train with."""


@dataclass(frozen=True)
class Lesson:
    """What was learnt: where it was written, and how many bits each level moved."""

    path: Path
    records: int
    weights: Weights
    moved: tuple[tuple[str, str, float, float], ...]  # comparison, level, bits before, bits now


def train(
    model: MatchModel,
    tables: Sequence[pa.Table],
    learnt_from: str,
    out: Path | None = None,
    progress: Callable[[str], None] = lambda line: None,
) -> Lesson:
    """Learn weights from records without labels; the artefact goes beside the model, or to `out`.

    The prior stays what it was: how many of all records are one thing differs from base to base.
    """
    count = sum(table.num_rows for table in tables)
    if count < LEAST:
        raise NothingToLearn(
            f"{count:,} records are too few to learn from",
            hint=f"{LEAST:,} or more teach something",
        )
    path = out or artefact(model)
    if path is None:
        raise NothingToLearn("the model is no file", hint="--out names where to write")
    before = start(model)
    learning = model.model_copy(update={"training": "data"})
    found = link(learning, tables, progress).weights
    learnt = bounded(model, replace(found, prior=before.prior))
    save(model, learnt, path, learnt_from)
    moved = tuple(
        (one.name, level.name, before.bits(one.name, n), learnt.bits(one.name, n))
        for one in model.comparisons
        for n, level in enumerate(one.levels)
    )
    return Lesson(path, count, learnt, moved)


def of_files(model: MatchModel, files: Sequence[Path]) -> list[pa.Table]:
    """The files' rows as the model's columns."""
    return [records(file, model.columns) for file in files]
