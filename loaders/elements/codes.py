"""Codes of code lists, by the spellings departments use, and codes of divisions."""

from __future__ import annotations

import pyarrow as pa
import pyarrow.compute as pc

from loaders.elements.base import Aspect, Reading, flaw_where, only_where, true_in
from loaders.elements.writing import compatible, without_blanks
from models.codes import CODES


def code(texts: pa.Array, aspect: Aspect) -> Reading:
    """The code that a text means in its list; a Chinese name, whole or begun, is not kept."""
    said = texts.to_pylist()
    meant = [None if text is None else _meaning(text, aspect) for text in said]
    values = pa.array(meant, pa.string())
    flaws = flaw_where(pc.and_(pc.is_valid(texts), pc.is_null(values)), "unknown_code")
    known = CODES[aspect.codes or ""].codes
    official = [
        code is not None and (text == code or (code in known and known[code].zh.startswith(text)))
        for text, code in zip(said, meant, strict=True)
    ]
    return Reading(values, flaws, pa.array(official, pa.bool_()))


def _meaning(text: str, aspect: Aspect) -> str | None:
    """The code one text means: first by the department's own codes, then by the list."""
    own = aspect.own_codes.get(text)
    return own if own is not None else CODES[aspect.codes or ""].means(text)


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
