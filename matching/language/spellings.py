"""Names made of known parts by one spelling, whatever script or transliteration they are in."""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache

from matching.language.tables import rows

_BARE = re.compile(r"[\s·་༌།.,'’‘‐-]+")


@lru_cache(maxsize=1 << 16)
def spelling(text: str) -> str | None:
    """The parts of a name by their usual spelling: 札西才让 and Tashi Tsering
    are `tashi tsering`; None if it is not made of known parts alone."""
    bare = _BARE.sub("", unicodedata.normalize("NFC", text).casefold())
    if bare[:1] not in _starts():
        return None
    parts = _parts(bare)
    return " ".join(parts) or None


@lru_cache(maxsize=1 << 16)
def _parts(text: str) -> tuple[str, ...]:
    """The text as known parts, as few as can be."""
    best: tuple[str, ...] = ()
    for size in range(min(_longest(), len(text)), 0, -1):
        part = _known().get(text[:size])
        if part is None:
            continue
        if size == len(text):
            return (part,)
        rest = _parts(text[size:])
        if rest and (not best or len(rest) + 1 < len(best)):
            best = (part, *rest)
    return best


@cache
def _known() -> dict[str, str]:
    known: dict[str, str] = {}
    for first, *others in rows("common_names"):
        for form in (first, *others):
            bare = _BARE.sub("", unicodedata.normalize("NFC", form).casefold())
            known.setdefault(bare, first)
    return known


@cache
def _starts() -> frozenset[str]:
    return frozenset(form[0] for form in _known())


@cache
def _longest() -> int:
    return max(map(len, _known()))
