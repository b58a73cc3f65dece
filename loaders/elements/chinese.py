"""Chinese numerals as digits: of dates and places, digit by digit; of sums, by their value."""

from __future__ import annotations

import re
from decimal import Decimal

import pyarrow as pa
import pyarrow.compute as pc

NUMERALS = "〇○零一二三四五六七八九十廿卅"
_DIGITS = {
    "〇": "0",
    "○": "0",
    "零": "0",
    **dict(zip("一二三四五六七八九", "123456789", strict=True)),
}
_ONES = "[一二三四五六七八九]"
_FORMAL = str.maketrans(
    "壹贰叁肆伍陆柒捌玖拾佰仟萬億圆貳參陸", "一二三四五六七八九十百千万亿元二三六"
)
_PLAIN = re.compile(r"^[零〇一二两三四五六七八九十百千万亿]+$")
_VALUES = {c: n for n, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_SCALES = {"十": 10, "百": 100, "千": 1000}
_LARGE = {"万": 10**4, "亿": 10**8}
_SUM = re.compile(
    r"^(?P<minus>负)?(?:(?P<yuan>[零〇一二两三四五六七八九十百千万亿]+)元)?零?"
    r"(?:(?P<jiao>[一二两三四五六七八九])角)?零?(?:(?P<fen>[一二两三四五六七八九])分)?[整正]?$"
)


def in_digits(texts: pa.Array) -> pa.Array:
    """Numerals up to 99, and those said digit by digit, as digits: 二〇〇八年十二月, 2008年12月."""
    values = pc.replace_substring_regex(texts, rf"({_ONES})十({_ONES})", r"\1\2")
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
    """The value of a numeral: 一万二千 is 12000; None where it is none."""
    if not _PLAIN.match(text):
        return None
    total = section = digit = 0
    for character in text:
        if character in _VALUES:
            digit = _VALUES[character]
        elif character in _SCALES:
            section += (digit or 1) * _SCALES[character]
            digit = 0
        else:
            total = (total + section + digit) * _LARGE[character]
            section = digit = 0
    return total + section + digit


def sum_of_money(text: str) -> Decimal | None:
    """Yuan of a sum in words: 壹万贰仟元整 is 12000; None where it is none."""
    found = _SUM.match(text.translate(_FORMAL))
    if not found or not any(found.group("yuan", "jiao", "fen")):
        return None
    yuan = number(found["yuan"]) if found["yuan"] else 0
    if yuan is None:
        return None
    small = sum(
        _VALUES[found[name]] * Decimal(worth)
        for name, worth in (("jiao", "0.1"), ("fen", "0.01"))
        if found[name]
    )
    return (Decimal(yuan) + small) * (-1 if found["minus"] else 1)
