"""What agreement and disagreement weigh: probabilities per level, shipped or learnt."""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from matching.artefacts import TRAINED, Artefact
from matching.model import MatchModel, ModelComparison
from runtime.errors import SikuError

# How likely two records are one thing before anything is compared, where nothing was learnt.
PRIOR = 1e-6
LEAST = 1e-12


class Unfit(SikuError):
    """Weights that were learnt for another model, or for what this one was."""


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
    """What the model learnt; and, where it learnt nothing, what the types say.

    Of a comparison that was another when it learnt, it learnt nothing.
    """
    typed, artefact = of_types(model), model.artefact
    if artefact is None:
        return typed
    m, u, kin = dict(typed.m), dict(typed.u), as_imagined(model, typed)
    strange = strangers(model, artefact)
    for one in model.comparisons:
        if one.name not in strange:
            said = artefact.content["comparisons"][one.name]
            levels = [said[level.name] for level in one.levels]
            m[one.name] = tuple(level["m"] for level in levels)
            u[one.name] = tuple(level["u"] for level in levels)
            kin[one.name] = tuple(level.get("kin", level["u"]) for level in levels)
    source = artefact.name
    if strange:
        source += f" (as the types say: {', '.join(strange)})"
    prior, kin_prior = artefact.content["prior"], artefact.content["kin_prior"]
    learnt = Weights(m, u, prior, source, kin if kin_prior else None, kin_prior)
    return bounded(model, learnt)


def as_imagined(model: MatchModel, weights: Weights) -> dict[str, tuple[float, ...]]:
    """Kin as the types imagine them: they share what can be shared, and nothing else."""
    return {
        one.name: (weights.m if one.comparison.kin == "shared" else weights.u)[one.name]
        for one in model.comparisons
    }


def strangers(model: MatchModel, artefact: Artefact) -> list[str]:
    """The comparisons that were others when an artefact was made, or that it does not know."""
    known, marks = artefact.content["comparisons"], artefact.content.get("marks", {})
    return [
        one.name
        for one in model.comparisons
        if marks.get(one.name) != mark(one)
        or not {level.name for level in one.levels} <= known.get(one.name, {}).keys()
    ]


def must_fit(model: MatchModel, artefact: Artefact) -> None:
    """Refuse weights that are not of this model as it is."""
    if strange := strangers(model, artefact):
        raise Unfit(
            f"{artefact.name} says nothing of {', '.join(strange)} as {model.model} compares now:"
            f" it was made for {artefact.model}, before the model changed or for another",
            where=str(model.file),
            hint="train it anew: ./siku match train --help",
        )


def mark(one: ModelComparison) -> str:
    """What tells a comparison from what it was or may become: weights are of its levels as they
    are, whichever columns its field comes from."""
    levels = [(level.name, level.condition, level.frequent, level.most) for level in one.levels]
    asked = [one.comparison.kin, one.comparison.needs, levels]
    return hashlib.sha256(json.dumps(asked).encode()).hexdigest()[:12]


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


def artefact(model: MatchModel, weights: Weights, made: Mapping[str, Any]) -> Artefact:
    """Weights as an artefact that a person can review line by line."""
    comparisons: dict[str, dict[str, dict[str, float]]] = {}
    for one in model.comparisons:
        levels = comparisons[one.name] = {}
        for n, level in enumerate(one.levels):
            m, u = _short(weights.m[one.name][n]), _short(weights.u[one.name][n])
            levels[level.name] = {"m": m, "u": u, "bits": round(weights.bits(one.name, n), 1)}
            if weights.kin is not None:
                levels[level.name]["kin"] = _short(weights.kin[one.name][n])
    content = {
        "model": model.model, "made": dict(made), "prior": _short(weights.prior),
        "kin_prior": _short(weights.kin_prior), "comparisons": comparisons,
        "marks": {one.name: mark(one) for one in model.comparisons},
    }  # fmt: skip
    return Artefact(f"{model.model}{TRAINED}", content)


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
