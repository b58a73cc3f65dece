"""Scores after GB/T 36344: a rule's is A/B, a dimension's the mean of its rules', the total the
mean of the dimensions'.

Means are unweighted, as in GLEIF's public reports: a weight is an opinion that a reader of the
figure cannot see. Advice is shown and not scored. A dimension without rules has no score.
"""

from __future__ import annotations

from collections.abc import Iterable
from statistics import fmean
from typing import Literal

from quality.dimensions import DIMENSIONS, Dimension
from quality.findings import Finding

Colour = Literal["red", "orange", "yellow", "green"]


def by_dimension(findings: Iterable[Finding]) -> dict[Dimension, float]:
    """The score of each dimension that was assessed."""
    scored: dict[Dimension, list[float]] = {}
    for finding in findings:
        if finding.severity != "advice":
            scored.setdefault(finding.dimension, []).append(finding.score)
    return {name: fmean(scored[name]) for name in DIMENSIONS if name in scored}


def total(findings: Iterable[Finding]) -> float | None:
    """The score of the delivery; None where nothing was assessed."""
    scores = by_dimension(findings)
    return fmean(scores.values()) if scores else None


def colour(score: float) -> Colour:
    """GLEIF's bands: up to 90 % red, up to 95 % orange, up to 98 % yellow, above green."""
    if score <= 0.90:
        return "red"
    if score <= 0.95:
        return "orange"
    return "yellow" if score <= 0.98 else "green"
