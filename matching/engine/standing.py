"""What all that is known makes of weighed pairs: how heavy, for people only, or apart."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from matching.engine.contest import contested
from matching.engine.guards import guarded
from matching.engine.proof import decided, proof
from matching.engine.variants import explained
from matching.engine.weights import Weights
from matching.model import MatchModel

Flags = npt.NDArray[np.bool_]
Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Standing:
    """Per pair its weight, whether it is left to people, and whether it is apart."""

    weight: Floats
    capped: Flags
    apart: Flags

    def ruled(self, join: float) -> Floats:
        """The weights, with what is left to people too light to join."""
        return np.where(self.capped, np.minimum(self.weight, join - 1), self.weight)


def standing(model: MatchModel, weights: Weights, pairs: pa.Table, listed: Ints) -> Standing:
    """By the guards, then by what the strong identifiers of these very records show, then by who
    else claims the same record; `listed` says in which register each stands."""
    weight = pairs["weight"].to_numpy().astype(np.float64)
    capped, apart = guarded(model, pairs)
    told = decided(model, weights, pairs)
    if by_contest := model.thresholds.lead > 0:
        # Two entries of one register claim each other's number.
        two = listed[pairs["l"].to_numpy()] != listed[pairs["r"].to_numpy()]
        capped = np.where(told.same & two, guarded(model, pairs, unclaimed=True)[0], capped)
    rivals = apart
    if model.strong:
        shown = proof(model, weights, pairs, told)
        if shown is not None:
            # A rule of prudence is for want of evidence.
            capped = (capped & ~shown.proven) | shown.doubtful
            apart = apart & ~(shown.often & (weight >= model.thresholds.join))
            lifted = shown.proven & ~apart
            weight = np.where(lifted, np.maximum(weight, model.thresholds.join), weight)
        clear = (weight >= model.thresholds.join) & ~capped & ~apart
        two_ways = explained(pairs, told.same & clear, clear, told.undecided & apart)
        capped, apart = capped | two_ways, apart & ~two_ways
        rivals = apart if shown is None else apart | shown.unlikely
    if by_contest:
        capped = capped | contested(model, pairs, told, apart, rivals)
    return Standing(weight, capped, apart)
