"""Coordinates as they are written: degrees with minutes and seconds, marks, both in one cell."""

from __future__ import annotations

import pyarrow as pa
import pyarrow.compute as pc

from loaders.elements.base import apart, only_where, true_in
from loaders.elements.writing import narrow, without_blanks

_USUAL = r"^[+-]?\d+(?:\.\d+)?$"
_WEST_SOUTH = r"[WSws西南]"
_MARK = r"(?:东经|西经|北纬|南纬|经度|纬度|[NSEWnsew东西南北]|LON|LAT|lon|lat|X|Y|x|y|L|B)"
_NUMBER = r"[+-]?\d+(?:\.\d+)?"
_DEGREES = (
    rf"^(?P<before>{_MARK}?)[:=]?(?P<sign>-?)(?P<d>\d{{1,3}})(?:°|º|度|d|:)"
    r"(?P<m>[0-5]?\d(?:\.\d+)?)(?:'|′|’|‘|分|m|:)?"
    r"(?:(?P<s>[0-5]?\d(?:\.\d+)?)(?:\"|″|”|“|''|′′|秒|s)?)?"
    rf"(?P<after>{_MARK}?)$"
)
_PLAIN = rf"^(?P<before>{_MARK}?)[:=]?(?P<n>{_NUMBER})(?:°|º|度)?(?P<after>{_MARK}?)$"
_ONE = r"[^,;，；、|/]+?"
_PAIR = rf"^(?:POINT\s*)?[(\[]?\s*(?P<first>{_ONE})\s*[,;，；、|/]\s*(?P<second>{_ONE})\s*[)\]]?$"
_APART = r"^(?:POINT\s*)?[(\[]?\s*(?P<first>\S+)\s+(?P<second>\S+?)\s*[)\]]?$"
_LATITUDE = r"^(?:北纬|南纬|纬度|[NSns]|LAT|lat|Y|y|B)|(?:[NSns北南])$"
# Degrees of China: what lies in one range is not in the other, so the order shows.
_CHINA_EAST, _CHINA_NORTH = (73.0, 136.0), (3.0, 54.0)


def decimal(texts: pa.Array) -> pa.Array:
    """116°23′17″E as 116.388…; marks go; texts in no known form stay as they are."""
    return apart(texts, _USUAL, _decimal)


def _decimal(texts: pa.Array) -> pa.Array:
    bare = pc.replace_substring(without_blanks(narrow(texts)), "．", ".")
    parts = pc.extract_regex(bare, _DEGREES)
    degrees, minutes, seconds = (_float(pc.struct_field(parts, name)) for name in "dms")
    value = pc.add(degrees, pc.divide(pc.add(minutes, pc.divide(seconds, 60.0)), 60.0))
    value = _signed(value, parts, pc.equal(pc.struct_field(parts, "sign"), "-"))
    plain = pc.extract_regex(bare, _PLAIN)
    marked = _signed(_float(pc.struct_field(plain, "n")), plain, None)
    told = pc.coalesce(value, marked)
    return pc.coalesce(pc.cast(told, pa.string()), texts)


def pair(texts: pa.Array) -> tuple[pa.Array, pa.Array]:
    """Longitude and latitude of cells that hold both, in whichever order they say or show."""
    plain = narrow(texts)
    found = [pc.extract_regex(plain, pattern) for pattern in (_PAIR, _APART)]
    first, second = (
        pc.coalesce(*(pc.struct_field(parts, name) for parts in found))
        for name in ("first", "second")
    )
    said = true_in(pc.match_substring_regex(without_blanks(first), _LATITUDE))
    first, second = decimal(first), decimal(second)
    shows = pc.and_(_between(first, *_CHINA_NORTH), _between(second, *_CHINA_EAST))
    turned = pc.or_(said, shows)
    x, y = pc.if_else(turned, second, first), pc.if_else(turned, first, second)
    # What cannot be parted is neither.
    return pc.coalesce(x, texts), pc.coalesce(y, texts)


def _signed(value: pa.Array, parts: pa.Array, minus: pa.Array | None) -> pa.Array:
    marks = pc.binary_join_element_wise(
        pc.struct_field(parts, "before"), pc.struct_field(parts, "after"), ""
    )
    negative = true_in(pc.match_substring_regex(marks, _WEST_SOUTH))
    if minus is not None:
        negative = pc.or_(negative, true_in(minus))
    return pc.if_else(negative, pc.negate(value), value)


def _float(texts: pa.Array) -> pa.Array:
    """Numbers; a part that is left out counts as nothing."""
    given = pc.if_else(pc.equal(texts, ""), "0", texts)
    return pc.cast(given, pa.float64())


def _between(texts: pa.Array, low: float, high: float) -> pa.Array:
    number = pc.cast(
        only_where(true_in(pc.match_substring_regex(texts, r"^[+-]?\d+(?:\.\d+)?$")), texts),
        pa.float64(),
    )
    return true_in(pc.and_(pc.greater_equal(number, low), pc.less_equal(number, high)))
