"""Reads the benchmark's own words and says how characters are read aloud."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Final

import yaml

from samples.names import POPULAR, SURNAME_WEIGHTS, SURNAMES

_FILE: Final = Path(__file__).with_name("words.yml")
# Surnames read otherwise than the character: a passport office knows, a program may not.
_SURNAME_SOUNDS: Final = {
    "曾": "zeng", "单": "shan", "解": "xie", "仇": "qiu", "查": "zha", "区": "ou", "任": "ren",
    "朴": "piao", "盖": "ge", "尹": "yin", "欧阳": "ouyang", "司马": "sima", "上官": "shangguan",
    "诸葛": "zhuge",
}  # fmt: skip


@cache
def _all() -> dict[str, str | list[str]]:
    said: dict[str, str | list[str]] = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    return said


@cache
def listed(name: str) -> tuple[str, ...]:
    """A list of words."""
    return tuple(str(_all()[name]).split())


@cache
def letters(name: str) -> str:
    """A list of characters."""
    return "".join(listed(name))


@cache
def rows(name: str) -> tuple[tuple[str, ...], ...]:
    """A list of rows of words."""
    return tuple(tuple(row.split()) for row in _all()[name])


@cache
def spellings(name: str) -> tuple[tuple[str, str, tuple[str, ...]], ...]:
    """Transliterated names: Latin form, own script, spellings in Chinese."""
    cells = [[cell.strip() for cell in row.split("|")] for row in _all()[name]]
    return tuple((latin, script, tuple(forms.split())) for latin, script, forms in cells)


@cache
def groups(name: str) -> dict[str, str]:
    """For each character, those it is confused with."""
    table: dict[str, str] = {}
    for group in listed(name):
        for character in group:
            others = group.replace(character, "")
            table[character] = table.get(character, "") + others
    return table


@cache
def surname_bounds() -> tuple[list[str], list[float]]:
    """Surnames and their cumulated shares."""
    return list(SURNAMES), cumulated(SURNAME_WEIGHTS)


def cumulated(weights: Sequence[float]) -> list[float]:
    """Weights added up one after the other."""
    total, bounds = 0.0, []
    for weight in weights:
        total += weight
        bounds.append(total)
    return bounds


def popular(sex: int, year: int) -> list[str]:
    """Given names in fashion among those born then."""
    return POPULAR[sex, 0 if year < 1970 else 1 if year < 2000 else 2]


@cache
def sound(character: str) -> str:
    """How a character is read, without its tone."""
    from pypinyin import Style, lazy_pinyin

    return lazy_pinyin(character, style=Style.NORMAL)[0]


def latin(surname: str, given: str) -> str:
    """The name as a passport spells it: ZHANG WEIGUO; ü is YU there, as in LYU."""
    first = _SURNAME_SOUNDS.get(surname) or "".join(sound(c) for c in surname)
    second = "".join(sound(c) for c in given)
    return " ".join(part.replace("ü", "yu").replace("v", "yu").upper() for part in (first, second))


@cache
def spoken(name: str) -> str:
    """How a whole name is read."""
    return " ".join(map(sound, name))


@cache
def surnames() -> frozenset[str]:
    """Surnames of one character, and those that brands begin with."""
    return frozenset("".join(SURNAMES) + letters("brand_first"))


@cache
def usual() -> frozenset[str]:
    """Characters that names of persons and companies are made of."""
    lists = ("men", "women", "brand_first", "brand_second", "brand_third")
    return frozenset("".join(letters(name) for name in lists) + "".join(SURNAMES))


@cache
def typed() -> dict[str, str]:
    """By sound, the characters an input method offers: the 3,755 common ones of GB 2312."""
    offered: dict[str, str] = {}
    for high in range(0xB0, 0xD8):
        for low in range(0xA1, 0xFF):
            try:
                character = bytes((high, low)).decode("gb2312")
            except UnicodeDecodeError:
                continue
            reading = sound(character)
            offered[reading] = offered.get(reading, "") + character
    return offered
