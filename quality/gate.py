"""The gate: whether a delivery goes on, goes on with a remark, or is held for a person."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from loaders.contract import Contract
from quality.findings import Finding
from quality.scores import total

Gate = Literal["pass", "warn", "hold"]

# So many rows set aside, or all there are, before a share of them means anything: one bad row of
# eight is no reason to stop a delivery.
ENOUGH = 5


@dataclass(frozen=True)
class Decision:
    """What the gate decided, why, and the quality score it saw."""

    gate: Gate
    reason_zh: str
    reason_en: str
    score: float | None


@dataclass(frozen=True)
class Objection:
    """One reason not simply to pass."""

    gate: Gate
    zh: str
    en: str


def decide(
    contract: Contract,
    delivered: int,
    quarantined: int,
    previous_rows: int | None,
    findings: Sequence[Finding],
) -> Decision:
    """Decide by the thresholds of the contract; the gravest objection wins, all are named."""
    score = total(findings) if delivered else None
    objections = [
        *_empty(contract, delivered),
        *_shrunk(contract, delivered, previous_rows),
        *_set_aside(contract, delivered, quarantined),
        *_poor(contract, score),
    ]
    if not objections:
        return Decision("pass", "各项指标均在合同约定范围内", "All is as the contract asks", score)
    objections.sort(key=lambda one: one.gate != "hold")
    return Decision(
        gate=objections[0].gate,
        reason_zh="；".join(one.zh for one in objections),
        reason_en="; ".join(one.en for one in objections),
        score=score,
    )


def _empty(contract: Contract, delivered: int) -> Iterator[Objection]:
    """An empty snapshot would withdraw everything; an empty increment says nothing happened."""
    if delivered:
        return
    if contract.kind == "snapshot":
        yield Objection("hold", "全量文件没有数据行", "the snapshot has no rows")
    else:
        yield Objection("warn", "文件没有数据行", "the file has no rows")


def _shrunk(contract: Contract, delivered: int, previous_rows: int | None) -> Iterator[Objection]:
    if contract.kind != "snapshot" or not delivered or not previous_rows:
        return
    if delivered < contract.gate.shrink * previous_rows:
        yield Objection(
            "hold",
            f"全量文件只有 {delivered:,} 行，不到上次 {previous_rows:,} 行的 "
            f"{_percent(contract.gate.shrink)}",
            f"the snapshot has {delivered:,} rows, less than {_percent(contract.gate.shrink)} "
            f"of the {previous_rows:,} before",
        )


def _set_aside(contract: Contract, delivered: int, quarantined: int) -> Iterator[Objection]:
    share = quarantined / delivered if delivered else 0.0
    limits = contract.gate.quarantine
    for gate, limit in (("hold", limits.hold), ("warn", limits.warn)):
        if gate == "hold" and quarantined < min(ENOUGH, delivered):
            continue
        if quarantined and share >= limit:
            yield Objection(
                "hold" if gate == "hold" else "warn",
                f"隔离 {quarantined:,} 行，占 {_percent(share)}，达到 {_percent(limit)} 的限值",
                f"{quarantined:,} rows are quarantined, {_percent(share)} of the delivery; "
                f"the limit is {_percent(limit)}",
            )
            return


def _poor(contract: Contract, score: float | None) -> Iterator[Objection]:
    if score is None:
        return
    limits = contract.gate.score
    for gate, limit in (("hold", limits.hold), ("warn", limits.warn)):
        if score < limit:
            yield Objection(
                "hold" if gate == "hold" else "warn",
                f"质量得分 {score:.1%}，低于 {_percent(limit)}",
                f"the quality score is {score:.1%}, below {_percent(limit)}",
            )
            return


def _percent(share: float) -> str:
    return f"{share:.1%}".replace(".0%", "%")
