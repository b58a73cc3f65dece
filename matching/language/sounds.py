"""How Chinese characters sound: pinyin without tones, every reading, and what sounds nearly so."""

from __future__ import annotations

import unicodedata
from functools import cache
from importlib.util import find_spec
from itertools import product
from pathlib import Path
from runpy import run_path

from matching.language.remembered import remembered
from matching.language.tables import rows

# So many ways of reading a name are kept.
_COMBINATIONS = 6


@cache
def syllables(character: str) -> tuple[str, ...]:
    """The readings of a character without tones, the usual one first; ü is v."""
    several = _polyphones().get(character)
    if several is not None:
        return several
    marked = _dictionary().get(ord(character))
    return (character,) if marked is None else (_toneless(marked.partition(",")[0]),)


@remembered
def surname_syllables(surname: str) -> tuple[str, ...]:
    """The readings of a surname, those it has as a surname first: 单 is Shan before it is Dan."""
    own = _surname_readings().get(surname, ())
    usual = spoken(surname)
    return tuple(dict.fromkeys((*own, *usual)))


@remembered
def is_pinyin(word: str) -> bool:
    """Whether a word of Latin letters can be read as syllables of Chinese."""
    ends = {0}
    for end in range(1, len(word) + 1):
        if any(end - start in ends and word[end - start : end] in _heard() for start in _LENGTHS):
            ends.add(end)
    return bool(word) and len(word) in ends


def is_syllable(word: str) -> bool:
    """Whether a word of Latin letters is one syllable of Chinese."""
    return word in _heard()


# Letters in a syllable.
_LENGTHS = range(1, 7)


@remembered
def near(syllables_run: str) -> str:
    """One of the syllables by which speakers of the South and the West know it: zh is z, n is l,
    hu is f, ang is an; what is equal here is easily misheard."""
    run = syllables_run
    if run[:2] in ("zh", "ch", "sh"):
        run = run[0] + run[2:]
    elif run[:1] == "n":
        run = "l" + run[1:]
    elif run[:1] == "f":
        run = _AS_H.get(run[1:], run[1:])
    if run.endswith("ng") and run[-3:-2] in ("a", "e", "i"):
        run = run[:-1]
    return run.replace("v", "u")


def nearest(readings: tuple[str, ...]) -> tuple[str, ...]:
    """The near sounds of some readings; feng is misheard as hong or fen, which are not alike."""
    found = {near(run): None for run in readings}
    return tuple(found | ({near("fen"): None} if "feng" in readings else {}))


# What f and a final become where hu is said for it: fei is hui, feng is hong.
_AS_H = {
    "a": "hua", "ei": "hui", "en": "hun", "an": "huan", "ang": "huang", "eng": "hong", "u": "hu",
    "o": "huo", "ou": "hou",
}  # fmt: skip


@cache
def nears(character: str) -> tuple[str, ...]:
    """The near sounds of a character's readings."""
    return nearest(syllables(character))


@remembered
def surname_nears(surname: str) -> tuple[str, ...]:
    """The near sounds of a surname's readings."""
    if len(surname) > 1:
        return combined(tuple(nears(character) for character in surname))
    return nearest(surname_syllables(surname))


def spoken(text: str) -> tuple[str, ...]:
    """How a text may be read, syllables apart: every combination of readings, up to a few."""
    return combined(tuple(syllables(character) for character in text))


def combined(parts: tuple[tuple[str, ...], ...]) -> tuple[str, ...]:
    """One of each, joined by blanks; the usual readings when there are too many."""
    if all(len(part) == 1 for part in parts):
        return (" ".join([part[0] for part in parts]),)
    many = 1
    kept = []
    for part in parts:
        chosen = part if many * len(part) <= _COMBINATIONS else part[:1]
        many *= len(chosen)
        kept.append(chosen)
    return tuple(" ".join(choice) for choice in product(*kept))


@cache
def _dictionary() -> dict[int, str]:
    # The file alone: its package reads 47,000 phrases besides, which take 60 MB and are not asked.
    package = find_spec("pypinyin")
    assert package is not None
    file = Path(str(package.origin)).with_name("pinyin_dict.py")
    readings: dict[int, str] = run_path(str(file))["pinyin_dict"]
    return readings


@cache
def _heard() -> frozenset[str]:
    """Every syllable there is, ü as passports have it."""
    every = {_toneless(one) for marked in _dictionary().values() for one in marked.split(",")}
    return frozenset(one.replace("v", "u") for one in every if one.isascii() and len(one) > 1) | {
        "a", "e", "o",
    }  # fmt: skip


@cache
def _polyphones() -> dict[str, tuple[str, ...]]:
    return {row[0]: row[1:] for row in rows("polyphones")}


@cache
def _surname_readings() -> dict[str, tuple[str, ...]]:
    return {row[1]: row[2:] for row in rows("surnames") if row[0] == "reads"}


def _toneless(marked: str) -> str:
    parts = unicodedata.normalize("NFD", marked.replace("ü", "v").replace("ǖ", "v"))
    run = "".join(c for c in parts if not unicodedata.combining(c) or c == "\u0308")
    return run.replace("u\u0308", "v").replace("\u0308", "")
