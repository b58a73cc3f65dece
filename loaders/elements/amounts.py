"""Numbers that measure: money, areas, quantities, ratios, whole numbers."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from functools import partial

import pyarrow as pa
import pyarrow.compute as pc

from loaders.elements.base import (
    Aspect,
    Reading,
    apart,
    apart_where,
    first_flaw,
    flaw_where,
    only_where,
    true_in,
)
from loaders.elements.chinese import WORDS, decimal, sum_of_money
from loaders.elements.writing import compatible, hyphens, without_blanks
from loaders.units import UNITS, counted

# Short forms in the figure itself: 500万, 1.2亿.
_SHORT = {
    "money": {
        "万": Decimal(10**4), "亿": Decimal(10**8), "圆": Decimal(1), "元整": Decimal(1),
        "千": Decimal(1000), "百万": Decimal(10**6), "千万": Decimal(10**7), "块": Decimal(1),
    },
    "quantity": counted("人户个家件所条辆台套次头只株棵"),
    "integer": counted("人户个家件所条辆台套次层间年岁"),
}  # fmt: skip
_NUMBER = r"^(?P<number>[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d{1,3})?)(?P<unit>(?:\D.*)?)$"
_PLAIN = r"^-?(0|[1-9]\d*)(\.\d+)?$"
_NEVER = r"[^\s\S]"
# Digits before the point that the stored types hold, less one for rounding up.
_WHOLE_DIGITS = {"money": 19, "area": 15, "ratio": 2, "integer": 18, "quantity": 60}
_DECIMALS = {"money": 4, "area": 4, "ratio": 6, "integer": 0, "quantity": 12}
_GROUPED = r"^[^\d,]*\d{1,3}(?:,\d{3})+(?:[^\d,].*)?$"
_YUAN = r"^(?:人民币|RMB|CNY|[¥￥])|(?:人民币|RMB|CNY)$"
# A number in words, and the unit behind it; 百 and 万 alone are units of figures.
_NO_WORDS = "^[^之零〇一二两兩三四五六七八九十壹贰貳叁參叄肆伍陆陸柒捌玖拾佰仟]*$"
_COUNTED = re.compile(rf"(?P<number>{WORDS}+(?:点{WORDS}+)?)(?P<unit>.*)")
# Figures in steps of one unit under the other: 3亿5000万元, 3元5角, 3亩2分.
_STEPS: Mapping[str, tuple[str, Mapping[str, Decimal]]] = {
    "money": ("元", {name: Decimal(worth) for name, worth in (
        ("亿", 10**8), ("万", 10**4), ("千", 1000), ("元", 1), ("角", "0.1"), ("分", "0.01"),
    )}),
    "area": ("亩", {name: Decimal(worth) for name, worth in (
        ("顷", 100), ("亩", 1), ("分", "0.1"), ("厘", "0.01"),
    )}),
}  # fmt: skip
_STEP = re.compile(r"零?(?P<number>\d+(?:\.\d+)?)(?P<unit>\D)")
_SHARES = {"百分之": 100, "千分之": 1000, "万分之": 10_000}
_FOREIGN = (
    r"(?i)美[元金]|US\$|USD|^\$|港[元币]|HK\$|HKD|欧元|EUR|€|英镑|GBP|£|日[元圆]|JPY|韩元|KRW|"
    r"澳[元门]|AUD|加元|CAD|新台币|TWD|卢布|RUB|瑞士法郎|CHF"
)


def amount(texts: pa.Array, aspect: Aspect) -> Reading:
    """A number in the element's own unit, whatever unit it came in.

    The unit in the cell goes before the column's; where they differ, that is advice.
    """
    usual = true_in(pc.match_substring_regex(texts, _PLAIN))
    bare = apart_where(pc.invert(usual), texts, partial(_bare, element=aspect.element))
    parts = pc.extract_regex(only_where(pc.invert(usual), bare), _NUMBER)
    number = pc.if_else(usual, texts, pc.struct_field(parts, "number"))
    unit = pc.if_else(usual, "", pc.struct_field(parts, "unit"))
    factors = {**UNITS.get(aspect.element, {}), **_SHORT.get(aspect.element, {})}
    known = pc.is_in(unit, value_set=pa.array(["", *map(_key, factors)]))
    readable = pc.and_(true_in(pc.is_valid(number)), known)
    values = _normal(only_where(readable, number), usual)
    own = factors.get(aspect.unit or "", Decimal(1))
    for name, factor in {"": own, **{_key(u): f for u, f in factors.items()}}.items():
        if factor != 1:
            values = _scaled(values, pc.equal(unit, name), factor, _DECIMALS[aspect.element])
    if aspect.element == "integer":
        values = pc.replace_substring_regex(values, r"\.0*$", "")
    flaws = first_flaw(
        _foreign(bare, readable, aspect.element),
        flaw_where(pc.and_(pc.is_valid(bare), pc.invert(readable)), "form"),
        _unfit(values, aspect.element),
    )
    # In another unit no figure says what the value says.
    plain = usual if own == 1 else true_in(pc.match_substring_regex(texts, _NEVER))
    values = only_where(pc.is_null(flaws), values)
    return Reading(values, first_flaw(flaws, _other_unit(unit, own, factors, aspect)), plain)


def _bare(texts: pa.Array, element: str) -> pa.Array:
    """Without blanks, thousand separators, currency signs; with a minus for accountants' brackets,
    digits for words."""
    bare = pc.utf8_ltrim(without_blanks(hyphens(compatible(texts))), characters="'`")
    grouped = true_in(pc.match_substring_regex(bare, _GROUPED))
    bare = pc.if_else(grouped, pc.replace_substring(bare, ",", ""), bare)
    bare = pc.replace_substring_regex(bare, r"(\d)'(\d{3})", r"\1\2")
    bare = pc.replace_substring(bare, "m²", "m2")
    bare = pc.replace_substring_regex(bare, _YUAN, "")
    bare = pc.replace_substring_regex(bare, r"^([\d.]+)-$", r"-\1")
    bare = pc.replace_substring_regex(bare, r"^\(([\d.]+)\)$", r"-\1")
    bare = pc.replace_substring_regex(bare, r"^([\d.]+)\(([^\d()]+)\)$", r"\1\2")
    if element == "ratio":
        bare = _without_fractions(bare)
    if element in _STEPS:
        bare = apart(
            bare, r"^\D*[\d.]*\D*$", partial(_one_by_one, work=partial(_stepped, element=element))
        )
    return apart(bare, _NO_WORDS, partial(_one_by_one, work=partial(_figure, element=element)))


def _one_by_one(texts: pa.Array, work: Callable[[str], str]) -> pa.Array:
    """What is rare enough to be worked out text by text."""
    return pa.array(
        [None if text is None else work(text) for text in texts.to_pylist()], texts.type
    )


def _stepped(text: str, element: str) -> str:
    """A figure in steps as one; the text itself where it is none, or its steps do not descend."""
    own, steps = _STEPS[element]
    told = text.removesuffix(own) if text[-2:-1] in steps else text
    parts = list(_STEP.finditer(told))
    worth = [steps.get(part["unit"]) for part in parts]
    if "".join(part[0] for part in parts) != told or None in worth or len(parts) < 2:
        return text
    values = [Decimal(part["number"]) * (one or 0) for part, one in zip(parts, worth, strict=True)]
    if any("." in part["number"] for part in parts[:-1]) or any(
        value >= (above or 0) for value, above in zip(values[1:], worth, strict=False)
    ):
        return text
    return f"{sum(values):f}{own}"


def _figure(text: str, element: str) -> str:
    if element == "money":
        value, unit = sum_of_money(text), ""
    elif element == "ratio" and text[:3] in _SHARES:
        part, unit = decimal("一百" if text[3:] == "百" else text[3:]), ""
        value = None if part is None else part / _SHARES[text[:3]]
    else:
        found = _COUNTED.fullmatch(text)
        value, unit = (decimal(found["number"]), found["unit"]) if found else (None, "")
    return text if value is None else f"{value:f}{unit}"


def _foreign(bare: pa.Array, readable: pa.Array, element: str) -> pa.Array:
    """The flaw of sums in the money of others."""
    if element != "money" or pc.all(readable).as_py():
        return pa.nulls(len(bare), pa.string())
    foreign = true_in(pc.match_substring_regex(bare, _FOREIGN))
    return flaw_where(pc.and_not(foreign, readable), "currency")


def _other_unit(
    unit: pa.Array, own: Decimal, factors: Mapping[str, Decimal], aspect: Aspect
) -> pa.Array:
    """The advice where a cell says another unit than its column."""
    if aspect.unit is None:
        return pa.nulls(len(unit), pa.string())
    other = [_key(name) for name, factor in factors.items() if factor != own]
    return flaw_where(true_in(pc.is_in(unit, value_set=pa.array(other, pa.string()))), "other_unit")


def _without_fractions(texts: pa.Array) -> pa.Array:
    """Shares written 1/3 as decimals."""
    parts = pc.extract_regex(texts, r"^(?P<part>\d{1,9})[/∕](?P<whole>\d{1,9})$")
    part, whole = (
        pc.cast(pc.struct_field(parts, name), pa.float64()) for name in ("part", "whole")
    )
    whole = only_where(true_in(pc.greater(whole, 0)), whole)
    share = pc.cast(pc.cast(pc.round(pc.divide(part, whole), 6), pa.decimal128(18, 6)), pa.string())
    return pc.coalesce(share, texts)


def _key(unit: str) -> str:
    """A unit as it reads after NFKC."""
    return {"㎡": "m2"}.get(unit, unit)


def _normal(numbers: pa.Array, usual: pa.Array) -> pa.Array:
    """Numbers without exponents, plus signs or bare points."""
    return apart_where(pc.invert(usual), numbers, _unusual)


def _unusual(numbers: pa.Array) -> pa.Array:
    values = pc.replace_substring_regex(numbers, r"^\+", "")
    values = pc.replace_substring_regex(values, r"^(-?)\.", r"\10.")
    values = pc.replace_substring_regex(values, r"\.$", "")
    exponent = true_in(pc.match_substring_regex(values, "[eE]"))
    if not pc.any(exponent).as_py():
        return values
    written = [f"{Decimal(value):f}" for value in pc.filter(values, exponent).to_pylist()]
    return pc.replace_with_mask(values, exponent, pa.array(written, pa.string()))


def _scaled(values: pa.Array, mask: pa.Array, factor: Decimal, decimals: int) -> pa.Array:
    """The masked numbers times a factor, exactly, rounded to what is stored."""
    mask = true_in(mask)
    if not pc.any(mask).as_py():
        return values
    exact = pa.decimal256(48, 12)
    fits = true_in(pc.match_substring_regex(values, r"^-?\d{1,30}(\.\d{1,12})?$"))
    mask = pc.and_(mask, fits)
    numbers = pc.cast(pc.filter(values, mask), exact)
    times = pa.scalar(factor.quantize(Decimal("1e-12")), pa.decimal256(26, 12))
    product = pc.round(pc.multiply(numbers, times), decimals)
    written = pc.replace_substring_regex(pc.cast(product, pa.string()), r"(\.\d*?)0+$", r"\1")
    return pc.replace_with_mask(values, mask, pc.utf8_rtrim(written, characters="."))


def _unfit(values: pa.Array, element: str) -> pa.Array:
    """The flaws of numbers that are too large, or not whole where they must be."""
    most = _WHOLE_DIGITS[element]
    large = pc.invert(pc.match_substring_regex(values, rf"^-?0*\d{{1,{most}}}(\.\d+)?$"))
    flaws = flaw_where(true_in(large), "size")
    if element != "integer":
        return flaws
    broken = true_in(pc.match_substring(values, "."))
    return first_flaw(flaw_where(broken, "not_whole"), flaws)
