"""Learns weights from records without labels, and never strays far from where it started.

u comes from pairs drawn at random, m from expectation maximisation over the candidate pairs. Both
start from the shipped weights, which count as so many observed pairs more: few records change
little, many decide. The pairs that were not blocked count as different, so that the prior speaks of
all pairs, as the weights do.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from matching.engine.base import Backend
from matching.engine.features import ID, SOURCE
from matching.engine.scoring import patterns
from matching.engine.weights import Weights, shares
from matching.model import MatchModel

SEED = 2024
RANDOM_PAIRS = 300_000
CANDIDATES = 1_000_000
# So many pairs the start counts for; and what was never seen may be half a pair.
BELIEF_M, BELIEF_U, UNSEEN = 20.0, 10.0, 0.5
ROUNDS = 60
STILL = 1e-4
# Fewer records than these teach nothing.
LEAST_RECORDS = 200

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Patterns:
    """Combinations of levels, a row each (levels from the best; -1 absent), and how often."""

    levels: Ints
    counts: Floats

    @property
    def total(self) -> float:
        """How many pairs they are."""
        return float(self.counts.sum())


def learn(backend: Backend, model: MatchModel, start: Weights, across: bool = False) -> Weights:
    """The weights that the records in `nodes` and the candidates in `pairs` show."""
    ids, sources = _records(backend)
    if len(ids) < LEAST_RECORDS:
        return start
    every = _all_pairs(sources, across)
    backend.register("drawn", _drawn(ids, sources, across, every))
    random = _read(model, *patterns(backend, model, start, "drawn"))
    size = backend.fetch("select count(*) as n from pairs")["n"][0].as_py()
    share = max(1, -(-size // CANDIDATES))
    backend.make("tried", f"select * from pairs where (l * 7 + r) % {share} = 0")
    candidates = _read(model, *patterns(backend, model, start, "tried"))
    return estimate(model, start, random, candidates, share, every)


def estimate(
    model: MatchModel, start: Weights, random: Patterns, candidates: Patterns, share: float,
    every: float,
) -> Weights:  # fmt: skip
    """Expectation maximisation; `share` is how many pairs each candidate stands for."""
    weights = start.with_prior(max(start.prior, 1 / every))
    for _ in range(ROUNDS):
        same = likely(model, weights, candidates)
        matches = float((same * candidates.counts).sum()) * share
        m, u = {}, {}
        other = random.counts * (1 - likely(model, weights, random))
        for n, one in enumerate(model.comparisons):
            m[one.name] = _blend(
                candidates.levels[:, n], candidates.counts * same, start.m[one.name], BELIEF_M, 0
            )
            u[one.name] = _blend(random.levels[:, n], other, start.u[one.name], BELIEF_U, UNSEEN)
        last, weights = weights, Weights(m, u, source="data").with_prior(matches / every)
        if _moved(last, weights) < STILL:
            break
    return weights


def likely(model: MatchModel, weights: Weights, patterns: Patterns) -> Floats:
    """How likely each combination of levels is of one thing."""
    total = np.full(len(patterns.counts), weights.prior_bits)
    for n, one in enumerate(model.comparisons):
        bits = np.array([weights.bits(one.name, k) for k in range(len(one.levels))] + [0.0])
        total += bits[patterns.levels[:, n]]  # -1, absent, is the last: nothing
    return np.asarray(1 / (1 + np.exp2(-np.clip(total, -500, 500))), np.float64)


def _blend(
    levels: Ints, counts: Floats, start: tuple[float, ...], belief: float, unseen: float
) -> tuple[float, ...]:
    """Observed shares of the levels, with the start as so many observations."""
    said = levels >= 0
    seen = np.bincount(levels[said], counts[said], minlength=len(start))
    return shares(tuple(float(x) for x in seen + belief * np.array(start) + unseen))


def _moved(one: Weights, other: Weights) -> float:
    """How far the most changed probability of the same has moved."""
    return max(
        abs(a - b) for name in one.m for a, b in zip(one.m[name], other.m[name], strict=True)
    )


def _read(model: MatchModel, found: pa.Table, total: int) -> Patterns:
    """Splink counts levels from the last, we from the best."""
    columns = []
    for one in model.comparisons:
        gamma = found[f"gamma_{one.column}"].to_numpy().astype(np.int64)
        columns.append(np.where(gamma < 0, -1, len(one.levels) - 1 - gamma))
    counts = found["n"].to_numpy().astype(np.float64)
    return Patterns(np.stack(columns, axis=1), counts)


def _records(backend: Backend) -> tuple[Ints, Ints]:
    rows = backend.fetch(f"select {ID}, {SOURCE} from nodes order by {ID}")
    return rows[ID].to_numpy(), rows[SOURCE].to_numpy().astype(np.int64)


def _all_pairs(sources: Ints, across: bool) -> float:
    """How many pairs there are to be told apart."""
    n = float(len(sources))
    whole = n * (n - 1) / 2
    within = sum(float(k) * (k - 1) / 2 for k in np.bincount(sources)) if across else 0.0
    return max(whole - within, 1.0)


def _drawn(ids: Ints, sources: Ints, across: bool, every: float) -> pa.Table:
    """Pairs drawn at random, or all where they are few; the same ones each time."""
    n = len(ids)
    if n * (n - 1) // 2 <= RANDOM_PAIRS:
        left, right = np.triu_indices(n, 1)
    else:
        draw = np.random.default_rng(SEED)
        left, right = draw.integers(0, n, (2, RANDOM_PAIRS))
        left, right = np.minimum(left, right), np.maximum(left, right)
    kept = left != right
    if across:
        kept &= sources[left] != sources[right]
    return pa.table({"l": ids[left[kept]], "r": ids[right[kept]]})
