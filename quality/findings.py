"""A finding: what one rule found in one delivery, written to and read from the ledger."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, delete, select

from loaders.advice import PREFIX
from models.operations import Finding as Row
from quality.dimensions import Dimension, Severity
from quality.rules import Rule

Example = dict[str, Any]


@dataclass(frozen=True)
class Finding:
    """How many rows were assessed and how many satisfied the rule, with some that did not.

    `lost` of those assessed were set aside before; none of these satisfied.
    """

    rule: str
    attribute: str | None
    dimension: Dimension
    severity: Severity
    assessed: int
    satisfied: int
    zh: str
    en: str
    examples: list[Example] = field(default_factory=list)
    lost: int = 0

    @property
    def failed(self) -> int:
        return self.assessed - self.satisfied

    @property
    def score(self) -> float:
        """A/B after GB/T 36344; where nothing was assessed, nothing is wrong."""
        return self.satisfied / self.assessed if self.assessed else 1.0


def of(
    rule: Rule, assessed: int, satisfied: int, examples: Iterable[Example] = (), lost: int = 0
) -> Finding:
    """A rule's finding."""
    return Finding(
        rule=rule.name, attribute=rule.attribute, dimension=rule.dimension,
        severity=rule.severity, assessed=assessed, satisfied=satisfied, zh=rule.zh, en=rule.en,
        examples=list(examples), lost=lost,
    )  # fmt: skip


def write(connection: Connection, delivery_id: int, findings: Iterable[Finding]) -> None:
    """Make these the findings of a delivery, instead of any it had; advice of reading stays."""
    table = Row.__table__
    connection.execute(
        delete(Row).where(Row.delivery_id == delivery_id, Row.rule.not_like(f"{PREFIX}%"))
    )
    columns = (
        "delivery_id", "rule", "attribute", "dimension", "severity", "assessed", "satisfied",
        "score", "zh", "en", "lost", "examples",
    )  # fmt: skip
    rows = [
        {
            "delivery_id": delivery_id,
            **{name: getattr(finding, name) for name in columns[1:-1]},
            "examples": json.loads(json.dumps(finding.examples, default=str)),
        }
        for finding in findings
    ]
    if rows:
        connection.execute(table.insert(), rows)  # type: ignore[attr-defined]


def read(connection: Connection, delivery_id: int) -> list[Finding]:
    """The findings of a delivery."""
    rows = connection.execute(
        select(Row.__table__).where(Row.delivery_id == delivery_id).order_by(Row.rule)
    )
    return [
        Finding(
            rule=r.rule, attribute=r.attribute, dimension=r.dimension, severity=r.severity,
            assessed=r.assessed, satisfied=r.satisfied, zh=r.zh, en=r.en, examples=r.examples,
            lost=r.lost,
        )
        for r in rows
    ]  # fmt: skip
