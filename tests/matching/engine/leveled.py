"""Pairs of persons by the levels they stand at, weighed as the shipped model weighs them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pyarrow as pa

from matching.engine.weights import start
from matching.model import load

Levels = Mapping[str, str]
SURE = {"name": "same", "birth": "same", "sex": "same", "place": "door", "phone": "same"}


def weighed(pairs: Sequence[tuple[int, int, Levels]]) -> pa.Table:
    """Records by number, and what their comparisons come to; what is not said is absent."""
    model = load("person")
    weights = start(model)
    left, right, said = zip(*pairs, strict=True)
    found = pa.table({"l": pa.array(left, pa.int64()), "r": pa.array(right, pa.int64())})
    total = [0.0] * len(pairs)
    for one in model.comparisons:
        names = [level.name for level in one.levels]
        places = [names.index(row[one.name]) if one.name in row else None for row in said]
        bits = [0.0 if place is None else weights.bits(one.name, place) for place in places]
        gammas = [-1 if place is None else len(names) - 1 - place for place in places]
        found = found.append_column(f"gamma_{one.column}", pa.array(gammas))
        found = found.append_column(f"bits_{one.column}", pa.array(bits))
        total = [before + more for before, more in zip(total, bits, strict=True)]
    return found.append_column("weight", pa.array(total))
