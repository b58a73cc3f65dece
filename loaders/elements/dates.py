"""Dates and periods in the forms departments write them."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from loaders.elements.base import Aspect, Reading, first_flaw, flaw_where, only_where, true_in
from loaders.elements.characters import Counts, matrix
from loaders.elements.numbers import is_day
from loaders.elements.writing import compatible, without_blanks

# A time of day may follow a date; it says nothing of the day.
_TIME = r"(?:[T ]*\d{1,2}[:时]\d{1,2}(?:[:分]\d{1,2}秒?)?(?:\.\d+)?分?(?:Z|[+-]\d{2}:?\d{2})?)?"
_COMPACT = rf"^(?P<y>\d{{4}})(?P<m>\d{{2}})(?P<d>\d{{2}}){_TIME}$"
_PARTED = rf"^(?P<y>\d{{4}})[-/.年](?P<m>\d{{1,2}})[-/.月](?P<d>\d{{1,2}})[日号]?{_TIME}$"
_PLAIN = r"^\d{4}(-\d{2}-\d{2}|\d{4})$"
_PARTIAL = r"^\d{4}([-/.年](\d{1,2}月?)?|\d{2})?$"
_YEAR_MONTH = r"^(?P<y>\d{4})(?:[-/.年](?P<parted>\d{1,2})?月?|(?P<compact>\d{2}))?$"
_SERIAL = r"^\d{4,5}(\.\d+)?$"
# What stands for an open end is no day, and neither is what stands for none.
_OPEN = pa.array(["长期", "永久", "无固定期限", "永续经营", "无期限"])
_EXCEL_BEGINS = np.datetime64("1899-12-30", "D")

_QUARTERS = {"一": "1", "二": "2", "三": "3", "四": "4"}
_PERIODS = (
    (r"^(\d{4})年?(?:全年|度)?$", r"\1"),
    (r"^(\d{4})年?[-/]?(?:第|Q)?([1-4])季度?$", r"\1-Q\2"),
    (r"^(\d{4})[-/]?Q([1-4])$", r"\1-Q\2"),
    (r"^(\d{4})年?上半年$|^(\d{4})-?[SH]1$", r"\1\2-S1"),
    (r"^(\d{4})年?下半年$|^(\d{4})-?[SH]2$", r"\1\2-S2"),
    (r"^(\d{4})(?:年|[-/.]|-?M)(0[1-9]|1[0-2])月?$", r"\1-\2"),
    (r"^(\d{4})(?:年|[-/.]|-?M)([1-9])月?$", r"\1-0\2"),
    (r"^(\d{4})(0[1-9]|1[0-2])月?$", r"\1-\2"),
    (r"^(\d{4})-?(0[1-9]|1[0-2])-?(0[1-9]|[12]\d|3[01])$", r"\1-\2-\3"),
)
_PERIOD = r"^\d{4}(-Q[1-4]|-S[12]|-(0[1-9]|1[0-2])(-\d{2})?)?$"


def date(texts: pa.Array, aspect: Aspect) -> Reading:
    """A day of the calendar; GB/T 7408's two own forms need not be kept beside it."""
    plain = true_in(pc.match_substring_regex(texts, _PLAIN))
    usual = _digits(pc.replace_substring(only_where(plain, texts), "-", ""))
    if pc.sum(plain).as_py() == len(texts) - texts.null_count:
        return Reading(*usual, plain)
    others = _other_forms(only_where(pc.invert(plain), texts), aspect)
    return Reading(pc.coalesce(usual[0], others[0]), pc.coalesce(usual[1], others[1]), plain)


def _digits(texts: pa.Array) -> tuple[pa.Array, pa.Array]:
    """Days written with eight digits, and the flaws of those that are none."""
    present = pc.is_valid(texts)
    digits = matrix(texts, present, 8).astype(np.int64) - ord("0")
    numbers = np.zeros((3, len(texts)), np.int64)
    places = np.asarray(present)
    numbers[0, places] = digits[:, :4] @ [1000, 100, 10, 1]
    numbers[1, places] = digits[:, 4:6] @ [10, 1]
    numbers[2, places] = digits[:, 6:] @ [10, 1]
    real, days = _days(*numbers)
    return (
        pa.array(days, pa.date32(), mask=~(places & real)),
        flaw_where(pa.array(places & ~real), "calendar"),
    )


