"""Numbers that measure: money, areas, quantities, ratios, whole numbers."""

from __future__ import annotations

from decimal import Decimal

import pyarrow as pa
import pyarrow.compute as pc

from loaders.elements.base import Aspect, Reading, first_flaw, flaw_where, only_where, true_in
from loaders.elements.writing import compatible, without_blanks
from loaders.units import UNITS

# Short forms in the figure itself: 500万, 1.2亿.
_SHORT = {"money": {"万": Decimal(10**4), "亿": Decimal(10**8), "圆": Decimal(1)}}
_NUMBER = r"^(?P<number>[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d{1,3})?)(?P<unit>(?:\D.*)?)$"
_PLAIN = r"^-?(0|[1-9]\d*)(\.\d+)?$"
_NEVER = r"[^\s\S]"
# Digits before the point that the stored types hold, less one for rounding up.
_WHOLE_DIGITS = {"money": 19, "area": 15, "ratio": 2, "integer": 18, "quantity": 60}
_DECIMALS = {"money": 4, "area": 4, "ratio": 6, "integer": 0, "quantity": 12}


def amount(texts: pa.Array, aspect: Aspect) -> Reading:
    """A number in the element's own unit, whatever unit it came in."""
    bare = _bare(texts)
    if aspect.element == "ratio":
        bare = _without_fractions(bare)
    parts = pc.extract_regex(bare, _NUMBER)
    number, unit = pc.struct_field(parts, "number"), pc.struct_field(parts, "unit")
    factors = {**UNITS.get(aspect.element, {}), **_SHORT.get(aspect.element, {})}
    known = pc.is_in(unit, value_set=pa.array(["", *map(_key, factors)]))
    readable = pc.and_(true_in(pc.is_valid(number)), known)
    values = _normal(only_where(readable, number))
    own = factors.get(aspect.unit or "", Decimal(1))
    for name, factor in {"": own, **{_key(u): f for u, f in factors.items()}}.items():
        if factor != 1:
            values = _scaled(values, pc.equal(unit, name), factor, _DECIMALS[aspect.element])
    if aspect.element == "integer":
        values = pc.replace_substring_regex(values, r"\.0*$", "")
    flaws = first_flaw(
        flaw_where(pc.and_(pc.is_valid(bare), pc.invert(readable)), "form"),
        _unfit(values, aspect.element),
    )
    # In another unit no figure says what the value says.
    plain = true_in(pc.match_substring_regex(texts, _PLAIN if own == 1 else _NEVER))
    return Reading(only_where(pc.is_null(flaws), values), flaws, plain)


def _bare(texts: pa.Array) -> pa.Array:
    """Without blanks, thousand separators, currency signs; brackets of accountants as a minus."""
    bare = without_blanks(compatible(texts))
    bare = pc.replace_substring_regex(bare, r"[,，']", "")
    bare = pc.replace_substring_regex(bare, r"^(人民币|RMB|CNY|[¥￥$])|(人民币|RMB|CNY)$", "")
    bare = pc.replace_substring_regex(bare, r"^[−–—]", "-")
    return pc.replace_substring_regex(bare, r"^\(([\d.]+)\)$", r"-\1")


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


def _normal(numbers: pa.Array) -> pa.Array:
    """Numbers without exponents, plus signs or bare points."""
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
