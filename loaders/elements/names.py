"""Names, addresses, numbers to call, and other writing."""

from __future__ import annotations

import pyarrow as pa
import pyarrow.compute as pc

from loaders.elements.base import (
    Aspect,
    Reading,
    apart,
    first_flaw,
    flaw_where,
    only_where,
    true_in,
)
from loaders.elements.writing import (
    HAN,
    compatible,
    has_han,
    narrow,
    simplified,
    single_blanks,
    without_blanks,
)  # fmt: skip

_USUAL_NAME = r"^[\x{4e00}-\x{9fa5}]{2,4}$"
_MOBILE = r"^1\d{10}$"
_LANDLINE = r"^(?:\+?0{0,2}86)?-?\(?(0?\d{2,3})\)?-?(\d{7,8})(?:[-转#](\d{1,6}))?$"
# What is typed for the dot between the parts of a name in a minority language.
_DOTS = "[•‧∙⋅・･ㆍ●.。﹒．]"


def person_name(texts: pa.Array, aspect: Aspect) -> Reading:
    """NFKC, no blanks beside Chinese characters, `·` for its look-alikes, simplified characters."""
    return fitting(simplified(apart(texts, _USUAL_NAME, _spelt)), aspect)


def _spelt(texts: pa.Array) -> pa.Array:
    values = single_blanks(compatible(texts))
    for _ in range(2):  # a name of three parts shares its middle with both dots
        values = pc.replace_substring_regex(values, rf"({HAN})\s*{_DOTS}+\s*({HAN})", r"\1·\2")
    return values


def entity_name(texts: pa.Array, aspect: Aspect) -> Reading:
    """NFKC, no blanks beside Chinese characters, and one kind of brackets in a Chinese name."""
    values = single_blanks(compatible(texts))
    values = pc.replace_substring_regex(values, r"[\[【〔﹝]", "(")
    values = pc.replace_substring_regex(values, r"[\]】〕﹞]", ")")
    full = pc.replace_substring_regex(values, r"\s*\(\s*", "（")
    full = pc.replace_substring_regex(full, r"\s*\)\s*", "）")
    return fitting(simplified(pc.if_else(has_han(values), full, values)), aspect)


def address(texts: pa.Array, aspect: Aspect) -> Reading:
    """Usual letters and digits, no blanks beside Chinese characters."""
    return fitting(single_blanks(narrow(texts)), aspect)


def text(texts: pa.Array, aspect: Aspect) -> Reading:
    """As it is, without blanks around."""
    return fitting(texts, aspect)


def identifier(texts: pa.Array, aspect: Aspect) -> Reading:
    """NFKC, without blanks, and without the apostrophe that keeps Excel from counting."""
    values = pc.utf8_ltrim(without_blanks(compatible(texts)), characters="'`")
    return fitting(values, aspect)


def phone(texts: pa.Array, aspect: Aspect) -> Reading:
    """A mobile number as 11 digits, a landline as area-number(-extension), others as digits."""
    values = apart(texts, _MOBILE, _dialled)
    bad = true_in(pc.invert(pc.match_substring_regex(values, r"^[+\d][\d-]{4,}$")))
    flaws = first_flaw(flaw_where(bad, "form"), too_long(values, aspect))
    return Reading(only_where(pc.is_null(flaws), values), flaws)


def _dialled(texts: pa.Array) -> pa.Array:
    bare = pc.replace_substring_regex(without_blanks(compatible(texts)), "[—–－]", "-")
    # Of several numbers the first; all of them stay in the original.
    bare = pc.replace_substring_regex(bare, r"^(.{5,}?)[、,;/].*$", r"\1")
    mobile = pc.replace_substring_regex(
        bare, r"^(?:\+?0{0,2}86)?-?(1\d{2})-?(\d{4})-?(\d{4})$", r"\1\2\3"
    )
    line = pc.replace_substring_regex(bare, _LANDLINE, r"\1-\2-\3")
    line = pc.replace_substring_regex(pc.utf8_rtrim(line, characters="-"), r"^([1-9])", r"0\1")
    is_mobile = true_in(pc.match_substring_regex(mobile, _MOBILE))
    is_line = pc.and_(
        true_in(pc.match_substring_regex(bare, r"^\(?0|^\(|^\d{3}-\d{7,8}|^\+?0{0,2}86")),
        true_in(pc.match_substring_regex(bare, _LANDLINE)),
    )
    digits = pc.replace_substring_regex(bare, r"[^\d+]", "")
    return pc.if_else(is_mobile, mobile, pc.if_else(is_line, line, digits))


def too_long(values: pa.Array, aspect: Aspect) -> pa.Array:
    """The flaw of texts that the column cannot hold."""
    if aspect.length is None:
        return pa.nulls(len(values), pa.string())
    return flaw_where(true_in(pc.greater(pc.utf8_length(values), aspect.length)), "too_long")


def fitting(values: pa.Array, aspect: Aspect) -> Reading:
    """The values that the column can hold."""
    flaws = too_long(values, aspect)
    return Reading(only_where(pc.is_null(flaws), values), flaws)