def _other_forms(texts: pa.Array, aspect: Aspect) -> tuple[pa.Array, pa.Array]:
    """Days in any other form that can be told, and the flaws of the rest."""
    bare = without_blanks(compatible(texts))
    bare = only_where(pc.invert(pc.is_in(bare, value_set=_OPEN)), bare)
    compact, parted = (pc.extract_regex(bare, pattern) for pattern in (_COMPACT, _PARTED))
    parts = [
        pc.coalesce(pc.struct_field(compact, name), pc.struct_field(parted, name))
        for name in ("y", "m", "d")
    ]
    found = np.asarray(pc.is_valid(parts[0]))
    real, days = _days(*(np.asarray(pc.fill_null(pc.cast(p, pa.int64()), 0)) for p in parts))
    read = pa.array(days, pa.date32(), mask=~(found & real))
    if aspect.workbook:
        read = pc.coalesce(read, _serial(bare))
    if aspect.partial != "refuse":
        read = pc.coalesce(read, _whole(bare, last=aspect.partial == "last_day"))
    flaws = first_flaw(
        flaw_where(pa.array(found & ~real), "calendar"),
        flaw_where(true_in(pc.match_substring_regex(bare, _PARTIAL)), "partial"),
        flaw_where(pc.is_valid(bare), "form"),
    )
    return read, only_where(pc.is_null(read), flaws)


def _whole(texts: pa.Array, last: bool) -> pa.Array:
    """The first or the last day of a year or month that stands alone."""
    parts = pc.extract_regex(texts, _YEAR_MONTH)
    year, *months = (pc.struct_field(parts, name) for name in ("y", "parted", "compact"))
    # A group that took no part in the match is an empty text.
    month = pc.coalesce(*(only_where(true_in(pc.not_equal(m, "")), m) for m in months))
    alone = np.asarray(pc.is_null(month))
    years, numbers = (
        np.asarray(pc.fill_null(pc.cast(part, pa.int64()), 0)) for part in (year, month)
    )
    real, first = _days(years, np.where(alone, 1, numbers), np.ones(len(texts), np.int64))
    if last:
        months_on = np.where(alone, 12, 1)
        first = (first.astype("M8[M]") + months_on).astype("M8[D]") - 1
    return pa.array(first, pa.date32(), mask=~(np.asarray(pc.is_valid(year)) & real))


def period(texts: pa.Array, aspect: Aspect) -> Reading:
    """A year, quarter, half, month or day: 2024, 2024-Q1, 2024-S1, 2024-03, 2024-03-05."""
    bare = pc.utf8_upper(without_blanks(compatible(texts)))
    for numeral, digit in _QUARTERS.items():
        bare = pc.replace_substring(bare, f"{numeral}季", f"{digit}季")
    values = bare
    for pattern, form in _PERIODS:
        values = pc.replace_substring_regex(values, pattern, form)
    written = true_in(pc.match_substring_regex(values, _PERIOD))
    flaws = flaw_where(pc.and_(pc.is_valid(bare), pc.invert(written)), "form")
    return Reading(only_where(written, values), flaws)


def _days(
    year: Counts, month: Counts, day: Counts
) -> tuple[npt.NDArray[np.bool_], npt.NDArray[np.datetime64]]:
    """Which are days of the calendar, and the days themselves."""
    real = is_day(year, month, day) & (year > 0)
    months = (year - 1970) * 12 + np.where(real, month, 1) - 1
    return real, months.astype("M8[M]").astype("M8[D]") + (np.where(real, day, 1) - 1)


def _serial(texts: pa.Array) -> pa.Array:
    """Days as Excel counts them, from 1927 (10000) to 2173 (99999); years are no serials."""
    counted = true_in(pc.match_substring_regex(texts, _SERIAL))
    number = pc.cast(pc.floor(pc.cast(only_where(counted, texts), pa.float64())), pa.int64())
    number = only_where(true_in(pc.greater_equal(number, 10000)), number)
    days = _EXCEL_BEGINS + np.asarray(pc.fill_null(number, 0)).astype("m8[D]")
    return pa.array(days, pa.date32(), mask=np.asarray(pc.is_null(number)))
