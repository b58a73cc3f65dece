"""Judges given pairs of given rows: weight, verdict, and what spoke for and against, by field."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from matching.engine.backends import backend
from matching.engine.base import Backend
from matching.engine.features import ID, SOURCE, features, taught, with_frequencies
from matching.engine.frequencies import Frequencies, shipped
from matching.engine.guards import APART, catches, verdicts
from matching.engine.parting import parted, telling
from matching.engine.scoring import scored
from matching.engine.weights import Weights, start
from matching.model import MatchModel, ModelField

PORTION = 200_000
Fields: TypeAlias = tuple[ModelField, ...]


@dataclass(frozen=True)
class Judge:
    """A model with its weights, ready to judge pairs that were found elsewhere."""

    model: MatchModel
    weights: Weights
    frequencies: Frequencies | None = None
    # The model's fields as all rows taught them, where those that are judged are only some.
    fields: Fields | None = None

    @classmethod
    def of(cls, model: MatchModel) -> Judge:
        """With the weights and frequencies that ship with the model."""
        return cls(model, start(model), shipped(model))

    def judge(
        self,
        rows: pa.Table,
        pairs: pa.Table,
        keep_apart: bool | str = False,
        unknown: str | None = None,
    ) -> Iterator[pa.Table]:
        """The verdicts on pairs, portion by portion, so that memory is bounded.

        `rows` has `unique_id` and the model's columns, `pairs` has `l` and `r` and the facts the
        model's guards ask for. Each portion has the pairs' own columns and `weight` (bits),
        `probability`, `verdict`, and per comparison `gamma_…` and `bits_…`. Pairs that are apart
        are left out unless they are asked for: all, or those of which a column of `pairs` says so.
        Rows are only looked at where a pair needs them. A fact that is `unknown` is yet to be found
        out, which may be dear: pairs are told twice, as if it were so and as if it were not.
        """
        fields = self.fields or taught(self.model, rows)
        for begin in range(0, pairs.num_rows, PORTION):
            with backend() as engine:
                nodes, left = self._left(
                    engine, fields, rows, pairs.slice(begin, PORTION), keep_apart
                )
                if left.num_rows:
                    yield self._judged(self._weighed(engine, nodes, left), keep_apart, unknown)

    def _left(
        self, engine: Backend, fields: Fields, rows: pa.Table, pairs: pa.Table,
        keep_apart: bool | str,
    ) -> tuple[pa.Table, pa.Table]:  # fmt: skip
        """The features of the rows that are wanted, and the pairs of them: without those that a
        few fields keep apart, where nobody asks for them."""
        rows = _needed(rows, pairs)
        few = frozenset[str]() if keep_apart is True else telling(self.model)
        first = [field for field in fields if field.name in few]
        nodes = features(self.model, rows, rows[ID].combine_chunks(), fields=first)
        if few:
            lost = parted(engine, self.model, few, nodes, pairs)
            if keep_apart:
                lost &= ~pairs[keep_apart].to_numpy(zero_copy_only=False)
            pairs = pairs.filter(pa.array(~lost))
            rows, nodes = _needed(rows, pairs), _needed(nodes, pairs)
        rest = [field for field in fields if field.name not in few]
        others = features(self.model, rows, rows[ID].combine_chunks(), fields=rest)
        for name in others.column_names[nodes.column_names.index(SOURCE) + 1 :]:
            nodes = nodes.append_column(name, others[name])
        return nodes, pairs

    def _weighed(self, engine: Backend, nodes: pa.Table, pairs: pa.Table) -> pa.Table:
        """The pairs with their weights, and what else was known of them."""
        engine.register("nodes", with_frequencies(self.model, nodes, known=self.frequencies or {}))
        engine.register("pairs", pairs.select(["l", "r"]))
        weighed = pa.concat_tables(scored(engine, self.model, self.weights, -1e9))
        facts = [name for name in pairs.column_names if name not in ("l", "r")]
        if not facts:
            return weighed
        return weighed.join(pairs, ["l", "r"], join_type="inner").sort_by(
            [("l", "ascending"), ("r", "ascending")]
        )

    def _judged(self, weighed: pa.Table, keep_apart: bool | str, unknown: str | None) -> pa.Table:
        if unknown:
            weighed = pa.concat_tables(
                weighed.append_column(unknown, pa.array([said] * weighed.num_rows, pa.bool_()))
                for said in (False, True)
            )
        found = verdicts(self.model, weighed)
        odds = np.exp2(np.clip(weighed["weight"].to_numpy(), -500, 500))
        weighed = weighed.append_column("probability", pa.array(odds / (1 + odds)))
        weighed = weighed.append_column("verdict", pa.array(found))
        if keep_apart is True:
            return weighed
        kept = pa.array(found != APART)
        return weighed.filter(pc.or_(kept, weighed[keep_apart]) if keep_apart else kept)


def _needed(rows: pa.Table, pairs: pa.Table) -> pa.Table:
    ends = [*pairs["l"].chunks, *pairs["r"].chunks]
    wanted = pc.unique(pa.chunked_array(ends, pairs.schema.field("l").type))
    return rows.filter(pc.is_in(rows[ID], value_set=wanted))


def reasons(model: MatchModel, weighed: pa.Table) -> list[str]:
    """Per pair, as JSON: its weight, what spoke for and against it, the weightiest first, the level
    of each, and the guards that leave it to people."""
    columns = [f"{kind}_{one.column}" for one in model.comparisons for kind in ("bits", "gamma")]
    guards = [guard for guard in model.guards if guard.verdict != APART]
    caught = [catches(model, guard, weighed) for guard in guards]
    # Engines count levels from the last.
    levels = [
        (one.name, f"bits_{one.column}", f"gamma_{one.column}",
         [level.name for level in reversed(one.levels)])
        for one in model.comparisons
    ]  # fmt: skip
    told = []
    for place, row in enumerate(weighed.select(["weight", *columns]).to_pylist()):
        reason = _reason(levels, row)
        if held := [guards[n] for n, mask in enumerate(caught) if mask[place]]:
            reason["guards"] = [{"zh": guard.zh, "en": guard.en} for guard in held]
        told.append(json.dumps(reason, ensure_ascii=False))
    return told


def _reason(levels: list[tuple[str, str, str, list[str]]], row: dict[str, Any]) -> dict[str, Any]:
    bits = {name: round(row[said], 1) for name, said, _, _ in levels}
    order = sorted(bits.items(), key=lambda item: -abs(item[1]))
    return {
        "weight": round(row["weight"], 1),
        "agreed": {name: value for name, value in order if value > 0},
        "disagreed": {name: value for name, value in order if value < 0},
        "levels": {name: named[row[at]] for name, _, at, named in levels if row[at] >= 0},
    }


def caught_by(model: MatchModel, weighed: pa.Table, row: int) -> list[tuple[str, str, str]]:
    """The guards that speak of one pair: verdict and words (zh, en)."""
    one = weighed.slice(row, 1)
    return [
        (guard.verdict, guard.zh, guard.en)
        for guard in model.guards
        if catches(model, guard, one)[0]
    ]
