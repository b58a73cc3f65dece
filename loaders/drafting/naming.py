"""How alike a column's name is to what the dictionary and departments call an attribute."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from loaders.units import UNITS
from models import THINGS

_VOCABULARY = Path(__file__).with_name("vocabulary.yml")
_BRACKETS = re.compile(r"[(\[{【〔](.*?)[)\]}】〕]")
_WORDS = re.compile(r"[a-z]+|\d+|[A-Z]+(?![a-z])|[A-Z][a-z]*")
_HAN = re.compile(r"[\u3400-\u9fff]")


@cache
def vocabulary() -> dict[str, Any]:
    """What departments call things and attributes."""
    found: dict[str, Any] = yaml.safe_load(_VOCABULARY.read_text(encoding="utf-8"))
    return found


@cache
def bare(name: str) -> str:
    """A name without width, blanks, brackets and what follows a slash that is a unit."""
    flat = unicodedata.normalize("NFKC", name).strip().lstrip("*@#").rpartition(".")[2]
    if not flat:
        flat = unicodedata.normalize("NFKC", name)
    without = _BRACKETS.sub("", flat).strip()
    return re.sub(r"[\s_/\-:]+", " " if without.isascii() else "", without) or flat


@cache
def unit_of(name: str) -> str | None:
    """A unit known to some element in the brackets of a name, or after a slash."""
    flat = unicodedata.normalize("NFKC", name)
    said = [re.sub(r"单位|[\s::]", "", part) for part in _BRACKETS.findall(flat)]
    said += [flat.rpartition(sign)[2].strip() for sign in ("/", "_") if sign in flat]
    known = {key: unit for units in UNITS.values() for unit in units for key in _keys(unit)}
    known.pop("1", None)
    return next((known[part] for part in said if part in known), None)


def _keys(unit: str) -> tuple[str, str]:
    return unit, unicodedata.normalize("NFKC", unit)


@cache
def _terms() -> list[tuple[str, str]]:
    """Each term and the one that stands for its line, the longest first."""
    pairs = [(term, line[0]) for line in vocabulary()["terms"] for term in line]
    return sorted(pairs, key=lambda pair: -len(pair[0]))


@cache
def canonical(name: str) -> str:
    """A Chinese name with one term for those that mean the same."""
    text, done = bare(name), ""
    while text:
        for term, meant in _terms():
            if text.startswith(term):
                done, text = done + meant, text[len(term) :]
                break
        else:
            done, text = done + text[0], text[1:]
    return done


@cache
def words(name: str) -> frozenset[str]:
    """The words of a Latin name: CamelCase, snake_case and blanks alike; plurals as singulars."""
    found = [word.lower() for word in _WORDS.findall(unicodedata.normalize("NFKC", name))]
    return frozenset(w[:-1] if len(w) > 3 and w.endswith("s") else w for w in found) - _LITTLE


_LITTLE = frozenset({"of", "the", "a", "an", "and", "in", "for"})


@cache
def initials(name: str) -> str:
    """The initials of a name in pinyin, as fields of geodata are named: 宗地代码 is ZDDM."""
    from pypinyin import Style, lazy_pinyin  # late: its dictionaries take a while to load

    return "".join(lazy_pinyin(bare(name), style=Style.FIRST_LETTER)).upper()


@cache
def spellings(thing: str, attribute: str) -> tuple[tuple[str, float], ...]:
    """Names of an attribute, the dictionary's own first, each with how surely it is meant."""
    info = THINGS[thing].attribute(attribute).info
    known: Mapping[str, list[str]] = vocabulary()["attributes"]
    others = known.get(f"{thing}.{attribute}", [])
    own = [(info["zh"], 1.0), (info["en"], 1.0), (attribute, 1.0)]
    return (*own, *((str(name), 0.97) for name in others))


@cache
def alike(column: str, thing: str, attribute: str) -> float:
    """From 0 to 1 how well a column's name is that of an attribute."""
    return max(similarity(column, name) * sure for name, sure in spellings(thing, attribute))


@cache
def similarity(column: str, name: str) -> float:
    """From 0 to 1 how alike two names are."""
    if bare(column).casefold() == bare(name).casefold():
        return 1.0
    if _HAN.search(column):
        return _chinese(canonical(column), canonical(name)) if _HAN.search(name) else 0.0
    if _HAN.search(name):
        short = re.fullmatch(r"[A-Z]{3,10}|[a-z]{3,10}", bare(column)) is not None
        return 0.9 if short and bare(column).upper() == initials(name) else 0.0
    return _latin(words(column), words(name))


def _chinese(one: str, other: str) -> float:
    if one == other:
        return 0.98
    if one in ("号码", "代码"):
        return 0.25  # a bare number says nothing of what it numbers
    short, long = sorted((one, other), key=len)
    (stem, tail), (other_stem, other_tail) = _parted(one), _parted(other)
    if tail and tail == other_tail and stem and other_stem:
        # Two numbers are no more alike than what they number.
        return 0.12 + 0.83 * _overlap(stem, other_stem)
    if len(short) >= 2 and long.endswith(short):
        return 0.62 + 0.33 * len(short) / len(long)
    if len(short) >= 2 and short in long:
        return 0.4 + 0.35 * len(short) / len(long)
    return 0.85 * _overlap(one, other) * (1.0 if tail == other_tail else 0.7)


def _overlap(one: str, other: str) -> float:
    """How many characters and pairs of characters two names share."""
    short, long = sorted((one, other), key=len)
    if len(short) >= 2 and long.endswith(short):
        return 0.62 + 0.33 * len(short) / len(long)
    pairs = [{text[i : i + 2] for i in range(len(text) - 1)} | set(text) for text in (one, other)]
    return 2 * len(pairs[0] & pairs[1]) / (len(pairs[0]) + len(pairs[1]))


_TAILS = ("号码", "代码", "名称", "姓名", "地址", "日期", "电话", "区划", "类型", "状态", "面积")


def _parted(name: str) -> tuple[str, str]:
    """A name as what it is of, and what of that it is."""
    tail = next((tail for tail in _TAILS if name.endswith(tail)), "")
    return name[: len(name) - len(tail)], tail


def _latin(one: frozenset[str], other: frozenset[str]) -> float:
    if not one or not other:
        return 0.0
    return 0.95 * len(one & other) / len(one | other)


def named_like(column: str, names: list[str]) -> float:
    """How well a name is one of a list."""
    return max((similarity(column, str(name)) for name in names), default=0.0)
