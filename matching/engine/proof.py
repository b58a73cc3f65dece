"""What pairs that a strong identifier decides prove of those it does not: whether pairs that agree
and differ in just the same way are one thing."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from matching.engine.scoring import strong_bits
from matching.engine.weights import Weights
from matching.model import MatchModel, ModelComparison

Flags = npt.NDArray[np.bool_]
Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]

# Levels of about the same bits are one grade: against, neither, for (in three steps); 0 is silence.
STEPS = (-2.0, 2.0, 7.0, 9.0)
ABSENT, AGAINST = 0, 1
# What a group of like patterns is believed to be before any pair of it is seen, as so many pairs.
DOUBT = 5.0
# So many decided pairs tell how often numbers are wrong where everything else agrees.
MANY = 100
# Of a kind that was seen less often nothing is known.
SEEN = 50
# Of a pattern that was seen so often the share is its own, not what was believed of its kind.
OFTEN = 10
# A pattern is proven where so few of its pairs are of two things, wrong numbers aside.
FEW = 0.025
# And unlikely where so many are.
MOST = 0.5


@dataclass(frozen=True)
class Proof:
    """Of the pairs that no strong identifier decides: which are as good as decided, which not."""

    proven: Flags
    often: Flags  # proven by so many of the very same pattern that no guard is wiser
    doubtful: Flags  # their kind was seen often, and is not always one thing
    unlikely: Flags  # more of their kind are two things than one


@dataclass(frozen=True)
class Decided:
    """Which pairs have equal strong identifiers, contradicting ones, or neither."""

    same: Flags
    other: Flags
    undecided: Flags


def proof(model: MatchModel, weights: Weights, pairs: pa.Table, told: Decided) -> Proof | None:
    """Measured on the pairs themselves, without labels; None where identifiers decide too few."""
    rest = [one for one in model.comparisons if one.field not in model.strong]
    if not rest:
        return None
    levels = np.stack([_gamma(one, pairs) for one in rest], axis=1)
    grades = np.stack([_grades(one, weights, pairs) for one in rest], axis=1)
    alike = _share(told, _numbered(grades), np.full(pairs.num_rows, 0.5))
    if not (known := alike.pairs >= MANY).any():
        return None
    wrong = float(alike.others[known].min())
    exactly = _share(told, _numbered(levels), alike.others)
    proven = told.undecided & (exactly.others - wrong <= FEW)
    doubtful = told.undecided & ~proven & (alike.pairs >= SEEN)
    often = proven & (exactly.pairs >= OFTEN)
    return Proof(proven, often, doubtful, told.undecided & (exactly.others > MOST))


@dataclass(frozen=True)
class _Share:
    """Per pair, of its pattern: how many pairs are decided, and the share that are two things."""

    pairs: Floats
    others: Floats


def _share(told: Decided, pattern: Ints, believed: Floats) -> _Share:
    """The share of each pattern; of few pairs it stays near what was believed."""
    same = np.bincount(pattern, told.same)[pattern]
    other = np.bincount(pattern, told.other)[pattern]
    seen: Floats = np.asarray(same + other, np.float64)
    return _Share(seen, (other + DOUBT * believed) / (seen + DOUBT))


def decided(model: MatchModel, weights: Weights, pairs: pa.Table) -> Decided:
    """By the strong identifiers, but not of records whose identifier is perhaps another's."""
    same, other = np.zeros(pairs.num_rows, np.bool_), np.zeros(pairs.num_rows, np.bool_)
    for one in model.comparisons:
        if one.field in model.strong:
            gamma, grades = _gamma(one, pairs), _grades(one, weights, pairs)
            same |= gamma == len(one.levels) - 1
            other |= grades == AGAINST
    rest = pairs["weight"].to_numpy() - strong_bits(model, pairs)
    suspected = _touching(pairs, same & (rest < STEPS[0]))
    return Decided(same & ~suspected, other & ~same & ~suspected, ~same & ~other)


def _touching(pairs: pa.Table, flagged: Flags) -> Flags:
    """Which pairs have a record in common with a flagged one."""
    left, right = pairs["l"].to_numpy(), pairs["r"].to_numpy()
    records = np.union1d(left[flagged], right[flagged])
    return np.isin(left, records) | np.isin(right, records)


def _gamma(one: ModelComparison, pairs: pa.Table) -> Ints:
    """Levels as engines count them: from 0, the last; -1 where a side does not say."""
    found: Ints = pairs[f"gamma_{one.column}"].to_numpy().astype(np.int64)
    return found


def _bits(one: ModelComparison, weights: Weights) -> list[float]:
    """What the levels weigh, in the engines' order."""
    return [weights.bits(one.name, n) for n in reversed(range(len(one.levels)))]


def _grades(one: ModelComparison, weights: Weights, pairs: pa.Table) -> Ints:
    """Levels that weigh about the same as one."""
    grades = np.r_[np.digitize(_bits(one, weights), STEPS) + 1, ABSENT]
    found: Ints = grades[_gamma(one, pairs)].astype(np.int64)
    return found


def _numbered(patterns: Ints) -> Ints:
    """A number for each different row."""
    found: Ints = np.unique(patterns, axis=0, return_inverse=True)[1].ravel().astype(np.int64)
    return found
