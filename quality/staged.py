"""What the suite finds among the rows of a stage table, rule by rule."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from psycopg2 import sql
from sqlalchemy import Connection

from loaders.contract import Contract
from models.elements import GEOMETRIES
from quality import engine, losses
from quality.engine import EXAMPLES, Outcome
from quality.expectations import frugal
from quality.findings import Example
from quality.rules import Between, Check, Filled, Holds, InSet, Matches, NotNull, Rule, Unique
from runtime.database import execute
from runtime.sql import load

INDEX = ("line", "source_key")
Table = tuple[str, str]


@dataclass(frozen=True)
class Judged:
    """How many staged rows a rule was asked of, how many satisfy it, and some that do not."""

    assessed: int
    satisfied: int
    examples: Sequence[Example] = ()

    @property
    def failed(self) -> int:
        return self.assessed - self.satisfied


def judged(
    connection: Connection, table: Table, contract: Contract, rules: Sequence[Rule]
) -> dict[str, Judged]:
    """What each rule finds in a stage table. Values that nobody could read count against the rule
    of their form."""
    if not execute(connection, load("quality/any_rows", stage=table)).scalar_one():
        return {rule.name: Judged(0, 0) for rule in rules}
    unread = losses.values_unread(connection, table, contract, EXAMPLES)
    outcomes = _validate(connection, table, contract, rules)
    rows = outcomes["key"].assessed
    found = {}
    for rule in rules:
        outcome = _counted(outcomes[rule.name], rows)
        lost = unread.get(rule.attribute or "") if rule.takes_losses else None
        examples = [*lost.examples] if lost else []
        examples += [_example(rule, one, contract) for one in outcome.examples]
        found[rule.name] = Judged(
            outcome.assessed + (lost.count if lost else 0), outcome.satisfied, examples
        )
    return found


def _validate(
    connection: Connection, table: Table, contract: Contract, rules: Sequence[Rule]
) -> dict[str, Outcome]:
    """Run the suite on a view of the stage that lasts as long as the run."""
    view = f"assessed_{table[1]}"
    conditions = {rule.name: f"holds_{n}" for n, rule in enumerate(rules)}
    columns = _columns(contract, rules, conditions)
    execute(connection, load("quality/assessed", view=view, stage=table, columns=columns))
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
