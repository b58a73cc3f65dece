"""The forms in which dates are written: their parts as numbers, and why some cannot be told."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from loaders.elements.base import first_flaw, flaw_where, only_where, true_in
from loaders.elements.characters import Counts
from loaders.elements.chinese import NUMERALS, in_digits
from loaders.elements.writing import compatible, hyphens, without_blanks

Parts = dict[str, Counts]
NO_ZONE = 10_000  # minutes; no zone is as far away

_MONTHS = ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")
_MONTH = rf"(?:{'|'.join(_MONTHS)})"
_NAMED = rf"(?P<m>{_MONTH})[A-Z]*[.]?"
_WEEKDAY = r"(?:(?:MON|TUE|WED|THU|FRI|SAT|SUN)[A-Z]*,?)?"
# A time of day may follow a date; with a zone it says on which day it was in China.
_ZONE = r"(?P<zone>Z|(?:GMT|UTC)?[+-]\d{2}:?\d{2}|GMT|UTC)?(?:\(.*\))?"
_TIME = (
    r"(?:T?(?:上午|下午|AM|PM)?(?P<hour>\d{1,2})[:时点](?:(?P<minute>\d{1,2})(?:[:分]\d{1,2}秒?)?)?"
    rf"(?:[.,]\d+)?分?(?:AM|PM)?{_ZONE})?(?:星期.|周.)?$"
)
_Y, _M, _D = r"(?P<y>\d{4})", r"(?P<m>\d{1,2})", r"(?P<d>\d{1,2})"
_MM, _DD = r"(?P<m>\d{2})", r"(?P<d>\d{2})"
_YEAR_ENDS, _MONTH_ENDS = r"[-/.年\\_。、,~]", r"[-/.月\\_。、,~]"
_NTH = r"(?:ST|ND|RD|TH)?"
_CLOCK = r"(?:[01]\d|2[0-4])[0-5]\d(?:[0-5]\d)?(?:\d{3})?"
# Each form; the last tells day and month by their size alone.
_WHOLE = (
    f"^{_Y}{_MM}{_DD}{_TIME}",
    f"^{_Y}{_MM}{_DD}T?{_CLOCK}$",
    f"^{_Y}{_YEAR_ENDS}{_M}{_MONTH_ENDS}{_D}[日号]?{_TIME}",
    f"^{_D}-{_M}月-?{_Y}{_TIME}",
    f"^{_WEEKDAY}{_D}{_NTH}[-/.,]?{_NAMED}[-/.,]?{_Y}{_TIME}",
    f"^{_WEEKDAY}{_NAMED}{_D}{_NTH},{_Y}{_TIME}",
    f"^{_WEEKDAY}{_NAMED}{_DD}{_Y}{_TIME}",
    rf"^{_WEEKDAY}{_NAMED}{_DD}T?(?:\d{{2}}:?){{3}}(?:CST|GMT[+]08:00)?{_Y}$",
    f"^{_D}[-/.]{_M}[-/.]{_Y}{_TIME}",
)
_UNKNOWN = r"(?:0{1,2}|[?xX×*_]{1,2}|某|[上中下]旬|[初中底末])"
_PARTIAL = (
    r"^(?P<y>\d{4})(?:年|年度)?$",
    rf"^(?P<y>\d{{4}})[-/.年](?:{_UNKNOWN}?月?[-/.]?(?:{_UNKNOWN}?日?)?)$",
    r"^(?P<y>(?:1[89]|20)\d{2})(?P<m>\d{2})(?:00)?$",
    rf"^(?P<y>\d{{4}})[-/.年](?P<m>\d{{1,2}})月?份?(?:[-/.]?{_UNKNOWN}?日?)?$",
)
_TWO_DIGITS = (
    r"^\d{2}[-/.年]\d{1,2}[-/.月]\d{1,2}[日号]?(?:T?\d.*)?$",
    r"^\d{2}年(?:\d{1,2}月)?$",
    rf"^\d{{1,2}}-(?:\d{{1,2}}月|{_MONTH})-?\d{{2}}$",
    r"^\d{1,2}/\d{1,2}/\d{2}$",
    r"^\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])$",
)
_LUNAR = r"农历|阴历|旧历|正月|腊月|冬月|初[\d一二三四五六七八九十]"
# What stands for an open end is no day, and neither is what stands for none.
_OPEN = pa.array([
    "长期", "长期有效", "永久", "永久有效", "无固定期限", "永续经营", "无期限", "不限", "至今",
    "不约定期限", "年月日", "-年-月-日", "--", "//", "0000-00-00", "0000/00/00",
    "0000-00-00T00:00:00",
])  # fmt: skip


def bare(texts: pa.Array) -> pa.Array:
    """Dates without blanks, with digits for numerals and years of the common era; null if open."""
    values = hyphens(compatible(texts))
    # Without its blank the hour would run into the day.
    values = pc.replace_substring_regex(values, r"(\d)\s+(\d{1,2}[:时点])", r"\1T\2")
    values = pc.replace_substring_regex(values, r"^(\d{4})\s+(\d{1,2})\s+(\d{1,2})$", r"\1-\2-\3")
    values = pc.utf8_upper(pc.utf8_ltrim(without_blanks(values), characters="'`‘"))
    values = only_where(pc.invert(pc.is_in(values, value_set=_OPEN)), values)
    lunar = true_in(pc.match_substring_regex(values, _LUNAR))
    spelt = true_in(pc.match_substring_regex(values, f"[{NUMERALS}]"))
    spelt = pc.and_not(spelt, lunar)
    if pc.any(spelt).as_py():
        values = pc.replace_with_mask(values, spelt, in_digits(pc.filter(values, spelt)))
    values = pc.replace_substring_regex(values, r"^(?:公元|公历)", "")
    return _after_christ(values)


def _after_christ(texts: pa.Array) -> pa.Array:
    """Years of the Republic as years of the common era: its first was 1912."""
    era = true_in(pc.match_substring_regex(texts, r"^(?:中华)?民国\d{1,3}(?:年|[-/.])"))
    if not pc.any(era).as_py():
        return texts
    parts = pc.extract_regex(pc.filter(texts, era), r"^(?:中华)?民国(?P<y>\d+)(?P<rest>.*)$")
    years = pc.add(pc.cast(pc.struct_field(parts, "y"), pa.int64()), 1911)
    said = pc.binary_join_element_wise(
        pc.cast(years, pa.string()), pc.struct_field(parts, "rest"), ""
    )
    return pc.replace_with_mask(texts, era, said)


def whole(texts: pa.Array) -> Parts:
    """Year, month, day, hour, minute and zone; the year -1 where no form fits."""
    found = {name: np.full(len(texts), -1, np.int64) for name in ("y", "m", "d")}
    found |= {name: np.zeros(len(texts), np.int64) for name in ("hour", "minute")}
    found["zone"] = np.full(len(texts), NO_ZONE, np.int64)
    left = texts
    for pattern in _WHOLE:
        if left.null_count < len(left):
            left = _into(found, left, pattern, by_size=pattern == _WHOLE[-1])
    return found


def _into(found: Parts, texts: pa.Array, pattern: str, by_size: bool) -> pa.Array:
    """Put the parts of the texts of one form where they belong; returns the other texts."""
    parts = pc.extract_regex(texts, pattern)
    year = _numbers(parts, "y")
    month, day = _numbers(parts, "m"), _numbers(parts, "d")
    fits = (year >= 0) & (month >= 0)
    if by_size:  # 25/3/1991 and 3/25/1991 can be told, 4/3/1991 cannot
        fits &= (month > 12) | (day > 12) | (month == day)
        month, day = np.where(month > 12, day, month), np.where(month > 12, month, day)
    for name, numbers in (("y", year), ("m", month), ("d", day)):
        found[name][fits] = numbers[fits]
    names = {field.name for field in parts.type}
    for name in {"hour", "minute"} & names:
        found[name][fits] = np.maximum(_numbers(parts, name)[fits], 0)
    if "zone" in names:
        found["zone"][fits] = _zones(pc.struct_field(parts, "zone"))[fits]
    return only_where(pa.array(~fits), texts)


def partial(texts: pa.Array) -> tuple[Counts, Counts]:
    """Year and month of dates without a day, 0 for no month; -1 where no form fits."""
    year = np.full(len(texts), -1, np.int64)
    month = np.zeros(len(texts), np.int64)
    for pattern in _PARTIAL:
        parts = pc.extract_regex(texts, pattern)
        years = _numbers(parts, "y")
        fits = (years >= 0) & (year < 0)
        year[fits] = years[fits]
        if "(?P<m>" in pattern:
            month[fits] = _numbers(parts, "m")[fits]
    return year, month


def why_not(texts: pa.Array) -> pa.Array:
    """Why a date in no known form cannot be told."""
    short = pc.match_substring_regex(texts, "|".join(f"(?:{form})" for form in _TWO_DIGITS))
    order = pc.match_substring_regex(texts, _WHOLE[-1])
    return first_flaw(
        flaw_where(true_in(pc.match_substring_regex(texts, _LUNAR)), "lunar"),
        flaw_where(true_in(order), "order"),
        flaw_where(true_in(short), "two_digit_year"),
        flaw_where(pc.is_valid(texts), "form"),
    )


def _numbers(parts: pa.Array, name: str) -> Counts:
    """A part as numbers, also the names of months; -1 where it took no part."""
    said = pc.struct_field(parts, name)
    months = pc.index_in(said, value_set=pa.array(_MONTHS))
    digits = only_where(true_in(pc.match_substring_regex(said, r"^\d{1,4}$")), said)
    numbers = pc.coalesce(pc.cast(digits, pa.int64()), pc.cast(pc.add(months, 1), pa.int64()))
    return np.asarray(pc.fill_null(numbers, -1))


def _zones(texts: pa.Array) -> Counts:
    """Time zones as minutes east of Greenwich."""
    zones = np.full(len(texts), NO_ZONE, np.int64)
    given = pc.fill_null(texts, "")
    zones[np.asarray(true_in(pc.match_substring_regex(given, "^(?:Z|GMT|UTC)")))] = 0
    parts = pc.extract_regex(given, r"(?P<sign>[+-])(?P<h>\d{2}):?(?P<i>\d{2})$")
    hours = _numbers(parts, "h")
    east = np.asarray(true_in(pc.equal(pc.struct_field(parts, "sign"), "+")))
    offset = (hours * 60 + _numbers(parts, "i")) * np.where(east, 1, -1)
    return np.where(hours >= 0, offset, zones)
