"""What is so of the rows that a delivery carries over: what was found of them before.

They came byte for byte as they had come, under the same rules. So of what was found in the delivery
before, what is found in the rows that did not come again is taken away. Only whether a value stands
in two rows is asked anew, of the values that came or went.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from psycopg2 import sql
from sqlalchemy import Connection

from loaders.advice import lines_now
from loaders.contract import Contract
from quality import divisions, findings
from quality.divisions import Late
from quality.engine import EXAMPLES
from quality.findings import Example, Finding
from quality.rules import Rule, Unique
from quality.staged import Judged, Table, judged
from runtime.database import execute
from runtime.sql import Part, load


@dataclass(frozen=True)
class Carried:
    """Where carried rows are: their delivery before, the rows and keys that came again, the rows
    that did not, and the records that speak for them."""

    former: int
    table: Table
    gone: Table
    record: Part
    dataset_id: int


class CarriedOver:
    """The findings of a delivery before, as they are of the rows that came again."""

    def __init__(self, connection: Connection, carried: Carried, contract: Contract) -> None:
        self._connection, self._carried, self._contract = connection, carried, contract

    def judged(
        self, rules: Sequence[Rule], new: Mapping[str, Judged], staged: Table
    ) -> dict[str, Judged]:
        """What each rule finds of all rows, told what it finds of the new ones."""
        gone = judged(self._connection, self._carried.gone, self._contract, rules)
        found = {}
        for rule in rules:
            was, fresh, left = self._before[rule.name], new[rule.name], gone[rule.name]
            assessed = was.assessed - was.lost - left.assessed + fresh.assessed
            examples = [*self._here(was.examples), *fresh.examples]
            if isinstance(rule.check, Unique):
                failed, examples = self._twice(rule.check, was.failed - was.lost, examples, staged)
                found[rule.name] = Judged(assessed, assessed - failed, examples)
            else:
                satisfied = was.satisfied - left.satisfied + fresh.satisfied
                found[rule.name] = Judged(assessed, satisfied, examples)
        return found

    def late(self, new: Mapping[str, Late]) -> dict[str, Late]:
        """The rows that name ended divisions, told those among the new ones."""
        gone = divisions.late(self._connection, self._carried.gone, self._contract)
        found = {}
        for name in self._contract.definition.attribute_names:
            was = self._before.get(f"{divisions.RULE}{name}")
            fresh, left = new.get(name, Late(0)), gone.get(name, Late(0))
            rows = (was.failed if was else 0) - left.rows + fresh.rows
            if rows:
                examples = [*self._here(was.examples if was else ()), *fresh.examples]
                examples.sort(key=lambda example: example["line"])
                found[name] = Late(rows, examples[:EXAMPLES])
        return found

    def _twice(
        self, check: Unique, failed: int, examples: list[Example], staged: Table
    ) -> tuple[int, list[Example]]:
        """How many rows have a value that stands in another row too, and some of them. A key that
        does is not carried, and the later row is set aside."""
        if check.column == "source_key":
            return 0, []
        statement = load(
            "quality/twice_carried", stage=staged, gone=self._carried.gone,
            carried=self._carried.table, record=self._carried.record,
            value=sql.Identifier(check.column),
        )  # fmt: skip
        values = {"dataset_id": self._carried.dataset_id, "limit": EXAMPLES}
        row = execute(self._connection, statement, values).one()
        known = {example["line"] for example in examples}
        name = self._contract.attributes.get(check.column, check.column)
        more = [
            {"line": line, "source_key": key, "values": {name: value}}
            for line, key, value in row.examples or ()
            if line not in known
        ]
        return failed + row.more, [*examples, *more]

    @cached_property
    def _before(self) -> dict[str, Finding]:
        found = findings.read(self._connection, self._carried.former)
        return {finding.rule: finding for finding in found}

    @cached_property
    def _lines(self) -> dict[int, int]:
        """Where the rows that were examples stand now."""
        lines = [e["line"] for finding in self._before.values() for e in finding.examples]
        return lines_now(self._connection, self._carried.table, lines)

    def _here(self, examples: Iterable[Example]) -> list[Example]:
        return [
            {**example, "line": self._lines[example["line"]]}
            for example in examples
            if example["line"] in self._lines
        ]
