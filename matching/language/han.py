"""Characters: one writing for what is written in several ways, and which look alike."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

import pyarrow as pa

from matching.language.tables import rows

DOT = "·"
# What is typed for the dot within a name; a full stop only between Chinese characters.
_DOTS = "•‧∙⋅・･ㆍ●⸱᛫.。﹒．"
_HAN = r"〇\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
HAN = re.compile(f"[{_HAN}]")
_HAN_ONLY = re.compile(f"[{_HAN}]+")
_USUAL = re.compile(r"[\u4e00-\u9fa5]+")
_DOTTED = re.compile(f"(?<=[{_HAN}])\\s*[{re.escape(_DOTS + DOT)}]+\\s*(?=[{_HAN}])")
_BLANKS = re.compile(r"\s+")
_INVISIBLE = re.compile("[\u200b-\u200f\u202a-\u202e\u2060\ufeff\u00ad\x00-\x08\x0e-\x1f\x7f]")


def plain(text: str) -> str:
    """The text in one width, simplified, with one kind of dot between Chinese characters."""
    if not _USUAL.fullmatch(text):
        text = unicodedata.normalize("NFKC", _INVISIBLE.sub("", text)).casefold()
        text = _DOTTED.sub(DOT, text)
        text = _BLANKS.sub(" ", text).strip()
    return text.translate(_simple())


def is_han(text: str) -> bool:
    """Whether there is a Chinese character in it."""
    return HAN.search(text) is not None


def is_all_han(text: str) -> bool:
    """Whether it consists of Chinese characters alone."""
    return _HAN_ONLY.fullmatch(text) is not None


def without_blanks(text: str) -> str:
    """Without any white space."""
    return _BLANKS.sub("", text)


def variant(text: str) -> str:
    """Every character by the one it may stand for in a name: 喆 is 哲, 堃 is 坤, 付 is 傅."""
    return text.translate(_variants())


@cache
def looks(character: str) -> tuple[str, ...]:
    """The groups of characters that look alike to which it belongs; one may stand in several."""
    return _looks().get(character, ())


@cache
def _looks() -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for number, (group,) in enumerate(rows("look_alikes")):
        for character in group:
            found[character] = (*found.get(character, ()), f"#{number}")
    return found


@cache
def _simple() -> dict[int, int]:
    """Every character that has a standard form, as the elements of loaders have it."""
    from loaders.elements.writing import simplified

    letters = [chr(code) for code in (*range(0x3400, 0xA000), *range(0x20000, 0x2A6E0))]
    forms = simplified(pa.array(letters)).to_pylist()
    return {ord(old): ord(new) for old, new in zip(letters, forms, strict=True) if old != new}


@cache
def _variants() -> dict[int, int]:
    """Which character stands for each of its variants."""
    return {ord(other): ord(row[0]) for row in rows("variants") for other in row[1:]}
