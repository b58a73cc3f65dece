"""A date: of birth, of founding, of an event; as written in any order, whole or in part."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator
from functools import partial
from typing import Any

from matching.types.base import (
    ELSE,
    TEXT,
    Block,
    Columns,
    Comparison,
    Feature,
    Level,
    Type,
    per_value,
    same,
    slips,
    texts,
)

_PARTS = re.compile(r"\d+|[^\W\d_]{3,}\.?")
# The first letters of the months in English, German, French, Spanish and Italian.
_MONTHS = {
    word: number
    for number, known in enumerate(
        (
            "jan ene gen", "feb fev fév", "mar mär mrz", "apr avr abr", "may mai mag",
            "jun jui giu", "jul lug", "aug aou aoû ago", "sep set", "oct okt ott", "nov",
            "dec dez déc dic",
        ),
        start=1,
    )
    for word in known.split()
}  # fmt: skip
_SHAPE = {"digits": TEXT, "year": TEXT, "month": TEXT, "day": TEXT, "month_day": TEXT,
          "year_month": TEXT, "turned": TEXT, "year_day": TEXT}  # fmt: skip


class Date(Type):
    """The same day, one that a slip or another order of day and month explains, or another."""

    name = "date"
    zh = "日期"
    en = "date"
    roles = ("full", "year", "month", "day")

    def features(self, columns: Columns) -> dict[str, Feature]:
        """The day as eight digits, its parts, and the day with day and month swapped.

        Whether the day or the month comes first in 03/04/1980 is decided by the whole column.
        """
        if "full" in columns:
            day_first = _day_first(texts(columns["full"]).to_pylist())
            return per_value({"full": columns["full"]}, partial(_read, day_first), _SHAPE)
        return per_value(columns, _joined, _SHAPE)

    def comparisons(self, roles: frozenset[str]) -> tuple[Comparison, ...]:
        """Same, day and month swapped, one slip, two of three parts, two slips, the year."""
        two = f"({same('year_month')} or {same('month_day')} or {same('year_day')})"
        levels = (
            Level("same", "相同", "same", same("digits"), 0.93, 4e-5, frequent="digits"),
            Level(
                "turned",
                "月日颠倒",
                "day and month swapped",
                "{digits}_l = {turned}_r",
                0.005,
                3e-5,
            ),
            Level(
                "slip",
                "一处笔误",
                "one slip",
                f"{slips('digits', 1)} and {same('year')}",
                0.025,
                2.9e-4,
            ),
            # Parents and children of one birthday are a year apart that differs in one digit, too.
            Level(
                "year_slip",
                "年份一处笔误",
                "one slip in the year",
                slips("digits", 1),
                0.01,
                1.1e-4,
            ),
            Level("parts", "年月日有两项相同", "two of three parts", two, 0.015, 0.004),
            Level("slips", "两处笔误", "two slips", slips("digits", 2), 0.005, 0.008),
            Level("year", "年份相同", "same year", same("year"), 0.003, 0.015),
            Level("differs", "不同", "differs", ELSE, 0.007, 0.97),
        )
        return (Comparison("", "日期", "date", ("digits",), levels),)

    def blocks(self, roles: frozenset[str]) -> tuple[Block, ...]:
        """The day, or parts of it together with another field."""
        return (
            Block("digits"),
            Block("year_month", alone=False),
            Block("month_day", alone=False),
            Block("year_day", alone=False),
            Block("year", alone=False),
        )


def _day_first(values: Iterable[str | None]) -> bool:
    """Whether a column writes the day before the month, as most of its values show."""
    day = month = 0
    for value in values:
        parts = _PARTS.findall(value) if value else []
        if len(parts) >= 3 and len(parts[0]) <= 2 and all(p.isdigit() for p in parts[:2]):
            day += int(parts[0]) > 12
            month += int(parts[1]) > 12
    return day >= month


def _read(day_first: bool, full: str | None) -> dict[str, Any]:
    """The features of one date; what cannot be understood is compared by its digits."""
    if not full:
        return {}
    parts = [_month(part) for part in _PARTS.findall(full)]
    if any(part is None for part in parts):
        return {}
    found = [part for part in parts if part is not None]
    if len(found) == 1 and len(found[0]) in (6, 8):
        return _of_run(found[0], day_first)
    if len(found) >= 3:
        first, second, third = found[:3]
        if len(first) == 4:
            return _made(first, second, third)
        if len(third) >= 4 or len(first) <= 2:
            named = not _PARTS.findall(full)[0].isdigit()
            day, month = (first, second) if day_first and not named else (second, first)
            return _made(_century(third[:4]), month, day)
    if len(found) == 2 and len(found[0]) == 4:
        return _made(found[0], found[1], None)
    return _made(found[0], None, None) if found and len(found[0]) == 4 else {}


def _month(part: str) -> str | None:
    """A number as it is, a month's name as its number; None of another word."""
    if part.isdigit():
        return part
    number = _MONTHS.get(part.casefold()[:3])
    return f"{number:02}" if number else None


def _of_run(run: str, day_first: bool) -> dict[str, Any]:
    """Digits without anything between: the year first, unless only the other end looks like one."""
    if len(run) == 6:
        return _made(run[:4], run[4:], None) if run[:2] in ("18", "19", "20") else {}
    if not _a_year(run[:4]) and _a_year(run[4:]):
        day, month = (run[:2], run[2:4]) if day_first else (run[2:4], run[:2])
        return _made(run[4:], month, day)
    return _made(run[:4], run[4:6], run[6:])


def _a_year(digits: str) -> bool:
    return 1800 <= int(digits) <= 2100


def _century(year: str) -> str:
    """A year of two digits in the last hundred years."""
    if len(year) != 2:
        return year.zfill(4)
    now = dt.date.today().year
    full = now // 100 * 100 + int(year)
    return str(full if full <= now else full - 100)


def _joined(
    year: str | None = None, month: str | None = None, day: str | None = None
) -> dict[str, Any]:
    return _made(year, month, day) if year else {}


def _made(year: str, month: str | None, day: str | None) -> dict[str, Any]:
    y, m, d = (_number(part, width) for part, width in ((year, 4), (month, 2), (day, 2)))
    if y is None:
        return {}
    both = m is not None and d is not None
    return {
        "digits": f"{y}{m}{d}" if both else y,
        "turned": f"{y}{d}{m}" if both else None,
        "year": y,
        "month": m,
        "day": d,
        "month_day": f"{m}{d}" if both else None,
        "year_month": f"{y}{m}" if m is not None else None,
        "year_day": f"{y}{d}" if both else None,
    }


def _number(part: str | None, width: int) -> str | None:
    found = "".join(_digits(part or ""))
    return found.zfill(width) if found and int(found) else None


def _digits(text: str) -> Iterator[str]:
    return (c for c in text if c.isdigit())
