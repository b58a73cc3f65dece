"""Assesses a delivery by a Great Expectations suite derived from the dictionary: what is staged,
what was lost before, and what is carried over, as findings."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import Connection

from loaders.contract import Contract
from quality import divisions, findings, losses
from quality.carried import Carried, CarriedOver
from quality.context import Context, context
from quality.dictionary import duplicate_key, suite_rules
from quality.engine import EXAMPLES
from quality.findings import Finding
from quality.rows import stage
from quality.rules import NotNull, Rule
from quality.staged import Judged, judged


@dataclass(frozen=True)
class Losses:
    """What was lost on the way to the stage, by rule and by column."""

    by_rule: dict[str, losses.Loss]
    by_column: dict[str, losses.Loss]


def assess(
    connection: Connection, delivery_id: int, contract: Contract, carried: Carried | None = None
) -> list[Finding]:
    """Judge what is staged after the row rules ran, and what is carried over with it; write and
    return the findings."""
    where = context(connection, delivery_id)
    rules = suite_rules(contract, where.as_of)
    lost = Losses(
        losses.rows_set_aside(connection, delivery_id, EXAMPLES),
        losses.rows_unread(connection, delivery_id, EXAMPLES),
    )
    table = stage(delivery_id)
    once = duplicate_key().name
    found = judged(connection, table, contract, [rule for rule in rules if rule.name != once])
    # Of a key that stood in several rows, the row rule has just left one: nobody need look again.
    found[once] = Judged(found["key"].assessed, found["key"].assessed)
    late = divisions.late(connection, table, contract)
    if carried:
        over = CarriedOver(connection, carried, contract)
        found = over.judged(rules, found, table)
        late = over.late(late)
    key = found["key"]
    told = [_finding(rule, found[rule.name], lost, contract) for rule in rules]
    told += [_readable(key, lost), *_fresh(where, contract)]
    told += divisions.ended(late, contract, key.assessed)
    findings.write(connection, delivery_id, told)
    return told


def _finding(rule: Rule, staged: Judged, lost: Losses, contract: Contract) -> Finding:
    """What a rule found, and with it the rows it cost the delivery before they were staged."""
    gone = list(_gone(rule, lost, contract))
    count = sum(loss.count for loss in gone)
    examples = [*(example for loss in gone for example in loss.examples), *staged.examples]
    return findings.of(
        rule,
        assessed=staged.assessed + count,
        satisfied=staged.satisfied,
        lost=count,
        examples=sorted(examples, key=lambda example: example["line"])[:EXAMPLES],
    )


def _gone(rule: Rule, lost: Losses, contract: Contract) -> Iterator[losses.Loss]:
    """What the delivery lost because of a rule."""
    column = contract.attributes.get(rule.attribute or "")
    found = [lost.by_rule.get(rule.name)]
    if isinstance(rule.check, NotNull):
        found.append(lost.by_column.get(f"required:{column}"))
    if rule.takes_losses and rule.attribute and column:
        found.append(lost.by_column.get(column))
    yield from (loss for loss in found if loss)


def _readable(key: Judged, lost: Losses) -> Finding:
    """Whether every row of the file could be read at all."""
    unread = sum(loss.count for loss in lost.by_column.values())
    rows = key.assessed + sum(loss.count for loss in lost.by_rule.values())
    return Finding(
        rule="readable", attribute=None, dimension="conformity", severity="fatal",
        assessed=rows + unread, satisfied=rows,
        zh="每一行都应能按合同读取", en="Every row must be readable as the contract says",
        examples=[e for loss in lost.by_column.values() for e in loss.examples][:EXAMPLES],
    )  # fmt: skip


def _fresh(where: Context, contract: Contract) -> list[Finding]:
    """How many of the days since the last delivery had data as fresh as the contract promises."""
    if where.previous_as_of is None:
        return []
    days = (where.as_of - where.previous_as_of).days
    promised = contract.fresh_within_days
    return [
        Finding(
            rule="fresh", attribute=None, dimension="timeliness", severity="warning",
            assessed=days, satisfied=min(days, promised),
            zh=f"两次交付的数据日期相距不应超过 {promised} 天（实际 {days} 天）",
            en=f"Deliveries must not be more than {promised} days apart (it is {days})",
        )
    ]  # fmt: skip
