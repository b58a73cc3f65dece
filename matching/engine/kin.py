"""Pairs of two things that belong together: one household, one group of companies.

They share an address, a telephone, a surname, all at once: agreement that would prove two records
the same, were it not for kin. So there are three kinds of pairs, not two: the same, kin, and any
others. What all kin have in common weighs no more than that kin are rare; what is each one's own
decides. How many kin there are, and in what they agree, is learnt beside the rest.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from matching.engine.weights import LEAST, Weights
from matching.model import MatchModel

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]


def can_be(model: MatchModel) -> bool:
    """Whether some fields are shared by kin, and others tell them apart."""
    kinds = {one.comparison.kin for one in model.comparisons}
    return "shared" in kinds and len(kinds) > 1


def total(
    parts: Floats, levels: dict[str, Ints], model: MatchModel, table: dict[str, Floats]
) -> Floats:
    """Sum of what `table` says of each comparison's level (-1, absent, says nothing)."""
    summed = parts.copy()
    for one in model.comparisons:
        summed += np.append(table[one.name], 0.0)[levels[one.name]]
    return summed


def against_kin(model: MatchModel, weights: Weights) -> dict[str, Floats]:
    """Per comparison, what each level says for one thing and against kin, in bits."""
    assert weights.kin is not None
    return {
        name: np.log2(np.maximum(m, LEAST)) - np.log2(np.maximum(weights.kin[name], LEAST))
        for name, m in weights.m.items()
    }


def discounted(model: MatchModel, weights: Weights, weighed: pa.Table) -> pa.Table:
    """Weights of pairs, no greater than kin would let them be."""
    if weights.kin is None or weights.kin_prior <= 0 or not weighed.num_rows:
        return weighed
    levels = {}
    for one in model.comparisons:
        gamma = weighed[f"gamma_{one.column}"].to_numpy().astype(np.int64)
        levels[one.name] = np.where(gamma < 0, -1, len(one.levels) - 1 - gamma)
    start = np.full(weighed.num_rows, np.log2(weights.prior / weights.kin_prior))
    kin = total(start, levels, model, against_kin(model, weights))
    weight = weighed["weight"].to_numpy()
    both = -np.logaddexp2(-weight, -kin)
    column = weighed.column_names.index("weight")
    return weighed.set_column(column, "weight", pa.array(both)).append_column(
        "bits_kin", pa.array(both - weight)
    )
