"""How alike two texts are, letter by letter: what engines cannot say the same of every script.

DuckDB's own functions count bytes: one Chinese character for another is three letters wrong. Those
that Splink gives Spark have a Jaro and Winkler of their own. These speak for both where it matters.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from rapidfuzz.distance import DamerauLevenshtein, JaroWinkler, Levenshtein
from rapidfuzz.process import cpdist

Judge = Callable[[pa.Array, pa.Array], pa.Array]


def jaro_winkler(left: pa.Array, right: pa.Array) -> pa.Array:
    """Likeness after Jaro and Winkler, 0 to 1; nothing is not like nothing."""
    judged = _judged(left, right, JaroWinkler.normalized_similarity, np.float64)
    return pc.if_else(pc.equal(left, ""), 0.0, judged)


def levenshtein(left: pa.Array, right: pa.Array) -> pa.Array:
    """Letters to put in, leave out or change."""
    return _judged(left, right, Levenshtein.distance, np.int64)


def damerau(left: pa.Array, right: pa.Array) -> pa.Array:
    """The same, with two neighbours that were swapped counted once."""
    return _judged(left, right, DamerauLevenshtein.distance, np.int64)


JUDGES: dict[str, tuple[Judge, pa.DataType]] = {
    "jaro_winkler": (jaro_winkler, pa.float64()),
    "levenshtein": (levenshtein, pa.int64()),
    "damerau": (damerau, pa.int64()),
}


def _judged(left: pa.Array, right: pa.Array, scorer: Any, kind: Any) -> pa.Array:
    """Every pair judged; null where one of the two is."""
    known = pc.and_(pc.is_valid(left), pc.is_valid(right))
    ones, others = (pc.fill_null(side, "").to_pylist() for side in (left, right))
    judged = pa.array(cpdist(ones, others, scorer=scorer, dtype=kind))
    return pc.if_else(known, judged, pa.nulls(len(judged), judged.type))
