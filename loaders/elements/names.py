"""Names, addresses, numbers to call, and other writing."""

from __future__ import annotations

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
from loaders.elements.writing import (
    HAN,
    compatible,
    has_han,
    hyphens,
    narrow,
    simplified,
    single_blanks,
    without_blanks,
)  # fmt: skip

# Names of two to four characters that end with no title and hide nothing.
_HERE = r"\x{4e00}-\x{67cf}\x{67d1}-\x{9fa5}"  # all but 某
_NO_TITLE = (  # nor 士, 姐, 志, 生
    r"[\x{4e00}-\x{58ea}\x{58ec}-\x{59cf}\x{59d1}-\x{5fd6}\x{5fd8}-\x{67cf}"
    r"\x{67d1}-\x{751e}\x{7520}-\x{9fa5}]"
)
_USUAL_NAME = rf"^[{_HERE}]{{2,3}}{_NO_TITLE}?$"
_MOBILE = r"^1\d{10}$"
_SEVERAL = r"\d{7,}.*?[、,;/|或和\s]+.*?\d{7,}"
_LANDLINE = r"^(?:\+?0{0,2}86)?-?\(?(0?\d{2,3})\)?-?(\d{7,8})(?:[-转#](\d{1,6}))?$"
# What is typed for the dot between the parts of a name in a minority language.
_DOTS = r"[•‧∙⋅・･ㆍ●\x{2e31}\x{16eb}\x{2219}]"
_POINTS = r"[•‧∙⋅・･ㆍ●\x{2e31}\x{16eb}\x{2219}.。﹒．]"
_OPENS, _CLOSES = r"[(\[{【〔〈《<]", r"[)\]}】〕〉》>]"
_FORMER_PERSON = (
    rf"^(?P<name>[^()\[\]【】〔〕]+?){_OPENS}?(?:曾用名|曾名|原名|旧名|更名前)[:,为是叫]*"
    rf"(?P<former>[^()\[\]【】〔〕]{{2,}}?){_CLOSES}?$"
)
_FORMER_ENTITY = r"^(?P<name>.+?)（(?:曾用名|曾名|原名|旧名|更名前|原)[:,为是]*(?P<former>.{4,})）$"
_USUAL_ENTITY = r"^[\x{4e00}-\x{9fa5}]+$"
# What clerks note behind a name, of which other columns should tell.
_PERSON_NOTES = (
    "已故|亡故|故|亡|殁|死亡|已死亡|去世|已去世|户主|本人|迁出|已迁出|出嫁|离异|孤儿|低保|低保户|五保|五保户|"
    r"残疾|残|党员|重名|同名|代|代办|代领|负责人|法人|法定代表人|男|女|大|小|[\d一二三]"
)
_ENTITY_NOTES = "已注销|注销|吊销|已吊销|停业|已停业|歇业|已歇业|迁出|已迁出|已更名|更名"
_TITLE = rf"^({HAN}{{2,}})(?:先生|女士|小姐|同志)$"
_PRIVATE = r"[\x{e000}-\x{f8ff}\x{f0000}-\x{10ffff}]"
_LOST = rf"[\x{{fffd}}□■◇◆]|{HAN}[?]|[?]{HAN}"
_HIDDEN = r"[*×]|某某|^.某$"


def person_name(texts: pa.Array, aspect: Aspect) -> Reading:
    """NFKC, no blanks beside Chinese characters, `·` for its look-alikes, standard characters.

    A former name in brackets stands beside; titles and notes are left out.
    """
    unusual = true_in(pc.invert(pc.match_substring_regex(texts, _USUAL_NAME)))
    if not pc.any(unusual).as_py():
        return fitting(simplified(texts), aspect)
    others = single_blanks(_minority(compatible(pc.filter(texts, unusual))))
    others = _dotted(others, _POINTS)
    others = _without_notes(others, _PERSON_NOTES)
    others, former = _apart_from(others, _FORMER_PERSON)
    others = pc.replace_substring_regex(_without_notes(others, _PERSON_NOTES), _TITLE, r"\1")
    values = simplified(pc.replace_with_mask(texts, unusual, others))
    nothing = pa.nulls(len(texts), pa.string())
    beside = simplified(pc.replace_with_mask(nothing, unusual, former))
    advice = pc.replace_with_mask(nothing, unusual, _lacking(others))
    given = fitting(values, aspect)
    return Reading(given.values, first_flaw(given.flaws, advice), beside={"former": beside})


def _minority(texts: pa.Array) -> pa.Array:
    """A blank between the long parts of a long name is the dot of a minority name."""
    return pc.replace_substring_regex(
        texts, rf"^({HAN}{{3,}})\s+({HAN}{{2,}})$|^({HAN}{{2,}})\s+({HAN}{{3,}})$", r"\1\3·\2\4"
    )


def _dotted(texts: pa.Array, dots: str) -> pa.Array:
    """With one dot between Chinese characters, and none at the ends."""
    for _ in range(2):  # a name of three parts shares its middle with both dots
        texts = pc.replace_substring_regex(texts, rf"({HAN})\s*(?:{dots}|·)+\s*({HAN})", r"\1·\2")
    return pc.replace_substring_regex(texts, rf"^[·•・]+({HAN})|({HAN})[·•・]+$", r"\1\2")


def _without_notes(texts: pa.Array, notes: str) -> pa.Array:
    return pc.replace_substring_regex(texts, rf"(.)\s*{_OPENS}(?:{notes}){_CLOSES}$", r"\1")


def _apart_from(texts: pa.Array, pattern: str) -> tuple[pa.Array, pa.Array]:
    """Names, and the former names in brackets behind them."""
    parts = pc.extract_regex(texts, pattern)
    former = pc.struct_field(parts, "former")
    return pc.coalesce(pc.struct_field(parts, "name"), texts), former


