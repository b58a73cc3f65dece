"""What a rule of quality is: a check of the staged rows, with its grade and its words."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from quality.dimensions import Dimension, Severity


@dataclass(frozen=True)
class NotNull:
    """Every row has a value."""

    column: str


@dataclass(frozen=True)
class Filled:
    """At least this share of the rows has a value."""

    column: str
    least: float


@dataclass(frozen=True)
class InSet:
    """Every value is one of these."""

    column: str
    values: tuple[str, ...]


@dataclass(frozen=True)
class Matches:
    """Every value matches a regular expression of PostgreSQL's."""

    column: str
    pattern: str


@dataclass(frozen=True)
class Between:
    """Every value lies within these bounds, which belong to it."""

    column: str
    low: dt.date | float | None
    high: dt.date | float | None


@dataclass(frozen=True)
class Unique:
    """No value stands in two rows."""

    column: str


@dataclass(frozen=True)
class Holds:
    """A SQL condition is not false; rows for which it is null are not assessed.

    `shows` are the columns a person needs to see to understand why it is false.
    """

    condition: str
    shows: tuple[str, ...]


Check = NotNull | Filled | InSet | Matches | Between | Unique | Holds


@dataclass(frozen=True)
class Rule:
    """A check, what it is about, and what it means when it fails.

    A fatal rule is also a row rule: rows that break it are set aside before the suite runs, and
    are then counted as assessed and not satisfied. `takes_losses` says that values which
    standardising could not read count against this rule.
    """

    name: str
    attribute: str | None
    dimension: Dimension
    severity: Severity
    check: Check
    zh: str
    en: str
    takes_losses: bool = False
