"""What a value of each element type looks like once it is standardised."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from quality.dimensions import Dimension
from quality.rules import Between, Check, Holds, Matches

_CREDIT = "0-9A-HJ-NPQRTUWXY"  # GB 32100 leaves out I, O, S, V and Z
_SUCCESSOR = r"[1-9][0-9]{5}([0-9]{3}){0,2}([[][0-9]{4}(-[0-9]{2}){0,2}[]])?"
_EARLIEST, _LATEST = dt.date(1800, 1, 1), dt.date(2200, 1, 1)
_LARGEST = 1e18
# Longitudes and latitudes of China, its seas included.
_CHINA = "ST_MakeEnvelope(73, 3, 136, 54, 4490)"


@dataclass(frozen=True)
class Format:
    """The check of an element type, and the end of the sentence "公民身份号码应…"."""

    check: Callable[[str], Check]
    zh: str
    en: str
    dimension: Dimension = "accuracy"


def _pattern(pattern: str) -> Callable[[str], Check]:
    return lambda name: Matches(name, pattern)


def _sized(pattern: str, lengths: str) -> Callable[[str], Check]:
    """A pattern and the lengths it may have. Said as repetitions within the pattern, lengths cost
    PostgreSQL twice the time."""
    return lambda name: Holds(f"{name} ~ '{pattern}' and length({name}) {lengths}", (name,))


def _range(low: dt.date | float, high: dt.date | float) -> Callable[[str], Check]:
    return lambda name: Between(name, low, high)


_NUMBER = Format(_range(-_LARGEST, _LARGEST), "为可读的数值", "be a number that can be read")
_IN_CHINA = Format(
    lambda name: Holds(f"{name} @ {_CHINA}", (name,)), "位于中国境内", "lie within China"
)

FORMATS: Final[dict[str, Format]] = {
    "citizen_number": Format(
        _sized("^[1-9][0-9]+[0-9X]$", "= 18"),
        "为校验无误的 18 位号码（GB 11643）",
        "be 18 characters with a right check digit (GB 11643)",
    ),
    "credit_code": Format(
        _pattern(rf"^[{_CREDIT}]{{2}}[0-9]{{6}}[{_CREDIT}]{{10}}$"),
        "为校验无误的 18 位代码（GB 32100）",
        "be 18 characters with a right check character (GB 32100)",
    ),
    "organization_code": Format(
        _pattern(r"^[0-9A-Z]{8}[0-9X]$"),
        "为校验无误的 9 位代码（GB 11714）", "be 9 characters with a right check digit (GB 11714)",
    ),
    "division": Format(
        _sized("^[1-9][0-9]+$", "in (2, 4, 6, 9, 12)"),
        "为 2 至 12 位行政区划代码（GB/T 2260）",
        "be a division code of 2 to 12 digits (GB/T 2260)",
        "conformity",
    ),
    "successors": Format(
        _pattern(rf"^{_SUCCESSOR}(;{_SUCCESSOR})*$"),
        "写作 130402[2014];130403", "read like 130402[2014];130403", "conformity",
    ),
    "period": Format(
        _pattern(
            r"^[0-9]{4}(-(Q[1-4]|S[12]|W[0-5][0-9]|(0[1-9]|1[0-2])([-/][0-3][0-9])?)|/[0-9]{4})?$"
        ),
        "写作 2024、2024-Q1 或 2024-03", "read like 2024, 2024-Q1 or 2024-03", "conformity",
    ),
    "person_name": Format(
        _pattern(r"^[^0-9?@#$*&=<>{}|/\\]+$"),
        "不含数字和符号", "have no digits or signs in it",
    ),
    "entity_name": Format(
        _pattern(r"^.*[^0-9[:space:][:punct:]].*$"),
        "含有文字", "have letters in it",
    ),
    "phone": Format(
        _sized("^[+]?[0-9][0-9 -]+[0-9]$", "between 7 and 25"),
        "为可拨打的号码", "be a number that can be dialled",
    ),
    "date": Format(
        _range(_EARLIEST, _LATEST),
        f"为 {_EARLIEST.year} 至 {_LATEST.year} 年间的日期",
        f"be a date between {_EARLIEST.year} and {_LATEST.year}",
    ),
    "ratio": Format(_range(0, 1), "介于 0 与 1 之间", "be between 0 and 1"),
    "area": Format(_range(0, _LARGEST), "不小于 0", "be at least 0"),
    "money": _NUMBER,
    "quantity": _NUMBER,
    "integer": _NUMBER,
    "point": _IN_CHINA,
    "multipolygon": _IN_CHINA,
    "geometry": _IN_CHINA,
}  # fmt: skip
