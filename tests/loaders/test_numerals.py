"""Whatever number is written in Chinese is read as that number."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from loaders.elements.chinese import number, sum_of_money

_DIGITS = "零一二三四五六七八九"
_FORMAL = str.maketrans("一二三四五六七八九十百千", "壹贰叁肆伍陆柒捌玖拾佰仟")
_BELOW = 10**16


@given(st.integers(0, _BELOW - 1))
def test_a_number_in_words_is_that_number(value: int) -> None:
    assert number(_written(value)) == value


@given(st.integers(0, _BELOW - 1))
def test_a_sum_on_a_cheque_is_that_sum(value: int) -> None:
    assert sum_of_money(_written(value).translate(_FORMAL) + "元整") == Decimal(value)


@given(st.text("零一二两三四五六七八九十百千万亿", max_size=12))
def test_what_is_read_is_written_in_no_other_way(text: str) -> None:
    """A 零 may be left out or put in, and 两 stand for 二, where nothing else could be meant."""
    value = number(text)
    if value is not None and not set(text) <= set(_DIGITS):
        assert _bare(_written(value)) == _bare(text)


def _bare(text: str) -> str:
    return text.replace("零", "").replace("两", "二").replace("一十", "十")


def _written(value: int) -> str:
    """A number as it is taught to be written."""
    if not value:
        return "零"
    for name, scale in (("亿", 10**8), ("万", 10**4)):
        if value >= scale:
            many, rest = divmod(value, scale)
            gap = "零" if rest and rest < scale // 10 else ""
            return f"{_written(many)}{name}{gap}{_written(rest) if rest else ''}"
    return _section(value)


def _section(value: int) -> str:
    written = ""
    for scale, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = value // scale % 10
        if digit:
            gap = "零" if written and not value // (scale * 10) % 10 else ""
            written += f"{gap}{_DIGITS[digit]}{name}"
    return written
