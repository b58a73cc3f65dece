"""The gate decides by the contract's thresholds, and says why."""

from __future__ import annotations

from typing import Any

import pytest

from quality.findings import Finding
from quality.gate import decide
from tests.quality.support import contract


def scoring(satisfied: int) -> list[Finding]:
    """A finding whose score is so many of a hundred."""
    return [Finding("a rule", None, "accuracy", "warning", 100, satisfied, "规则", "A rule")]


# kind, delivered, quarantined, previous, score of 100 -> gate, a word of the reason
TABLE = [
    ("snapshot", 100, 0, None, 100, "pass", "All is as the contract asks"),
    ("snapshot", 100, 0, 100, 95, "pass", "All is as the contract asks"),
    # rows set aside: warn from 2 %, hold from 10 %
    ("snapshot", 1000, 19, None, 100, "pass", "All"),
    ("snapshot", 1000, 20, None, 100, "warn", "20 rows are quarantined, 2% of the delivery"),
    ("snapshot", 1000, 99, None, 100, "warn", "9.9%"),
    ("snapshot", 1000, 100, None, 100, "hold", "the limit is 10%"),
    ("increment", 10, 10, None, 100, "hold", "100% of the delivery"),
    # a share of a few rows means little, unless it is all of them
    ("increment", 8, 1, None, 100, "warn", "12.5%"),
    ("increment", 8, 5, None, 100, "hold", "62.5%"),
    ("increment", 1, 1, None, 100, "hold", "100% of the delivery"),
    # snapshots that shrink below half
    ("snapshot", 50, 0, 100, 100, "pass", "All"),
    ("snapshot", 49, 0, 100, 100, "hold", "49 rows, less than 50% of the 100 before"),
    ("snapshot", 49, 0, None, 100, "pass", "All"),
    ("snapshot", 49, 0, 0, 100, "pass", "All"),
    ("increment", 1, 0, 100, 100, "pass", "All"),
    ("events", 1, 0, 100, 100, "pass", "All"),
    # scores: warn below 95 %, hold below 80 %
    ("snapshot", 100, 0, None, 94, "warn", "the quality score is 94.0%, below 95%"),
    ("snapshot", 100, 0, None, 80, "warn", "below 95%"),
    ("snapshot", 100, 0, None, 79, "hold", "below 80%"),
    # nothing at all
    ("snapshot", 0, 0, 100, 100, "hold", "no rows"),
    ("increment", 0, 0, 100, 100, "warn", "no rows"),
    ("events", 0, 0, None, 100, "warn", "no rows"),
]


@pytest.mark.parametrize(("kind", "delivered", "aside", "previous", "score", "gate", "word"), TABLE)
def test_the_gate(
    kind: str, delivered: int, aside: int, previous: int | None, score: int, gate: str, word: str
) -> None:
    decision = decide(contract(kind=kind), delivered, aside, previous, scoring(score))
    assert decision.gate == gate
    assert word in decision.reason_en
    assert decision.reason_zh
    assert decision.score == (score / 100 if delivered else None)


def test_all_objections_are_named_and_the_gravest_wins() -> None:
    decision = decide(contract(), 40, 1, 100, scoring(90))
    assert decision.gate == "hold"
    assert [reason.split()[0] for reason in decision.reason_en.split("; ")[:1]] == ["the"]
    for word in ("less than 50%", "2.5%", "below 95%"):
        assert word in decision.reason_en
    for word in ("不到上次", "隔离 1 行", "低于 95%"):
        assert word in decision.reason_zh


def test_thresholds_are_the_contracts() -> None:
    strict: dict[str, Any] = {
        "quarantine": {"warn": 0.001, "hold": 0.01}, "shrink": 0.9,
        "score": {"warn": 1, "hold": 0.99},
    }  # fmt: skip
    agreed = contract(gate=strict)
    assert decide(agreed, 1000, 1, None, scoring(100)).gate == "warn"
    assert decide(agreed, 1000, 10, None, scoring(100)).gate == "hold"
    assert decide(agreed, 89, 0, 100, scoring(100)).gate == "hold"
    assert decide(agreed, 100, 0, None, scoring(98)).gate == "hold"
