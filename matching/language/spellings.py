"""Names made of known parts by one spelling, whatever script or transliteration they are in."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from matching.language.han import is_all_han
from matching.language.remembered import remembered
from matching.language.sounds import syllables
from matching.language.tables import rows

_BARE = re.compile(r"[\s·་༌།.,'’‘‐-]+")


@remembered
def spelling(text: str) -> str | None:
    """The parts of a name by their usual spelling: 札西才让 and Tashi Tsering
    are `tashi tsering`; None if it is not made of known parts alone."""
    bare = _BARE.sub("", unicodedata.normalize("NFC", text).casefold())
    if bare[:1] not in _starts():
        return None
    parts = _parts(bare)
    return " ".join(parts) or None


@remembered
def heard_spelling(name: str) -> str | None:
    """The same of a long name in Chinese characters, whose parts may be in others of their sound:
    白马 for 白玛. Short names are left out: they may be Chinese, and mean another."""
    if len(name) < _LONG:
        return None
    best: list[tuple[str, ...]] = [()] + [("",)] * len(name)
    for end in range(2, len(name) + 1):
        for size in _SIZES:
            before = best[end - size] if end >= size else ("",)
            if "" not in before and (part := _by_sound().get(_sound(name[end - size : end]))):
                best[end] = (*before, part)
                break
    return " ".join(best[-1]) or None


# From so many characters on a name is none of surname and given name.
_LONG = 4
# Characters in a part; longer ones are known by more than their sound.
_SIZES = (3, 2)


@cache
def _by_sound() -> dict[str, str]:
    """Parts by the usual sound of their characters; of two with one sound neither."""
    found: dict[str, str] = {}
    for form, part in _known().items():
        if is_all_han(form) and len(form) in _SIZES:
            key = _sound(form)
            found[key] = part if found.get(key, part) == part else ""
    return found


def _sound(characters: str) -> str:
    return " ".join([syllables(character)[0] for character in characters])


@remembered
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
