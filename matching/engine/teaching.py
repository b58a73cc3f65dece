"""Trains a model on records without labels; what it learnt is an artefact to be reviewed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pyarrow as pa

from matching.artefacts import Artefact
from matching.engine.backends import backend
from matching.engine.blocking import block
from matching.engine.features import SOURCE, numbered
from matching.engine.records import records
from matching.engine.training import SEED, all_pairs, learn
from matching.engine.weights import Weights, artefact, bounded, of_types, start
from matching.model import MatchModel
from runtime.errors import SikuError

# Fewer records teach less than the types know, and so do fewer pairs of one thing among them.
LEAST, LEAST_SAME = 1_000, 100
# From so many pairs on it is what the data say, and hardly what the types do.
PLENTY_SAME = 2_000

Progress = Callable[[str], None]


class NothingToLearn(SikuError):
    """There are too few records, or too few of one thing among them, to train with."""


@dataclass(frozen=True)
class Moved:
    """A level with its bits as they count now and as they were learnt."""

    comparison: str
    level: str
    before: float
    learnt: float


@dataclass(frozen=True)
class Lesson:
    """What was learnt, from how much, and how many bits each level moved."""

    artefact: Artefact
    before: str  # where the weights come from that count now
    records: int
    pairs: int
    same: int
    moved: tuple[Moved, ...]

    @property
    def thin(self) -> bool:
        """Whether so few pairs of one thing were seen that the types still say a good part."""
        return self.same < PLENTY_SAME


def train(
    model: MatchModel,
    tables: Sequence[pa.Table],
    learnt_from: Mapping[str, Any],
    progress: Progress = lambda line: None,
) -> Lesson:
    """Learn weights from records without labels.

    It begins with what the types say, whatever was learnt before, so that the same records teach
    the same. The prior stays theirs: how many of all records are one thing differs from base to
    base. Kin are as many times likelier than the same as they are among these records.
    """
    count = sum(table.num_rows for table in tables)
    if count < LEAST:
        raise NothingToLearn(
            f"{count:,} records are too few to learn from",
            where=_where(learnt_from),
            hint=f"{LEAST:,} or more teach something; with fewer the shipped weights stand",
        )
    typed, before = of_types(model), start(model)
    found, pairs, same = _learnt(model, tables, typed, progress)
    if same < LEAST_SAME:
        raise NothingToLearn(
            f"among {count:,} records there are about {same:,} pairs of one {model.model}:"
            " too few to learn from",
            where=_where(learnt_from),
            hint=f"records of which {LEAST_SAME:,} pairs or more are of one teach something:"
            " take those of several departments, or more of them",
        )
    kin_prior = found.kin_prior * typed.prior / found.prior
    learnt = bounded(model, replace(found, prior=typed.prior, kin_prior=kin_prior))
    made = {
        "at": dt.datetime.now(dt.UTC).isoformat(timespec="seconds"), **learnt_from,
        "records": count, "pairs": pairs, "same": same, "random_seed": SEED,
    }  # fmt: skip
    moved = tuple(
        Moved(one.name, level.name, before.bits(one.name, n), learnt.bits(one.name, n))
        for one in model.comparisons
        for n, level in enumerate(one.levels)
    )
    return Lesson(artefact(model, learnt, made), before.source, count, pairs, same, moved)


def _learnt(
    model: MatchModel, tables: Sequence[pa.Table], typed: Weights, progress: Progress
) -> tuple[Weights, int, int]:
    """The weights that the records show, the candidate pairs, and how many are of one thing."""
    nodes = numbered(model, tables)
    progress(f"{nodes.num_rows:,} records; finding candidates")
    with backend() as engine:
        engine.register("nodes", nodes)
        across = len(tables) > 1 and model.sources == "unique"
        keys = block(engine, model, nodes.num_rows, across)
        pairs = engine.fetch("select count(*) as n from pairs")["n"][0].as_py()
        progress(f"{pairs:,} candidate pairs by {len(keys) or 'no'} keys; learning weights")
        found = learn(engine, model, typed, across)
    every = all_pairs(nodes[SOURCE].to_numpy().astype("int64"), across)
    return found, pairs, round(found.prior * every)


def _where(learnt_from: Mapping[str, Any]) -> str:
    return str(learnt_from.get("from", ""))


def of_files(model: MatchModel, files: Sequence[Path]) -> tuple[list[pa.Table], dict[str, Any]]:
    """The files' rows as the model's columns, and how an artefact names them."""
    tables = [records(file, model.columns) for file in files]
    return tables, {"from": ", ".join(file.name for file in files)}
