"""Periods that figures are of, as ISO 8601 and SDMX write them."""

from __future__ import annotations

import pyarrow as pa
import pyarrow.compute as pc

from loaders.elements.base import Aspect, Reading, apart, flaw_where, only_where, true_in
from loaders.elements.chinese import NUMERALS, in_digits
from loaders.elements.writing import compatible, hyphens, without_blanks

_YEAR = r"(\d{4})(?:年度?)?[-/.,]?"
_TO = r"(?:-|~|至|到)"
# The first form that fits, and how it is stored.
_FORMS = (
    (r"^(\d{4})(?:年度?|全年|年全年|年年报)?$", r"\1"),
    (rf"^{_YEAR}第?([1-4])(?:季度|季|Q)$", r"\1-Q\2"),
    (rf"^{_YEAR}Q([1-4])$", r"\1-Q\2"),
    (r"^Q([1-4])[-/.]?(\d{4})$", r"\2-Q\1"),
    (rf"^{_YEAR}(?:上半年?|[SHB]1)$", r"\1-S1"),
    (rf"^{_YEAR}(?:下半年?|[SHB]2)$", r"\1-S2"),
    (r"^(\d{4})(?:年|[-/.]|-?M)(0[1-9]|1[0-2])月?份?$", r"\1-\2"),
    (r"^(\d{4})(?:年|[-/.]|-?M)([1-9])月?份?$", r"\1-0\2"),
    (r"^(\d{4})(0[1-9]|1[0-2])月?$", r"\1-\2"),
    (r"^0?([1-9])[/.](\d{4})$", r"\2-0\1"),
    (r"^(1[0-2])[/.](\d{4})$", r"\2-\1"),
    (r"^(\d{4})(?:年|-)?第?W?(0[1-9]|[1-4]\d|5[0-3])周$", r"\1-W\2"),
    (r"^(\d{4})(?:年|-)?第?([1-9])周$", r"\1-W0\2"),
    (r"^(\d{4})-?W(0[1-9]|[1-4]\d|5[0-3])$", r"\1-W\2"),
    (r"^(\d{4})-?W([1-9])$", r"\1-W0\2"),
    (r"^(\d{4})[-/.年]?(0[1-9]|1[0-2])[-/.月]?(0[1-9]|[12]\d|3[01])日?$", r"\1-\2-\3"),
    (r"^(\d{4})[-/.年]([1-9])[-/.月](0[1-9]|[12]\d|3[01])日?$", r"\1-0\2-\3"),
    (r"^(\d{4})[-/.年]([1-9])[-/.月]([1-9])日?$", r"\1-0\2-0\3"),
    (r"^(\d{4})[-/.年](0[1-9]|1[0-2])[-/.月]([1-9])日?$", r"\1-\2-0\3"),
    # Months from January on: figures that add up through the year.
    (rf"^{_YEAR}0?1月?{_TO}0?3月(?:累计)?$", r"\1-Q1"),
    (rf"^{_YEAR}0?4月?{_TO}0?6月$", r"\1-Q2"),
    (rf"^{_YEAR}0?7月?{_TO}0?9月$", r"\1-Q3"),
    (rf"^{_YEAR}10月?{_TO}12月$", r"\1-Q4"),
    (rf"^{_YEAR}0?1月?{_TO}0?6月(?:累计)?$", r"\1-S1"),
    (rf"^{_YEAR}0?7月?{_TO}12月$", r"\1-S2"),
    (rf"^{_YEAR}0?1月?{_TO}12月(?:累计)?$", r"\1"),
    (rf"^{_YEAR}(?:前三季度|前3季度|0?1月?{_TO}0?9月)(?:累计)?$", r"\1-01/09"),
    (rf"^{_YEAR}0?([1-9])月?{_TO}0?([1-9])月(?:累计)?$", r"\1-0\2/0\3"),
    (rf"^{_YEAR}0?([1-9])月?{_TO}(1[0-2])月(?:累计)?$", r"\1-0\2/\3"),
    (rf"^(\d{{4}})年?{_TO}(\d{{4}})年$", r"\1/\2"),
)  # fmt: skip
_PLANS = {
    "十五": 2001,
    "十一五": 2006,
    "十二五": 2011,
    "十三五": 2016,
    "十四五": 2021,
    "十五五": 2026,
}
_PERIOD = (
    r"^\d{4}(-Q[1-4]|-S[12]|-W(0[1-9]|[1-4]\d|5[0-3])|-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?|"
    r"-(0[1-9]|1[0-2])/(0[1-9]|1[0-2])|/\d{4})?$"
)


def period(texts: pa.Array, aspect: Aspect) -> Reading:
    """2024, 2024-S1 (half), 2024-Q1, 2024-03, 2024-W12, 2024-03-05; spans as 2024-01/02."""
    values = apart(texts, _PERIOD, _spelt)
    written = true_in(pc.match_substring_regex(values, _PERIOD))
    flaws = flaw_where(pc.and_(pc.is_valid(values), pc.invert(written)), "form")
    return Reading(only_where(written, values), flaws)


def _spelt(texts: pa.Array) -> pa.Array:
    bare = pc.utf8_upper(without_blanks(hyphens(compatible(texts))))
    for plan, year in _PLANS.items():
        named = rf"^[\x{{201c}}\"「]?{plan}[\x{{201d}}\"」]?(?:时期|规划|期间)?$"
        bare = pc.replace_substring_regex(bare, named, f"{year}/{year + 4}")
    values = apart(bare, rf"^[^{NUMERALS}]*$", in_digits)
    done = pa.array([False] * len(values))
    for pattern, form in _FORMS:
        fits = pc.and_not(true_in(pc.match_substring_regex(values, pattern)), done)
        if pc.any(fits).as_py():
            told = pc.replace_substring_regex(pc.filter(values, fits), pattern, form)
            values, done = pc.replace_with_mask(values, fits, told), pc.or_(done, fits)
    return values
