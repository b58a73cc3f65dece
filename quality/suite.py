"""Assesses a staged delivery: a Great Expectations suite derived from the dictionary, and what
was lost before it, as findings."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from psycopg2 import sql
from sqlalchemy import Connection

from loaders.contract import Contract
from models.elements import GEOMETRIES
from quality import divisions, engine, findings, losses
from quality.context import Context, context
from quality.dictionary import suite_rules
from quality.engine import EXAMPLES, Outcome
from quality.expectations import frugal
from quality.findings import Example, Finding
from quality.rows import stage
from quality.rules import Between, Check, Filled, Holds, InSet, Matches, NotNull, Rule, Unique
from runtime.database import execute
from runtime.sql import load

INDEX = ("line", "source_key")


@dataclass(frozen=True)
class Losses:
    """What was lost on the way to the suite, by rule, by column and by attribute."""

    by_rule: dict[str, losses.Loss]
    by_column: dict[str, losses.Loss]
    by_attribute: dict[str, losses.Loss]


def assess(connection: Connection, delivery_id: int, contract: Contract) -> list[Finding]:
    """Judge what is staged after the row rules ran; write and return the findings."""
    where = context(connection, delivery_id)
    rules = suite_rules(contract, where.as_of)
    lost = Losses(
        losses.rows_set_aside(connection, delivery_id, EXAMPLES),
        losses.rows_unread(connection, delivery_id, EXAMPLES),
        losses.values_unread(connection, delivery_id, contract, EXAMPLES),
    )
    outcomes = _validate(connection, delivery_id, contract, rules)
    rows = outcomes["key"].assessed
    found = [_finding(rule, _counted(outcomes[rule.name], rows), lost, contract) for rule in rules]
    found += [_readable(outcomes["key"], lost), *_fresh(where, contract)]
    found += divisions.ended(connection, delivery_id, contract, rows)
    findings.write(connection, delivery_id, found)
    return found


def _validate(
    connection: Connection, delivery_id: int, contract: Contract, rules: Sequence[Rule]
) -> dict[str, Outcome]:
    """Run the suite on a view of the stage that lasts as long as the run."""
    view = f"assessed_{delivery_id}"
    conditions = {rule.name: f"holds_{n}" for n, rule in enumerate(rules)}
    columns = _columns(contract, rules, conditions)
    execute(
        connection, load("quality/assessed", view=view, stage=stage(delivery_id), columns=columns)
    )
    expectations = {rule.name: _expectation(rule.check, conditions[rule.name]) for rule in rules}
    outcomes = engine.run(connection, view, expectations, [*INDEX, *_shown(rules)])
    execute(connection, sql.SQL("DROP VIEW {}").format(sql.Identifier(view)))
    return outcomes


def _columns(
    contract: Contract, rules: Sequence[Rule], conditions: Mapping[str, str]
) -> sql.Composed:
    shown = [
        sql.SQL("GeometryType({0}) AS {0}").format(sql.Identifier(column.name))
        if column.info["element"] in GEOMETRIES
        else sql.Identifier(column.name)
        for column in contract.definition.attributes
    ]
    judged = [
        sql.SQL("({}) AS {}").format(
            sql.SQL(rule.check.condition), sql.Identifier(conditions[rule.name])
        )
        for rule in rules
        if isinstance(rule.check, Holds)
    ]
    return sql.SQL(", ").join([*shown, *judged])


def _shown(rules: Sequence[Rule]) -> list[str]:
    """The columns that tell why a row breaks a condition."""
    shown = [name for rule in rules if isinstance(rule.check, Holds) for name in rule.check.shows]
    return [name for name in dict.fromkeys(shown) if name not in INDEX]


def _expectation(check: Check, condition: str) -> Any:
    """The expectation that says what a check says."""
    gxe = engine.library().expectations
    match check:
        case NotNull(column):
            return frugal(gxe.ExpectColumnValuesToNotBeNull)(column=column)
        case Filled(column, least):
            return gxe.ExpectColumnProportionOfNonNullValuesToBeBetween(
                column=column, min_value=least
            )
        case InSet(column, values):
            return frugal(gxe.ExpectColumnValuesToBeInSet)(column=column, value_set=list(values))
        case Matches(column, pattern):
            return frugal(gxe.ExpectColumnValuesToMatchRegex)(column=column, regex=pattern)
        case Between(column, low, high):
            return frugal(gxe.ExpectColumnValuesToBeBetween)(
                column=column, min_value=low, max_value=high
            )
        case Unique(column):
            return frugal(gxe.ExpectColumnValuesToBeUnique)(column=column)
        case Holds():
            return frugal(gxe.ExpectColumnValuesToBeInSet)(column=condition, value_set=[True])


def _counted(outcome: Outcome, rows: int) -> Outcome:
    """An outcome in rows, also where the expectation speaks of a share of them."""
    if outcome.share is None:
        return outcome
    return Outcome(assessed=rows, satisfied=round(outcome.share * rows))


def _finding(rule: Rule, outcome: Outcome, lost: Losses, contract: Contract) -> Finding:
    """The suite's outcome, and with it whatever the rule cost the delivery before the suite ran."""
    gone = list(_gone(rule, lost, contract))
    examples = [example for loss in gone for example in loss.examples]
    examples += [_example(rule, found, contract) for found in outcome.examples]
    return findings.of(
        rule,
        assessed=outcome.assessed + sum(loss.count for loss in gone),
        satisfied=outcome.satisfied,
        examples=sorted(examples, key=lambda example: example["line"])[:EXAMPLES],
    )


def _gone(rule: Rule, lost: Losses, contract: Contract) -> Iterator[losses.Loss]:
    """What the delivery lost because of a rule."""
    column = contract.attributes.get(rule.attribute or "")
    found = [lost.by_rule.get(rule.name)]
    if isinstance(rule.check, NotNull):
        found.append(lost.by_column.get(f"required:{column}"))
    if rule.takes_losses and rule.attribute and column:
        found += [lost.by_attribute.get(rule.attribute), lost.by_column.get(column)]
    yield from (loss for loss in found if loss)


def _example(rule: Rule, found: Mapping[str, Any], contract: Contract) -> Example:
    """One unexpected row, with the values the rule is about under the names the file has."""
    check = rule.check
    names = check.shows if isinstance(check, Holds) else (check.column,)
    values = {
        losses.in_file(name, contract): None if found[name] is None else str(found[name])
        for name in names
        if name not in INDEX
    }
    return {"line": found["line"], "source_key": found["source_key"], "values": values}


def _readable(key: Outcome, lost: Losses) -> Finding:
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
