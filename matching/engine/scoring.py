"""Weights of given pairs over given feature tables, by Splink."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from matching.engine.base import Backend
from matching.engine.features import ID, frequent
from matching.engine.kin import discounted
from matching.engine.weights import Weights, splink_settings
from matching.model import MatchModel

PORTION = 1_000_000


def compare(
    backend: Backend, model: MatchModel, weights: Weights, pairs: str, frequencies: bool = True
) -> str:
    """Score the pairs (l, r) of a table of the backend over its `nodes`; the table of the result.

    It has, per comparison, `gamma_` (level, counted from 0 = the last; -1 = absent), `mw_` and
    `mw_tf_adj_` (bits), and `match_weight`, their sum and the prior's. Without `frequencies`
    every value weighs alike.
    """
    import splink

    api = backend.splink()
    chosen = splink_settings(model, weights, backend.condition, frequencies)
    linker = splink.Linker(api.register("nodes"), chosen, log_level=None, validate_settings=False)
    backend.make(
        "blocked", f"select '0' as match_key, l as join_key_l, r as join_key_r from {pairs}"
    )
    tables = linker.table_management
    tables.register_blocked_pairs_for_predict(api.register("blocked"))
    for column in frequent(model) if frequencies else ():
        # Splink would count the rows at hand; ours know which rows are probably one thing.
        backend.make(
            f"tf_of_{column}",
            f"select distinct {column}, share_{column} as tf_{column} from nodes"
            f" where {column} is not null",
        )
        tables.register_term_frequency_lookup(api.register(f"tf_of_{column}"), column)
    return str(linker.inference.predict(warning_mode="never").physical_name)


def scored(
    backend: Backend,
    model: MatchModel,
    weights: Weights,
    least: float,
    pairs: str = "pairs",
    frequencies: bool = True,
) -> Iterator[pa.Table]:
    """The pairs of a table that weigh at least so much, in portions of bounded memory."""
    total = backend.fetch(f"select count(*) as n from {pairs}")["n"][0].as_py()
    portions = max(1, -(-total // PORTION))
    for n in range(portions):
        name = pairs
        if portions > 1:
            name = "portion"
            backend.make(name, f"select l, r from {pairs} where (l * 31 + r) % {portions} = {n}")
        result = compare(backend, model, weights, name, frequencies)
        columns = ", ".join(columns_of(model, frequencies))
        found = backend.fetch(
            f"select {ID}_l as l, {ID}_r as r, match_weight as weight, {columns}"
            f" from {result} where match_weight >= {least:f} order by l, r"
        )
        backend.drop(result)
        yield discounted(model, weights, found)


def columns_of(model: MatchModel, frequencies: bool) -> list[str]:
    """Per comparison its level, and its bits with those of frequency."""
    found = []
    for one in model.comparisons:
        adjusted = frequencies and any(level.frequent for level in one.levels)
        bits = f"mw_{one.column}" + (f" + mw_tf_adj_{one.column}" if adjusted else "")
        found += [f"gamma_{one.column}", f"{bits} as bits_{one.column}"]
    return found


def strong_bits(model: MatchModel, pairs: pa.Table) -> npt.NDArray[np.float64]:
    """What the strong identifiers of scored pairs weigh."""
    found = np.zeros(pairs.num_rows)
    for one in model.comparisons:
        if one.field in model.strong:
            found += np.nan_to_num(pairs[f"bits_{one.column}"].to_numpy())
    return found


def patterns(
    backend: Backend, model: MatchModel, weights: Weights, pairs: str
) -> tuple[pa.Table, int]:
    """How often each combination of levels stands among the pairs of a table, and their number."""
    result = compare(backend, model, weights, pairs, frequencies=False)
    names = ", ".join(f"gamma_{one.column}" for one in model.comparisons)
    found = backend.fetch(f"select {names}, count(*) as n from {result} group by {names}")
    backend.drop(result)
    return found, int(sum(found["n"].to_pylist()))
