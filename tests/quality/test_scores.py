"""Scores are A/B per rule, and unweighted means above; advice is not scored."""

from __future__ import annotations

import pytest

from quality.dimensions import Dimension, Severity
from quality.findings import Finding
from quality.scores import by_dimension, colour, total


def finding(
    dimension: Dimension, assessed: int, satisfied: int, severity: Severity = "warning"
) -> Finding:
    return Finding("r", None, dimension, severity, assessed, satisfied, "规则", "Rule")


def test_a_dimension_is_the_mean_of_its_rules_and_the_total_the_mean_of_the_dimensions() -> None:
    found = [
        finding("accuracy", 1000, 1000), finding("accuracy", 4, 2), finding("timeliness", 10, 9),
        finding("completeness", 10, 0, "advice"),
    ]  # fmt: skip
    assert by_dimension(found) == {"accuracy": 0.75, "timeliness": 0.9}
    assert total(found) == pytest.approx(0.825)


def test_where_nothing_was_assessed_nothing_is_wrong() -> None:
    assert finding("accuracy", 0, 0).score == 1
    assert total([]) is None


@pytest.mark.parametrize(
    ("score", "expected"),
    [
        (0.0, "red"), (0.9, "red"), (0.901, "orange"), (0.95, "orange"), (0.951, "yellow"),
        (0.98, "yellow"), (0.981, "green"), (1.0, "green"),
    ],
)  # fmt: skip
def test_colours_are_gleifs_bands(score: float, expected: str) -> None:
    assert colour(score) == expected
