"""Measures a model against files whose truth is known."""

from __future__ import annotations

import resource
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from matching.engine.linking import Linked, link
from matching.engine.records import records
from matching.model import MatchModel
from runtime.errors import SikuError

Ints = npt.NDArray[np.int64]


class NoTruth(SikuError):
    """Files whose truth column says nothing that could be measured against."""


@dataclass(frozen=True)
class Rates:
    """Precision, recall and F1 with the counts they come from."""

    precision: float
    recall: float
    f1: float
    right: int  # found and true
    found: int
    true: int

    @classmethod
    def of(cls, right: int, found: int, true: int) -> Rates:
        """Nothing found is no false find, nothing true is nothing missed."""
        precision = right / found if found else 1.0
        recall = right / true if true else 1.0
        f1 = 2 * right / (found + true) if found + true else 1.0
        return cls(precision, recall, f1, right, found, true)


@dataclass(frozen=True)
class Evaluation:
    """How well a model does on some files."""

    model: str
    records: int
    pairwise: Rates
    cluster: Rates
    across: Rates | None  # pairs of different files only
    blocking_recall: float
    pairs_scored: int
    sources_unique: bool
    weights: str  # where they come from
    seconds: float
    peak_memory_mb: float

    def as_json(self) -> dict[str, Any]:
        """For another program."""
        return asdict(self)


def evaluate(
    model: MatchModel, files: Sequence[Path], truth: str,
    progress: Callable[[str], None] = lambda line: None,
) -> Evaluation:  # fmt: skip
    """Match the files from nothing and compare with the column of the truth, which is used for
    nothing else."""
    model = model.of_files
    wanted = tuple(dict.fromkeys((*model.read, truth)))
    tables = [records(path, wanted) for path in files]
    known = _truth(tables, truth, files)
    began = time.perf_counter()
    hidden = [table.drop_columns([truth] if truth not in model.read else []) for table in tables]
    linked = link(model, hidden, progress)
    seconds = time.perf_counter() - began
    several = len(files) > 1
    return Evaluation(
        model=model.model,
        records=len(known),
        pairwise=pairwise(linked.clusters, known),
        cluster=by_cluster(linked.clusters, known),
        across=across(linked.clusters, known, linked.sources) if several else None,
        blocking_recall=_blocking_recall(linked, known, several),
        pairs_scored=linked.candidates.num_rows,
        sources_unique=linked.unique,
        weights=linked.weights.source,
        seconds=round(seconds, 2),
        peak_memory_mb=round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, 1),
    )


def _truth(tables: Sequence[pa.Table], column: str, files: Sequence[Path]) -> Ints:
    """A number per true thing; a record without truth is a thing of its own."""
    said = pa.chunked_array([chunk for table in tables for chunk in table[column].chunks])
    codes = said.combine_chunks().dictionary_encode().indices
    known: Ints = codes.fill_null(-1).to_numpy(zero_copy_only=False).astype(np.int64)
    alone = known < 0
    known[alone] = known.max(initial=-1) + 1 + np.arange(int(alone.sum()))
    if alone.all() or len(np.unique(known)) == len(known):
        raise NoTruth(
            f"no two records have the same {column}",
            where=", ".join(map(str, files)),
            hint="--truth names a column that records of one thing share",
        )
    return known


def pairwise(found: Ints, true: Ints) -> Rates:
    """Pairs of records in one cluster against pairs of one thing."""
    both = np.unique(np.stack([found, true]), axis=1, return_counts=True)[1]
    return Rates.of(_pairs(both), _pairs(_sizes(found)), _pairs(_sizes(true)))


def across(found: Ints, true: Ints, sources: Ints) -> Rates:
    """The same of records of different files only."""
    whole = pairwise(found, true)
    inside = [pairwise(found[sources == s], true[sources == s]) for s in np.unique(sources)]
    return Rates.of(
        whole.right - sum(one.right for one in inside),
        whole.found - sum(one.found for one in inside),
        whole.true - sum(one.true for one in inside),
    )


def by_cluster(found: Ints, true: Ints) -> Rates:
    """Clusters that are a thing, whole and alone, against all clusters and all things."""
    sizes_found, sizes_true = _sizes(found), _sizes(true)
    pairs, counts = np.unique(np.stack([found, true]), axis=1, return_counts=True)
    of_found = dict(zip(np.unique(found).tolist(), sizes_found.tolist(), strict=True))
    of_true = dict(zip(np.unique(true).tolist(), sizes_true.tolist(), strict=True))
    right = sum(
        of_found[one] == count == of_true[other]
        for one, other, count in zip(*pairs.tolist(), counts.tolist(), strict=True)
    )
    return Rates.of(int(right), len(sizes_found), len(sizes_true))


def _sizes(groups: Ints) -> Ints:
    return np.unique(groups, return_counts=True)[1]


def _pairs(sizes: Ints) -> int:
    return int((sizes * (sizes - 1) // 2).sum())


def _blocking_recall(linked: Linked, true: Ints, several: bool) -> float:
    """The share of true pairs that were candidates."""
    left, right = (linked.candidates[side].to_numpy() for side in "lr")
    hits = true[left] == true[right]
    if several and linked.unique:
        hits &= linked.sources[left] != linked.sources[right]
        wanted = across(true, true, linked.sources).true
    else:
        wanted = pairwise(true, true).true
    return float(hits.sum()) / wanted if wanted else 1.0
