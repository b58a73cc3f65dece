"""Learns weights from records without labels, and never strays far from where it started.

u comes from pairs drawn at random, m from expectation maximisation over the candidate pairs. Both
start from the shipped weights, which count as so many observed pairs more: few records change
little, many decide. The pairs that were not blocked count as different, so that the prior speaks of
all pairs, as the weights do.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from matching.engine.base import Backend
from matching.engine.features import ID, SOURCE
from matching.engine.kin import can_be, total
from matching.engine.scoring import patterns
from matching.engine.weights import LEAST, Weights, as_imagined, bounded, shares
from matching.model import MatchModel

SEED = 2024
RANDOM_PAIRS = 300_000
CANDIDATES = 1_000_000
# So many pairs the start counts for; and what was never seen may be half a pair.
BELIEF_M, BELIEF_U, UNSEEN = 20.0, 10.0, 0.5
# Kin differ in what is their own until many show otherwise; so few of them are none.
BELIEF_KIN, NO_KIN = 100.0, 5.0
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
    every = all_pairs(sources, across)
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
    weights = _with_kin(model, start.with_prior(max(start.prior, 1 / every)))
    for _ in range(ROUNDS):
        same, kin = likely(model, weights, candidates)
        m, u, related = {}, {}, {}
        other = random.counts * (1 - np.add(*likely(model, weights, random)))
        for n, one in enumerate(model.comparisons):
            levels, first = candidates.levels[:, n], start.m[one.name]
            m[one.name] = _blend(levels, candidates.counts * same, first, BELIEF_M, 0)
            u[one.name] = _blend(random.levels[:, n], other, start.u[one.name], BELIEF_U, UNSEEN)
            likest = first if one.comparison.kin == "shared" else u[one.name]
            counted = 0.0 if one.comparison.kin == "never" else candidates.counts * kin
            related[one.name] = _blend(levels, counted, likest, BELIEF_KIN, 0)
        learnt = bounded(model, Weights(m, u, source="data"))
        last, weights = weights, learnt.with_prior(_pairs(same, candidates) * share / every)
        if last.kin is not None:
            many = max(_pairs(kin, candidates) * share - NO_KIN, 0.0)
            weights = replace(weights, kin=related, kin_prior=many / every)
        if _moved(last, weights) < STILL:
            break
    return weights


def _with_kin(model: MatchModel, weights: Weights) -> Weights:
    """With kin as the types imagine them, half as many as there are of one thing."""
    if not can_be(model):
        return weights
    return replace(weights, kin=as_imagined(model, weights), kin_prior=weights.prior / 2)


def _pairs(likely: Floats, patterns: Patterns) -> float:
    """How many pairs are so."""
    return float((likely * patterns.counts).sum())


def likely(model: MatchModel, weights: Weights, patterns: Patterns) -> tuple[Floats, Floats]:
    """How likely each combination of levels is of one thing, and how likely of kin."""
    levels = {one.name: patterns.levels[:, n] for n, one in enumerate(model.comparisons)}
    nothing = np.zeros(len(patterns.counts))
    same = total(nothing + weights.prior_bits, levels, model, _bits(weights.m, weights.u))
    kin = np.full_like(nothing, -np.inf)
    if weights.kin is not None and weights.kin_prior > 0:
        first = nothing + np.log2(weights.kin_prior)
        kin = total(first, levels, model, _bits(weights.kin, weights.u))
    whole = np.logaddexp2(np.logaddexp2(same, kin), 0.0)
    return np.exp2(same - whole), np.exp2(kin - whole)


def _bits(
    of: Mapping[str, tuple[float, ...]], u: Mapping[str, tuple[float, ...]]
) -> dict[str, Floats]:
    """Per comparison, what each level says for such pairs and against any others."""
    return {
        name: np.log2(np.maximum(shares_, LEAST)) - np.log2(np.maximum(u[name], LEAST))
        for name, shares_ in of.items()
    }


def _blend(
    levels: Ints, counts: Floats | float, start: tuple[float, ...], belief: float, unseen: float
) -> tuple[float, ...]:
    """Observed shares of the levels, with the start as so many observations."""
    said = levels >= 0
    weighing = np.broadcast_to(np.asarray(counts, np.float64), levels.shape)[said]
    seen = np.bincount(levels[said], weighing, minlength=len(start))
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


def all_pairs(sources: Ints, across: bool) -> float:
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
