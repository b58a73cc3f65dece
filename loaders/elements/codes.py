"""Codes of code lists, by the spellings departments use, and codes of divisions."""

from __future__ import annotations

import difflib
import re
import unicodedata
from functools import lru_cache, partial

import pyarrow as pa
import pyarrow.compute as pc

from loaders.elements.base import Aspect, Reading, explained, flaw_where, only_where, true_in
from loaders.elements.writing import compatible, without_blanks
from models.codes import CODES, CodeList, spelling

_NOTHING = re.compile(r"\s+|^['`]")
_SIGNS = re.compile(r"^[(\[【](?=[^(]*[)\]】]$)|(?<=^[^(])[)\]】]$|[.。;,]$")
# A code with its name behind it, in brackets or not.
_PAIR = re.compile(r"(?P<code>[0-9A-Za-z]{1,10})[-_:.、(/|]+(?P<name>[^0-9A-Za-z()]+)\)?")
_TURNED = re.compile(r"(?P<name>[^0-9A-Za-z()]+?)[-_:.、(/|]+(?P<code>[0-9A-Za-z]{1,10})\)?")
_WHOLE = re.compile(r"(\d+)\.0+")


def code(texts: pa.Array, aspect: Aspect) -> Reading:
    """The code that a text means in its list; a Chinese name, whole or begun, is not kept."""
    said = texts.to_pylist()
    meant = [None if text is None else _meaning(text, aspect) for text in said]
    values = pa.array(meant, pa.string())
    flaws = flaw_where(pc.and_(pc.is_valid(texts), pc.is_null(values)), "unknown_code")
    flaws = explained(flaws, texts, {"unknown_code": partial(_nearest, aspect.codes or "")})
    known = CODES[aspect.codes or ""].codes
    official = [
        code is not None and (text == code or (code in known and known[code].zh.startswith(text)))
        for text, code in zip(said, meant, strict=True)
    ]
    return Reading(values, flaws, pa.array(official, pa.bool_()))


def _meaning(text: str, aspect: Aspect) -> str | None:
    """The code one text means: first by the department's own codes, then by the list."""
    own = aspect.own_codes.get(text)
    if own is not None:
        return own
    listed = CODES[aspect.codes or ""]
    return listed.means(text) or _within(text, listed)


def _within(text: str, listed: CodeList) -> str | None:
    """The code meant by a text with signs, a code and its name (`1-男`), or a workbook's `1.0`."""
    bare = _SIGNS.sub("", _NOTHING.sub("", unicodedata.normalize("NFKC", text)))
    if whole := _WHOLE.fullmatch(bare):
        return listed.means(whole[1])
    if pair := _PAIR.fullmatch(bare) or _TURNED.fullmatch(bare):
        code = listed.means(pair["code"])
        return code if listed.means(pair["name"]) in (code, None) else None
    return listed.means(bare)


@lru_cache(4096)
def _nearest(name: str, text: str) -> tuple[str, str]:
    """The list, and the code in it whose name or spelling is nearest."""
    listed = CODES[name]
    spellings = listed.spellings
    close = difflib.get_close_matches(spelling(text), spellings, n=1, cutoff=0.4)
    zh, en = f"代码表“{listed.zh}”", f"code list {listed.en}"
    if not close or spellings[close[0]] not in listed.codes:
        return zh, en
    found = listed.codes[spellings[close[0]]]
    return f"{zh};最接近的是 {found.code} {found.zh}", f"{en}; nearest: {found.code} {found.en}"


def division(texts: pa.Array, aspect: Aspect) -> Reading:
    """A code of 6, 9 or 12 digits; zeros stand only where a province or prefecture is meant."""
    bare = without_blanks(compatible(texts))
    for theirs, ours in aspect.own_codes.items():
        bare = pc.if_else(pc.equal(texts, theirs), pa.scalar(ours), bare)
    values = pc.replace_substring_regex(bare, r"^(\d{2})$", r"\10000")
    values = pc.replace_substring_regex(values, r"^(\d{4})$", r"\100")
    values = pc.replace_substring_regex(values, r"^(\d{9})000$", r"\1")
    values = pc.replace_substring_regex(values, r"^(\d{6})000$", r"\1")
    written = true_in(pc.match_substring_regex(values, r"^[1-9]\d{5}(\d{3}){0,2}$"))
    flaws = flaw_where(pc.and_(pc.is_valid(bare), pc.invert(written)), "form")
    return Reading(only_where(written, values), flaws)
