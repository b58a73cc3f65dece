"""Chinese numerals as digits: of dates and places, digit by digit; of sums, by their value."""

from __future__ import annotations

import re
from decimal import Decimal

import pyarrow as pa
import pyarrow.compute as pc

NUMERALS = "〇○零一二三四五六七八九十廿卅元"
_DIGITS = {
    "〇": "0",
    "○": "0",
    "零": "0",
    **dict(zip("一二三四五六七八九", "123456789", strict=True)),
}
_ONES = "[一二三四五六七八九]"
_FORMAL = str.maketrans(
    "壹贰叁肆伍陆柒捌玖拾佰仟萬億圆圓貳參叄陸兩", "一二三四五六七八九十百千万亿元元二三三六两"
)
_VALUES = {c: n for n, c in enumerate("零一二三四五六七八九")} | {"两": 2}
_ONE = "[一二两三四五六七八九]"
# Up to 9,999. What is left out between two places is a 零, and a last digit without one may mean
# the next place: 一百二 is 120 to who says it, and 102 to who reads it.
_SECTION = re.compile(
    rf"(?:(?P<thousands>{_ONE})千)?(?:零?(?P<hundreds>{_ONE})百)?(?:零?(?P<tens>{_ONE}?)十)?"
    rf"(?:(?P<gap>零)?(?P<ones>{_ONE}))?"
)
_DIGIT_BY_DIGIT = re.compile("[零一二三四五六七八九]{3,}")
WORDS = "[零〇一二两兩三四五六七八九十百千万亿壹贰貳叁參叄肆伍陆陸柒捌玖拾佰仟萬億]"
_SUM = re.compile(
    r"(?P<minus>负)?(?:(?P<yuan>[零〇一二两三四五六七八九十百千万亿]+)(?P<unit>元)?)?零?"
    r"(?:(?P<jiao>[一二两三四五六七八九])角)?零?(?:(?P<fen>[一二两三四五六七八九])分)?[整正]?"
)


def in_digits(texts: pa.Array) -> pa.Array:
    """Numerals up to 99, and those said digit by digit, as digits: 二〇〇八年十二月, 2008年12月.
    The first year of an era is 元年, and January 元月."""
    values = pc.replace_substring_regex(texts, "元([年月])", r"一\1")
    values = pc.replace_substring_regex(values, rf"({_ONES})十({_ONES})", r"\1\2")
    values = pc.replace_substring_regex(values, rf"({_ONES})十", r"\1〇")
    values = pc.replace_substring_regex(values, rf"[十]({_ONES})", r"一\1")
    values = pc.replace_substring(values, "十", "一〇")
    for numeral, tens in (("廿", "二"), ("卅", "三")):
        values = pc.replace_substring_regex(values, rf"{numeral}({_ONES})", rf"{tens}\1")
        values = pc.replace_substring(values, numeral, f"{tens}〇")
    for numeral, digit in _DIGITS.items():
        values = pc.replace_substring(values, numeral, digit)
    return values


def number(text: str) -> int | None:
    """The value of a numeral: 一亿二千万 is 120000000, 二〇二四 is 2024. None where it is none, and
    where it may be read in two ways."""
    plain = text.translate(_FORMAL).replace("〇", "零")
    if len(plain) == 1 and plain in _VALUES:
        return _VALUES[plain]
    if _DIGIT_BY_DIGIT.fullmatch(plain):
        return int("".join(str(_VALUES[one]) for one in plain))
    return _parts(plain, (("亿", 10**8), ("万", 10**4)), follows=False)


def _parts(text: str, scales: tuple[tuple[str, int], ...], follows: bool) -> int | None:
    """What stands before a scale so many times, and what stands behind it."""
    if not scales:
        return _section(text, follows)
    (name, scale), *smaller = scales
    before, found, behind = text.partition(name)
    if not found:
        return _parts(text, tuple(smaller), follows)
    many = _parts(before, tuple(smaller), follows)
    rest = _parts(behind, tuple(smaller), True) if behind else 0
    return many * scale + rest if many and rest is not None else None


def _section(text: str, follows: bool) -> int | None:
    gap = follows and text.startswith("零")
    found = _SECTION.fullmatch(text[1:] if gap else text)
    if not found or not found[0]:
        return None
    places = found.groupdict()
    bare = places["ones"] and not places["gap"] and places["tens"] is None
    if bare and ((follows and not gap) or places["thousands"] or places["hundreds"]):
        return None
    tens = _VALUES.get(places["tens"], 1) if places["tens"] is not None else 0
    others = (("thousands", 1000), ("hundreds", 100), ("ones", 1))
    return tens * 10 + sum(_VALUES[places[name]] * worth for name, worth in others if places[name])


def decimal(text: str) -> Decimal | None:
    """The value of a numeral that may have places behind a 点: 十二点五 is 12.5."""
    before, point, behind = text.partition("点")
    value = number(before)
    if value is None or not point:
        return None if value is None else Decimal(value)
    digits = [_VALUES.get(one) for one in behind.translate(_FORMAL).replace("〇", "零")]
    if not digits or None in digits:
        return None
    return Decimal(f"{value}.{''.join(map(str, digits))}")


def sum_of_money(text: str) -> Decimal | None:
    """Yuan of a sum in words: 壹万贰仟元整 is 12000; None where it is none."""
    found = _SUM.fullmatch(text.translate(_FORMAL))
    if not found or not any(found.group("yuan", "jiao", "fen")):
        return None
    yuan = number(found["yuan"]) if found["yuan"] else 0
    if yuan is None or (found["yuan"] and not found["unit"] and any(found.group("jiao", "fen"))):
        return None
    small = sum(
        _VALUES[found[name]] * Decimal(worth)
        for name, worth in (("jiao", "0.1"), ("fen", "0.01"))
        if found[name]
    )
    return (Decimal(yuan) + small) * (-1 if found["minus"] else 1)
