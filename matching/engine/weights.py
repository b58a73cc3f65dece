"""What agreement and disagreement weigh: probabilities per level, shipped or learnt."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from matching.model import MatchModel, ModelComparison

# How likely two records are one thing before anything is compared, where nothing was learnt.
PRIOR = 1e-6
LEAST = 1e-12


@dataclass(frozen=True)
class Weights:
    """Per comparison and level, how often one thing (m) and two things (u) stand there."""

    m: Mapping[str, tuple[float, ...]]
    u: Mapping[str, tuple[float, ...]]
    prior: float = PRIOR
    source: str = "types"
    # The same of kin (see matching.engine.kin), and how likely two records are kin.
    kin: Mapping[str, tuple[float, ...]] | None = None
    kin_prior: float = 0.0

    def bits(self, comparison: str, level: int) -> float:
        """What a level weighs, its frequencies aside; levels count from the best."""
        return math.log2(max(self.m[comparison][level], LEAST)) - math.log2(
            max(self.u[comparison][level], LEAST)
        )

    @property
    def prior_bits(self) -> float:
        """What every pair starts from."""
        return math.log2(self.prior / (1 - self.prior))

    def with_prior(self, prior: float) -> Weights:
        """The same with another start."""
        return replace(self, prior=min(max(prior, LEAST), 0.5))


def bounded(model: MatchModel, weights: Weights) -> Weights:
    """The same, with no level weighing more than its type lets it."""
    m = dict(weights.m)
    for one in model.comparisons:
        m[one.name] = tuple(
            min(m_, u_ * 2.0**level.most) if level.most is not None else m_
            for m_, u_, level in zip(m[one.name], weights.u[one.name], one.levels, strict=True)
        )
    return replace(weights, m=m)


def start(model: MatchModel) -> Weights:
    """The trained artefact beside a shipped model, or what the types say."""
    typed = of_types(model)
    path = artefact(model)
    if path is None or not path.is_file():
        return typed
    kept: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    m, u, kin = dict(typed.m), dict(typed.u), dict(typed.u)
    for one in model.comparisons:
        levels = kept["comparisons"].get(one.name)
        if levels and list(levels) == [level.name for level in one.levels]:
            m[one.name] = tuple(entry["m"] for entry in levels.values())
            u[one.name] = tuple(entry["u"] for entry in levels.values())
            kin[one.name] = tuple(entry.get("kin", entry["u"]) for entry in levels.values())
    known = kin if kept.get("kin_prior") else None
    learnt = Weights(m, u, kept["prior"], path.name, known, kept.get("kin_prior", 0.0))
    return bounded(model, learnt)


def of_types(model: MatchModel) -> Weights:
    """What the types themselves say of their levels."""
    said = Weights(
        {one.name: shares(tuple(level.m for level in one.levels)) for one in model.comparisons},
        {one.name: shares(tuple(level.u for level in one.levels)) for one in model.comparisons},
    )
    return bounded(model, said)


def shares(values: tuple[float, ...]) -> tuple[float, ...]:
    """Scaled to a sum of one."""
    whole = sum(values)
    return tuple(value / whole for value in values)


def artefact(model: MatchModel) -> Path | None:
    """Where a model's trained weights are kept: beside its file."""
    return None if model.file is None else model.file.with_suffix(".trained.json")


def save(model: MatchModel, weights: Weights, path: Path, learnt_from: str) -> None:
    """Write weights as an artefact that a person can review line by line."""
    comparisons: dict[str, dict[str, dict[str, float]]] = {}
    for one in model.comparisons:
        levels = comparisons[one.name] = {}
        for n, level in enumerate(one.levels):
            m, u = weights.m[one.name][n], weights.u[one.name][n]
            levels[level.name] = {
                "m": _short(m),
                "u": _short(u),
                "bits": round(math.log2(m / u), 1),
            }
            if weights.kin is not None:
                levels[level.name]["kin"] = _short(weights.kin[one.name][n])
    content = {
        "model": model.model, "learnt_from": learnt_from, "prior": _short(weights.prior),
        "kin_prior": _short(weights.kin_prior), "comparisons": comparisons,
    }  # fmt: skip
    path.write_text(json.dumps(content, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


def _short(value: float) -> float:
    return float(f"{value:.3g}")


def splink_settings(
    model: MatchModel, weights: Weights, condition: Any, frequencies: bool = True
) -> dict[str, Any]:
    """Splink's settings for a model; `condition` puts a level's condition in the engine's words."""
    return {
        "link_type": "dedupe_only",
        "unique_id_column_name": "unique_id",
        "probability_two_random_records_match": weights.prior,
        "blocking_rules_to_generate_predictions": [],
        "retain_matching_columns": True,  # the levels come with them
        "retain_intermediate_calculation_columns": True,
        "comparisons": [
            _comparison(one, weights, condition, frequencies) for one in model.comparisons
        ],
    }


def _comparison(
    one: ModelComparison, weights: Weights, condition: Any, frequencies: bool
) -> dict[str, Any]:
    levels: list[dict[str, Any]] = [
        {"sql_condition": one.absent(), "label_for_charts": "absent", "is_null_level": True}
    ]
    for n, level in enumerate(one.levels):
        entry: dict[str, Any] = {
            "sql_condition": condition(one.condition(level)),
            "label_for_charts": level.name,
            "m_probability": max(weights.m[one.name][n], LEAST),
            "u_probability": max(weights.u[one.name][n], LEAST),
        }
        if level.frequent and frequencies:
            entry |= {
                "tf_adjustment_column": f"{one.field}_{level.frequent}",
                "tf_adjustment_weight": 1.0,
                "disable_tf_exact_match_detection": True,
            }
        levels.append(entry)
    return {"output_column_name": one.column, "comparison_levels": levels}
