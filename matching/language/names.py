"""Names of persons as what stays the same when somebody else writes them down."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from typing import NamedTuple

from matching.language import scripts
from matching.language.han import DOT, is_all_han, is_han, looks, plain, variant
from matching.language.remembered import remembered
from matching.language.sounds import (
    combined,
    is_syllable,
    nearest,
    nears,
    spoken,
    surname_nears,
    surname_syllables,
    syllables,
)
from matching.language.spellings import heard_spelling, spelling
from matching.language.tables import rows

_LONGEST_CHINESE = 4
_KEYS = 12  # of look-alikes, at most
# What stands where a character was hidden or lost, and pinyin for one that could not be typed.
_MASK = re.compile(r"[a-z]+|[*?x×■□◇◆●○#_~\ufffd]+")
_PIECE = re.compile(r"[a-z]+|[^a-z]")
_CUT = 4  # a long name may be cut off after so many characters


class PersonName(NamedTuple):
    """A name and its keys; two names are alike in a way when they share a key of that kind.

    `written`   in one writing: simplified, one width, without dots and blanks
    `turned`    the same with the surname behind, of Chinese names
    `canonical` with one character for each that may stand for it: 喆 for 哲, 付 for 傅
    `surname`, `given`   of Chinese names; None where the beginning is no surname
    `parts`     of a transliterated name, between the dots
    `sounds`    pinyin without tones, every reading, syllables apart
    `near`      the same as it is easily misheard
    `looks`     with one character replaced by a group of characters that look alike
    `gaps`      with one character left out, its place kept: 王?英
    `letters`   as Latin letters write it, apart and run together; of Latin names, in any order
    `spelling`  its parts in their usual spelling, where all are known: memet eli
    `starts`    how a transliterated name begins, where it is long enough to be cut off
    `rough`     which sounds a transliteration keeps in any script; `rough_parts` part by part
    `echo`      the same of names that are no transliterations, which only another script's may meet
    """

    written: str
    script: str
    turned: str | None = None
    canonical: str | None = None
    surname: str | None = None
    given: str | None = None
    parts: tuple[str, ...] = ()
    sounds: tuple[str, ...] = ()
    near: tuple[str, ...] = ()
    looks: tuple[str, ...] = ()
    gaps: tuple[str, ...] = ()
    letters: tuple[str, ...] = ()
    spelling: str | None = None
    starts: tuple[str, ...] = ()
    rough: tuple[str, ...] = ()
    echo: tuple[str, ...] = ()
    rough_parts: tuple[str, ...] = ()


def person(text: str) -> PersonName:
    """What is to be known of one name."""
    clean = plain(text)
    if is_all_han(clean):
        return _masked(clean.replace("某", "?")) if "某" in clean else _chinese(clean)
    kind = scripts.script(clean)
    if kind == "han":
        return _mixed(clean)
    return _foreign(clean, kind)


def persons(texts: Iterable[str]) -> list[PersonName]:
    """What is to be known of several names, each looked at once."""
    known: dict[str, PersonName] = {}
    found = []
    for text in texts:
        name = known.get(text)
        if name is None:
            name = known[text] = person(text)
        found.append(name)
    return found


def surname_of(name: str) -> str | None:
    """The surname with which a Chinese name of usual length begins."""
    if not 2 <= len(name) <= _LONGEST_CHINESE + 2:
        return None
    for size in (4, 3, 2):
        if len(name) > size and name[:size] in _compound():
            return name[:size]
    if len(name) > _LONGEST_CHINESE or name[0] not in _single():
        return None
    return name[0]


def _chinese(name: str, parts: tuple[str, ...] = ()) -> PersonName:
    surname = None if parts else surname_of(name)
    if surname is None:
        return _transliterated(name, parts)
    first, rest = _piece(surname, True), _piece(name[len(surname) :], False)
    given = rest.written
    sounds = _both(first.sounds, rest.sounds)
    return PersonName(
        written=name, script="han", turned=given + surname,
        canonical=first.canonical + rest.canonical, surname=surname, given=given, sounds=sounds,
        near=sounds if first.plain and rest.plain else _both(first.near, rest.near),
        looks=tuple([k + given for k in first.looks] + [surname + k for k in rest.looks])[-_KEYS:],
        gaps=tuple([k + given for k in first.gaps] + [surname + k for k in rest.gaps]),
        letters=_letters(first.letters, rest.letters),
        spelling=spelling(name) or heard_spelling(name), echo=_rough(first.rough[0], rest.rough),
    )  # fmt: skip


class _Piece(NamedTuple):
    """A surname or a given name: what its characters give wherever it stands."""

    written: str
    canonical: str
    sounds: tuple[str, ...]
    near: tuple[str, ...]
    plain: bool  # it sounds nearly as it sounds
    looks: tuple[str, ...]
    gaps: tuple[str, ...]
    letters: tuple[str, ...]
    rough: tuple[str, ...]


@remembered
def _piece(text: str, surname: bool) -> _Piece:
    sounds = surname_syllables(text) if surname else spoken(text)
    near = surname_nears(text) if surname else combined(tuple(map(nears, text)))
    usual = variant(text)
    return _Piece(
        written=text, canonical=_stands().get(usual, usual) if surname else usual,
        sounds=sounds, near=near, plain=near == sounds, looks=_looks(text), gaps=_gaps(text),
        letters=tuple([_bare(sound.replace(" ", "")) for sound in sounds]),
        rough=scripts.rough_of_han(text),
    )  # fmt: skip


def _both(first: tuple[str, ...], rest: tuple[str, ...]) -> tuple[str, ...]:
    if len(first) == 1 and len(rest) == 1:
        return (f"{first[0]} {rest[0]}",)
    return tuple([f"{one} {other}" for one in first for other in rest])


def _rough(first: str, rest: tuple[str, ...]) -> tuple[str, ...]:
    end = first[-1:]
    return tuple([first + (key[1:] if end and key[:1] == end else key) for key in rest])


def _letters(first: tuple[str, ...], rest: tuple[str, ...]) -> tuple[str, ...]:
    """As passports write it, by every reading."""
    keys = []
    for one in first:
        for other in rest:
            keys.append(f"{one} {other}")
            keys.append(one + other)
    return tuple(keys)


def _transliterated(name: str, parts: tuple[str, ...]) -> PersonName:
    """A name whose beginning is no surname, or that is written with dots."""
    # One of usual length may be Chinese with a surname misspelt: it is read in every way.
    every = len(name) <= _LONGEST_CHINESE and not parts
    sounds = spoken(name) if every else (" ".join([syllables(c)[0] for c in name]),)
    near = combined(tuple(map(nears, name))) if every else (" ".join([nears(c)[0] for c in name]),)
    letters = _joined(["".join([syllables(c)[0] for c in part]) for part in parts or (name,)])
    return PersonName(
        written=name, script="han", canonical=variant(name), parts=parts, sounds=sounds,
        near=near, looks=_looks(name), gaps=_gaps(name),
        letters=letters, spelling=spelling(name) or heard_spelling(name),
        rough=scripts.rough_of_han(name),
        rough_parts=tuple([scripts.rough_of_han(part)[0] for part in parts]),
        starts=tuple([name[:end] for end in range(_CUT, len(name))]),
    )  # fmt: skip


def _mixed(name: str) -> PersonName:
    """Chinese characters with dots, blanks or letters between them."""
    words = tuple(word for word in name.replace(DOT, " ").split(" ") if word)
    bare = "".join(words)
    if not is_all_han(bare):
        return _spelt_in_part(bare) or _masked(_MASK.sub("?", bare))
    # A blank within a short name was put there to fill the column: 张 伟.
    dotted = DOT in name or len(bare) > _LONGEST_CHINESE
    return _chinese(bare, words if dotted and len(words) > 1 else ())


def _spelt_in_part(name: str) -> PersonName | None:
    """A short name with pinyin for characters that could not be typed: 王ying英; else None."""
    pieces = _PIECE.findall(name)
    if not 2 <= len(pieces) <= _LONGEST_CHINESE:
        return None
    if not all(is_han(piece) or is_syllable(piece) for piece in pieces):
        return None
    family = surname_syllables(pieces[0]) if is_han(pieces[0]) else (pieces[0],)
    readings = tuple(syllables(one) if is_han(one) else (one,) for one in pieces[1:])
    sounds = _both(family, combined(readings))
    parted = [sound.partition(" ") for sound in sounds]
    return _masked(_MASK.sub("?", name))._replace(
        sounds=sounds,
        near=combined(tuple(map(nearest, (family, *readings)))),
        letters=tuple(
            key for first, _, rest in parted
            for key in _letters((_bare(first),), (_bare(rest.replace(" ", "")),))
        ),
    )  # fmt: skip


def _masked(name: str) -> PersonName:
    """A name of which a character was hidden, lost, or written in letters: 王*英, 王ying英."""
    surname = name[0] if name[0] in _single() else None
    return PersonName(
        written=name, script="han", surname=surname, gaps=(name,) if name.count("?") == 1 else ()
    )


def _foreign(name: str, kind: str) -> PersonName:
    """A name in Latin letters or in the script of a minority."""
    words = [word for word in _split(name) if word]
    rough = scripts.rough(name, kind)
    parts = tuple(scripts.rough(word, kind)[0] for word in words) if len(words) > 1 else ()
    return PersonName(
        written="".join(words), script=kind, parts=tuple(words) if len(words) > 1 else (),
        letters=_latin(words) if kind == "latin" else (), spelling=spelling("".join(words)),
        rough=() if kind == "latin" else rough, echo=rough if kind == "latin" else (),
        rough_parts=parts,
    )  # fmt: skip


def _split(name: str) -> list[str]:
    parted = name.translate(_PUNCTUATION)
    return parted.split()


_PUNCTUATION = {ord(c): " " for c in ",，·.;/"} | {ord(c): None for c in "-‐‑'’`\u0f0c"}


def _latin(words: list[str]) -> tuple[str, ...]:
    """The keys of a name in Latin letters: any run of its words may be the surname, either end."""
    bare = [_bare(word) for word in words]
    if len(bare) > 4:
        return _joined(bare)
    keys = [] if len(bare) > 1 else bare
    for cut in range(1, len(bare)):
        before, after = "".join(bare[:cut]), "".join(bare[cut:])
        keys += [f"{before} {after}", f"{after} {before}", before + after, after + before]
    return tuple(dict.fromkeys(keys))


@remembered
def _bare(word: str) -> str:
    """Letters without accents, ü as passports have it."""
    from unicodedata import combining, normalize

    bare = "".join(c for c in normalize("NFKD", word) if not combining(c) and c.isalnum())
    return bare.replace("lyu", "lu").replace("nyu", "nu").replace("v", "u")


def _joined(words: list[str]) -> tuple[str, ...]:
    bare = [_bare(word) for word in words]
    return (" ".join(bare), "".join(bare)) if len(bare) > 1 else tuple(bare)


def _looks(name: str) -> tuple[str, ...]:
    keys = [
        name[:place] + group + name[place + 1 :]
        for place, character in enumerate(name)
        for group in looks(character)
    ]
    return tuple(keys[-_KEYS:])


def _gaps(name: str) -> tuple[str, ...]:
    return tuple([name[:place] + "?" + name[place + 1 :] for place in range(len(name))])


@cache
def _single() -> frozenset[str]:
    return frozenset("".join(row[1] for row in rows("surnames") if row[0] == "single"))


@cache
def _compound() -> frozenset[str]:
    return frozenset(word for row in rows("surnames") if row[0] == "compound" for word in row[1:])


@cache
def _stands() -> dict[str, str]:
    """Surnames by the one for which they stand."""
    return {other: row[1] for row in rows("surnames") if row[0] == "stands" for other in row[2:]}