def _lacking(names: pa.Array) -> pa.Array:
    """What names lack: characters that a machine or a person took away."""
    return first_flaw(
        flaw_where(true_in(pc.match_substring_regex(names, _PRIVATE)), "private_use"),
        flaw_where(true_in(pc.match_substring_regex(names, _LOST)), "lost_character"),
        flaw_where(true_in(pc.match_substring_regex(names, _HIDDEN)), "masked"),
    )


def entity_name(texts: pa.Array, aspect: Aspect) -> Reading:
    """NFKC, no blanks beside Chinese characters, and one kind of brackets in a Chinese name.

    A former name in brackets stands beside; notes on its state are left out.
    """
    values = apart(texts, _USUAL_ENTITY, _entity_written)
    parted = true_in(pc.match_substring_regex(values, "曾用名|原名|（原|更名前"))
    former = pa.nulls(len(values), pa.string())
    if pc.any(parted).as_py():
        name, before = _apart_from(pc.filter(values, parted), _FORMER_ENTITY)
        values = pc.replace_with_mask(values, parted, name)
        former = pc.replace_with_mask(former, parted, before)
    beside = {"former": simplified(former)}
    given = fitting(simplified(values), aspect)
    return Reading(given.values, given.flaws, beside=beside)


def _entity_written(texts: pa.Array) -> pa.Array:
    values = single_blanks(compatible(texts))
    values = pc.replace_substring_regex(values, r"^[\"'“‘《「『](.+)[\"'”’》」』]$", r"\1")
    values = _dotted(pc.utf8_rtrim(values, characters=";,。、"), _DOTS)
    values = pc.replace_substring_regex(values, r"[\[【〔﹝〖]", "(")
    values = pc.replace_substring_regex(values, r"[\]】〕﹞〗]", ")")
    values = _without_notes(values, _ENTITY_NOTES)
    full = pc.replace_substring_regex(values, r"\s*\(\s*", "（")
    full = pc.replace_substring_regex(full, r"\s*\)\s*", "）")
    return pc.if_else(true_in(has_han(values)), full, values)


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
    """A mobile number as 11 digits, a landline as area-number(-extension), others as digits.

    Of several numbers the first is taken; that there are more is advice.
    """
    usual = true_in(pc.match_substring_regex(texts, _MOBILE))
    others = pc.invert(usual)
    values = apart_where(others, texts, _dialled)
    if not pc.any(others).as_py():
        return fitting(values, aspect)
    bad = pc.and_(
        true_in(others),
        true_in(pc.invert(pc.match_substring_regex(values, r"^[+\d][\d-]{4,}$"))),
    )
    hidden = only_where(others, values)
    flaws = first_flaw(
        flaw_where(true_in(pc.match_substring_regex(hidden, r"\*{2,}")), "masked"),
        flaw_where(bad, "form"),
        too_long(values, aspect),
    )
    several = pc.match_substring_regex(compatible(only_where(others, texts)), _SEVERAL)
    advice = first_flaw(flaws, flaw_where(true_in(several), "several"))
    return Reading(only_where(pc.is_null(flaws), values), advice)


def _dialled(texts: pa.Array) -> pa.Array:
    bare = hyphens(compatible(texts))
    bare = pc.replace_substring_regex(bare, r"(\d{7,})\s+(\d{7,})", r"\1、\2")
    bare = pc.replace_substring_regex(without_blanks(bare), "[－_]", "-")
    bare = pc.replace_substring_regex(bare, r"^[^\d+(*]+", "")
    bare = pc.replace_substring_regex(bare, r"(?i)(?:分机号?|转|ext\.?|x)[:.]?(\d{1,6})$", r"转\1")
    # Of several numbers the first; all of them stay in the original.
    bare = pc.replace_substring_regex(bare, r"^(.{5,}?)[、,;/|或和].*$", r"\1")
    bare = pc.replace_substring_regex(bare, r"^(.*\d)\([^\d()]+\)$", r"\1")
    mobile = pc.replace_substring_regex(
        bare, r"^(?:\+?0{0,2}86)?-?0?(1\d{2})-?(\d{4})-?(\d{4})$", r"\1\2\3"
    )
    line = pc.replace_substring_regex(bare, _LANDLINE, r"\1-\2-\3")
    line = pc.replace_substring_regex(pc.utf8_rtrim(line, characters="-"), r"^([1-9])", r"0\1")
    is_mobile = true_in(pc.match_substring_regex(mobile, _MOBILE))
    is_line = pc.and_(
        true_in(pc.match_substring_regex(bare, r"^\(?0|^\(|^\+?0{0,2}86")),
        true_in(pc.match_substring_regex(bare, _LANDLINE)),
    )
    local = pc.replace_substring_regex(bare, r"^(\d{7,8})转(\d+)$", r"\1-\2")
    hidden = true_in(pc.match_substring_regex(bare, r"\d\*{2,}\d"))
    digits = pc.replace_substring_regex(local, r"[^\d+-]", "")
    given = pc.if_else(hidden, bare, pc.replace_substring_regex(digits, "^-+|-+$", ""))
    return pc.if_else(is_mobile, mobile, pc.if_else(is_line, line, given))


def too_long(values: pa.Array, aspect: Aspect) -> pa.Array:
    """The flaw of texts that the column cannot hold."""
    if aspect.length is None:
        return pa.nulls(len(values), pa.string())
    return flaw_where(true_in(pc.greater(pc.utf8_length(values), aspect.length)), "too_long")


def fitting(values: pa.Array, aspect: Aspect) -> Reading:
    """The values that the column can hold."""
    flaws = too_long(values, aspect)
    return Reading(only_where(pc.is_null(flaws), values), flaws)
