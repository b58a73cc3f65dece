"""Finds out from nothing which records of some files are one thing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from matching.engine.backends import backend
from matching.engine.base import Backend
from matching.engine.blocking import Key, block
from matching.engine.clustering import clusters, connected, leading
from matching.engine.features import SOURCE, numbered, registers, with_frequencies
from matching.engine.frequencies import shipped
from matching.engine.scoring import scored
from matching.engine.standing import standing
from matching.engine.training import learn
from matching.engine.weights import Weights, start
from matching.model import MatchModel

Ints = npt.NDArray[np.int64]
Progress = Callable[[str], None]
# Pairs that weigh less are of no account.
FLOOR = -25.0
# From here on two are probably one, before frequencies are known.
PROBABLY = 6.0
# A source is free of duplicates when so few of its records have a double in it, and so few of
# them for each that has one in another source.
FEW, FEW_OF = 0.01, 0.05
# So many records teach; with fewer the shipped weights stand.
ENOUGH = 500


@dataclass(frozen=True)
class Linked:
    """What came of it: per record its cluster, the weighed pairs, and how they were found."""

    clusters: Ints
    sources: Ints
    candidates: pa.Table  # l, r
    pairs: pa.Table  # those of some weight: l, r, weight, gamma_…, bits_…
    keys: tuple[Key, ...]
    weights: Weights
    unique: bool


def link(
    model: MatchModel, tables: Sequence[pa.Table], progress: Progress = lambda line: None
) -> Linked:
    """Cluster the rows of some tables; rows are numbered through all of them."""
    nodes = numbered(model, tables)
    sources = nodes[SOURCE].to_numpy().astype(np.int64)
    progress(f"{nodes.num_rows:,} records; finding candidates")
    with backend() as engine:
        engine.register("nodes", nodes)
        across = len(tables) > 1 and model.sources == "unique"
        keys = block(engine, model, nodes.num_rows, across)
        candidates = engine.fetch("select l, r from pairs")
        progress(
            f"{candidates.num_rows:,} candidate pairs by {len(keys) or 'no'} keys; learning weights"
        )
        weights = _weights(engine, model, nodes.num_rows, across)
        progress("scoring")
        _frequencies(engine, model, weights, nodes)
        pairs = pa.concat_tables(scored(engine, model, weights, FLOOR))
    unique = across or _unique(model, pairs, sources, len(tables))
    if unique and not across:
        # Of all pairs only those of two sources can be one thing: each is so much likelier.
        within = sum(int(k) ** 2 for k in np.bincount(sources)) / nodes.num_rows**2
        pairs = _across(pairs, sources, -float(np.log2(1 - within)))
    return Linked(
        _clusters(
            model, weights, pairs, registers(model, tables), sources if unique else None
        ),
        sources, candidates, pairs, keys, weights, unique,
    )  # fmt: skip


def _weights(engine: Backend, model: MatchModel, rows: int, across: bool) -> Weights:
    """As shipped, or learnt from the records where the model says so."""
    given = start(model)
    if model.training == "shipped" or (model.training == "auto" and rows < ENOUGH):
        # The shipped prior speaks of a whole population; among few there are few namesakes.
        return given.with_prior(max(given.prior, 1 / max(rows, 2)))
    return learn(engine, model, given, across)


def _frequencies(engine: Backend, model: MatchModel, weights: Weights, nodes: pa.Table) -> None:
    """Give the records how frequent their values are, each thing counted once."""
    known = shipped(model)
    if known is not None and model.training == "shipped":
        engine.register("nodes", with_frequencies(model, nodes, known=known))
        return
    sure = [
        (table["l"].to_numpy(), table["r"].to_numpy())
        for table in scored(engine, model, weights, PROBABLY, frequencies=False)
    ]
    left, right = (np.concatenate([np.empty(0, np.int64), *side]) for side in _sides(sure))
    things = connected(nodes.num_rows, left, right)
    engine.register("nodes", with_frequencies(model, nodes, things))


def _sides(sure: list[tuple[Ints, Ints]]) -> tuple[list[Ints], list[Ints]]:
    return [left for left, _ in sure], [right for _, right in sure]


def _unique(model: MatchModel, pairs: pa.Table, sources: Ints, count: int) -> bool:
    """Whether no source lists a thing twice, as far as the weights tell."""
    if count < 2 or model.sources == "mixed":
        return False
    sure = pairs.filter(
        pa.array(pairs["weight"].to_numpy() >= max(PROBABLY, model.thresholds.join))
    )
    left, right = sure["l"].to_numpy(), sure["r"].to_numpy()
    inside = sources[left] == sources[right]
    doubled = len(np.unique(np.r_[left[inside], right[inside]]))
    linked = len(np.unique(np.r_[left[~inside], right[~inside]]))
    return doubled <= FEW * len(sources) and doubled <= FEW_OF * linked


def _across(pairs: pa.Table, sources: Ints, bits: float) -> pa.Table:
    """The pairs of two sources, with so much more weight."""
    kept = pairs.filter(pa.array(sources[pairs["l"].to_numpy()] != sources[pairs["r"].to_numpy()]))
    place = kept.column_names.index("weight")
    return kept.set_column(place, "weight", pa.array(kept["weight"].to_numpy() + bits))


def _clusters(
    model: MatchModel, weights: Weights, pairs: pa.Table, listed: Ints, sources: Ints | None
) -> Ints:
    left, right = pairs["l"].to_numpy(), pairs["r"].to_numpy()
    found, join = standing(model, weights, pairs, listed), model.thresholds.join
    weight = found.ruled(join)
    if model.thresholds.lead and sources is not None:
        leads = leading(left, right, found.weight, model.thresholds.lead)
        weight = np.where(leads, weight, np.minimum(weight, join - 1))
    return clusters(len(listed), left, right, weight, found.apart, join, sources)
