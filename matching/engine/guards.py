"""What guards and thresholds make of weighed pairs: the same, for review, or apart."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from matching.model import ABSENT, Condition, Guard, MatchModel

Flags = npt.NDArray[np.bool_]
SAME, REVIEW, APART = "same", "review", "apart"
YES = "yes"


def verdicts(model: MatchModel, pairs: pa.Table) -> npt.NDArray[np.str_]:
    """Per pair `same`, `review` or `apart`.

    The weight says one thing, a guard can only say less: of a pair that a guard keeps apart no
    weight makes one.
    """
    weight = pairs["weight"].to_numpy()
    limits = model.thresholds
    review = limits.join if limits.review is None else limits.review
    found = np.where(weight >= limits.join, SAME, np.where(weight >= review, REVIEW, APART))
    capped, apart = guarded(model, pairs)
    found = np.where(capped & (found == SAME), REVIEW, found)
    return np.where(apart, APART, found)


def guarded(model: MatchModel, pairs: pa.Table, unclaimed: bool = False) -> tuple[Flags, Flags]:
    """Which pairs guards leave to people at most, and which they keep apart.

    `unclaimed`: as if nobody else claimed either record.
    """
    none = np.zeros(pairs.num_rows, np.bool_)
    capped, apart = none.copy(), none.copy()
    for guard in model.guards:
        caught = catches(model, guard, pairs, unclaimed)
        if guard.verdict == APART:
            apart |= caught
        else:
            capped |= caught
    return capped, apart


def catches(model: MatchModel, guard: Guard, pairs: pa.Table, unclaimed: bool = False) -> Flags:
    """Which pairs a guard speaks of."""
    caught = _holds(model, guard.when, pairs)
    if guard.below is not None:
        caught &= pairs["weight"].to_numpy() < guard.below
    for exception in (*guard.unless, *(guard.unclaimed if unclaimed else ())):
        caught &= ~_holds(model, exception, pairs)
    return caught


def _holds(model: MatchModel, condition: Condition, pairs: pa.Table) -> Flags:
    """Where every part of a condition holds."""
    holds = np.ones(pairs.num_rows, np.bool_)
    known = {one.name: one for one in model.comparisons}
    for name, said in condition.items():
        if name in model.facts:
            column = pairs[name].to_numpy(zero_copy_only=False).astype(np.bool_)
            holds &= column == (YES in said)
            continue
        one = known[name]
        meant = frozenset[str]().union(*map(one.meant, said))
        last = len(one.levels) - 1
        gammas = [last - n for n, level in enumerate(one.levels) if level.name in meant]
        gammas += [-1] if ABSENT in meant else []
        gamma = pairs[f"gamma_{one.column}"].to_numpy()
        holds &= np.isin(gamma, gammas)
    return holds
