"""Dates in the forms departments write them; what is not a whole date stays what it is."""

from __future__ import annotations

import calendar
import datetime as dt
import re

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from loaders.elements import date_forms
from loaders.elements.base import (
    Aspect,
    Reading,
    explained,
    first_flaw,
    flaw_where,
    only_where,
    true_in,
)
from loaders.elements.characters import Counts, Mask, matrix
from loaders.elements.numbers import is_day

Days = npt.NDArray[np.datetime64]

_PLAIN = r"^\d{4}(-\d{2}-\d{2}|\d{4})$"
_NO_END = pa.scalar(dt.date(9999, 1, 1))  # from here on a date stands for having none
_EXCEL_BEGINS = {
    "1900": np.datetime64("1899-12-30", "D"),
    "1904": np.datetime64("1904-01-01", "D"),
}
_LEAST_SERIAL = 10000  # 1927: what is smaller may be a year
_BEIJING = 8 * 60


def date(texts: pa.Array, aspect: Aspect) -> Reading:
    """A day of the calendar; GB/T 7408's two own forms need not be kept beside it.

    What says only the year or the month has no day; it stands beside as a period.
    """
    plain = true_in(pc.match_substring_regex(texts, _PLAIN))
    usual = _digits(pc.replace_substring(only_where(plain, texts), "-", ""))
    values, flaws, partial = *usual, pa.nulls(len(texts), pa.string())
    if pc.sum(plain).as_py() != len(texts) - texts.null_count or pc.any(_is_open(flaws)).as_py():
        unusual = pc.or_(pc.invert(plain), _is_open(flaws))
        other = _other_forms(only_where(unusual, texts), aspect)
        values, partial = pc.coalesce(values, other[0]), other[2]
        flaws = pc.if_else(unusual, other[1], flaws)
    endless = true_in(pc.greater_equal(values, _NO_END))
    if pc.any(endless).as_py():
        values, plain = only_where(pc.invert(endless), values), pc.and_not(plain, endless)
    flaws = explained(flaws, texts, {"calendar": _why_no_day})
    return Reading(values, flaws, plain, {"period": partial})


def _is_open(flaws: pa.Array) -> pa.Array:
    """Where eight digits are no day: zeros may stand for a day or month that is not known."""
    return true_in(pc.equal(flaws, "calendar"))


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


def _other_forms(texts: pa.Array, aspect: Aspect) -> tuple[pa.Array, pa.Array, pa.Array]:
    """Days in any other form that can be told, the flaws of the rest, and partial dates."""
    bare = date_forms.bare(texts)
    whole = date_forms.whole(bare)
    found = whole["y"] >= 0
    real, days = _days(whole["y"], whole["m"], whole["d"])
    days = _in_beijing(days, whole)
    read = pa.array(days, pa.date32(), mask=~(found & real))
    if aspect.workbook or aspect.counted:
        read = pc.coalesce(read, _serial(bare, aspect))
    year, month = date_forms.partial(bare)
    known = (year > 0) & (month <= 12)
    partial = pa.array(_periods(year, month), pa.string(), mask=~known)
    partial = only_where(pc.is_null(read), partial)
    if aspect.partial != "refuse":
        read = pc.coalesce(read, _filled(year, month, known, aspect.partial == "last_day"))
        partial = only_where(pc.is_null(read), partial)
    flaws = first_flaw(
        flaw_where(pc.is_valid(partial), "partial"),
        flaw_where(pa.array(found & ~real), "calendar"),
        flaw_where(pa.array((year >= 0) & ~known), "calendar"),
        date_forms.why_not(bare),
    )
    return read, only_where(pc.is_null(read), flaws), partial


def _periods(year: Counts, month: Counts) -> npt.NDArray[np.str_]:
    """Partial dates as ISO 8601 has them: 1991, 1991-03."""
    if not len(year):
        return year.astype(str)
    years = np.char.zfill(year.astype(str), 4)
    months = np.char.add("-", np.char.zfill(month.astype(str), 2))
    return np.char.add(years, np.where(month > 0, months, ""))


def _filled(year: Counts, month: Counts, known: Mask, last: bool) -> pa.Array:
    """The first or the last day of a year or month that stands alone."""
    alone = month == 0
    _, first = _days(year, np.where(alone, 1, month), np.ones(len(year), np.int64))
    if last:
        first = (first.astype("M8[M]") + np.where(alone, 12, 1)).astype("M8[D]") - 1
    return pa.array(first, pa.date32(), mask=~known)


def _days(year: Counts, month: Counts, day: Counts) -> tuple[Mask, Days]:
    """Which are days of the calendar, and the days themselves."""
    real = is_day(year, month, day) & (year > 0)
    months = (year - 1970) * 12 + np.where(real, month, 1) - 1
    return real, months.astype("M8[M]").astype("M8[D]") + (np.where(real, day, 1) - 1)


def _in_beijing(days: Days, whole: date_forms.Parts) -> Days:
    """The days that moments with a time zone fall on in China."""
    zoned = whole["zone"] != date_forms.NO_ZONE
    if not zoned.any():
        return days
    minutes = whole["hour"] * 60 + whole["minute"] - whole["zone"] + _BEIJING
    moved: Days = days + np.where(zoned, minutes // (24 * 60), 0)
    return moved


def _serial(texts: pa.Array, aspect: Aspect) -> pa.Array:
    """Days as Excel counts them. In a workbook only from 1927 to 2173: years are no serials."""
    counted = true_in(pc.match_substring_regex(texts, r"^\d{1,5}(\.\d+)?$"))
    number = pc.cast(pc.floor(pc.cast(only_where(counted, texts), pa.float64())), pa.int64())
    least = _LEAST_SERIAL if aspect.counted is None else 61
    number = only_where(true_in(pc.greater_equal(number, least)), number)
    begins = _EXCEL_BEGINS[aspect.counted or "1900"]
    days = begins + np.asarray(pc.fill_null(number, 0)).astype("m8[D]")
    return pa.array(days, pa.date32(), mask=np.asarray(pc.is_null(number)))


def _why_no_day(text: str) -> tuple[str, str] | None:
    """Which of its parts keeps a date from being one."""
    numbers = [int(part) for part in re.findall(r"\d+", text)]
    if len(numbers) == 1 and len(text) == 8:
        numbers = [int(text[:4]), int(text[4:6]), int(text[6:])]
    if len(numbers) < 2 or not 1 <= numbers[0] <= 9999:
        return None
    year, month = numbers[:2]
    if not 1 <= month <= 12:
        return f"没有 {month} 月", f"there is no month {month}"
    last = calendar.monthrange(year, month)[1]
    return f"{year} 年 {month} 月只有 {last} 天", f"{year}-{month:02} has only {last} days"
