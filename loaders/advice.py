"""Advice: values that were taken though something is odd about them, as findings."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from sqlalchemy import Connection

from loaders.elements import FLAWS
from loaders.elements.base import flaw_names, true_in
from runtime.database import execute
from runtime.sql import load

PREFIX = "read:"  # of these findings' rules
_EXAMPLES = 5


@dataclass
class Odd:
    """How many values of a column are odd in one way, and the first of them by their lines."""

    rows: int = 0
    first: list[tuple[int, str]] = field(default_factory=list)

    def add(self, other: Odd) -> None:
        """Count these, too, which come behind."""
        self.rows += other.rows
        self.first = [*self.first, *other.first][:_EXAMPLES]


Advice = dict[tuple[str, str, str], Odd]


def found(
    column: str, attribute: str, flaws: pa.Array, kept: pa.Array, raw: pa.Array, lines: np.ndarray
) -> Advice:
    """The odd values of a batch that were taken, by column, attribute and flaw."""
    places = pc.indices_nonzero(pc.and_(pc.is_valid(flaws), true_in(kept)))
    if not len(places):
        return {}
    names = flaw_names(flaws.take(places))
    told: Advice = {}
    for name in pc.unique(names).to_pylist():
        here = pc.filter(places, pc.equal(names, name))
        first = here[:_EXAMPLES]
        texts = raw.take(first).to_pylist()
        told[column, attribute, name] = Odd(
            len(here), list(zip(lines[np.asarray(first)].tolist(), texts, strict=True))
        )
    return told


def told(
    connection: Connection, delivery_id: int, carried: tuple[str, str], labels: Mapping[str, str]
) -> Advice:
    """What a delivery before advised, with its examples in the lines where they stand now.

    `labels` are the file's names of the attributes' columns.
    """
    values = {"delivery": delivery_id, "prefix": PREFIX}
    found = execute(connection, load("loaders/advised"), values).all()
    lines = [example["line"] for row in found for example in row.examples]
    now = lines_now(connection, carried, lines)
    return {
        (labels[row.attribute], row.attribute, row.flaw): Odd(
            row.rows,
            [
                (now[example["line"]], next(iter(example["values"].values())))
                for example in row.examples
                if example["line"] in now
            ],
        )
        for row in found
    }


def lines_now(
    connection: Connection, carried: tuple[str, str], lines: Sequence[int]
) -> dict[int, int]:
    """Where rows of these lines of the former delivery stand now, as far as they were carried."""
    if not lines:
        return {}
    statement = load("loaders/carried_lines", carried=carried)
    return {row.former: row.line for row in execute(connection, statement, {"lines": lines})}


def add(advice: Advice, more: Advice) -> None:
    """Count more advice, which comes behind."""
    for what, odd in more.items():
        advice.setdefault(what, Odd()).add(odd)


def write(
    connection: Connection, delivery_id: int, rows: int, advice: Mapping[tuple[str, str, str], Odd]
) -> None:
    """Make this the advice of a delivery, instead of any it had."""
    execute(
        connection, load("loaders/no_advice"), {"delivery": delivery_id, "prefix": f"{PREFIX}%"}
    )
    for (column, attribute, flaw), odd in sorted(advice.items()):
        zh, en = FLAWS[flaw]
        # PostgreSQL's text has no place for NUL; its picture stands for it.
        examples = [
            {"line": line, "source_key": None, "values": {column: text.replace("\0", "␀")}}
            for line, text in odd.first
        ]
        values = {
            "delivery": delivery_id, "rule": f"{PREFIX}{attribute}:{flaw}", "attribute": attribute,
            "assessed": rows, "satisfied": max(rows - odd.rows, 0),
            "zh": f"“{column}”:{zh}", "en": f"{column}: {en}", "examples": json.dumps(examples),
        }  # fmt: skip
        execute(connection, load("loaders/advice"), values)
