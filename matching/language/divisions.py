"""Divisions at the beginning of a text: those of China, and any by the word they end with."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from matching.language.remembered import remembered
from matching.language.tables import rows

_BARE = re.compile("(?:特别行政区|自治[区州县旗]|地区|林区|[省市盟州县区旗])$")
_PEOPLES = re.compile(
    "(?:(?:蒙古|回|藏|维吾尔|苗|彝|壮|布依|朝鲜|满|侗|瑶|白|土家|哈尼|哈萨克|傣|黎|傈僳|佤|畲|拉祜|水|东乡|"
    "纳西|景颇|柯尔克孜|土|达斡尔|仫佬|羌|布朗|撒拉|毛南|仡佬|锡伯|普米|塔吉克|怒|鄂温克|德昂|保安|裕固|"
    "独龙|鄂伦春|各)族|蒙古|维吾尔|哈萨克|柯尔克孜|达斡尔|鄂温克)+$"
)
# Before a word of level: no sign that ends a division or begins another thing.
_NAME = "[^省市县区旗州盟镇乡村路街巷号0-9a-z()]"
_GENERIC = re.compile(
    rf"(?P<province>{_NAME}{{2,6}}(?:省|自治区|特别行政区))?"
    rf"(?P<prefecture>{_NAME}{{1,8}}?(?:自治州|地区|盟)|{_NAME}{{1,3}}?(?:(?<!超)市(?![场政民区])|州(?=.*[县市])))?"
    rf"(?P<county>{_NAME}{{2,10}}?(?:自治县|自治旗))?"
    rf"(?P<district>{_NAME}{{1,3}}?(?:县|(?<![社小校园景片库矿山湖])区(?!块域)|旗(?!舰|袍|下|帜)|(?<!超)市(?![场政民])))?"
    rf"(?P<town>{_NAME}{{1,6}}?(?:街道(?:办事处)?|民族乡|镇|乡|苏木)(?=.))?"
    rf"(?P<village>{_NAME}{{1,6}}?(?:村(?!镇银行)|社区|嘎查)(?=.))?"
)


class Found(NamedTuple):
    """Divisions that a text begins with, from the highest down, bare; and what comes after them.

    `area` has those of China with what lies above them, where only one division has the name.
    """

    names: tuple[str, ...]
    area: tuple[str, ...]
    rest: str


def leading(text: str) -> Found:
    """The divisions with which a text begins."""
    names: list[str] = []
    area: dict[str, None] = {}
    codes: tuple[str, ...] = ()
    rest = text
    while (known := _known(rest, codes)) is not None:
        size, codes = known
        names.append(bare(rest[:size]))
        if len(codes) == 1:
            area |= dict.fromkeys(_above(codes[0]))
        rest = rest[size:]
    found = _GENERIC.match(rest)
    if found and 0 < found.end() < len(rest):
        names += [bare(part) for part in found.groups() if part]
        rest = rest[found.end() :]
    return Found(tuple(names), tuple(area | dict.fromkeys(names)), rest)


@remembered
def bare(name: str) -> str:
    """A division's name without its level and peoples: 恩施 for 恩施土家族苗族自治州."""
    short = _BARE.sub("", name)
    if short != name and len(short) > 2:
        short = _PEOPLES.sub("", short) or short
    return short if len(short) >= 2 else name


def _known(text: str, within: tuple[str, ...]) -> tuple[int, tuple[str, ...]] | None:
    """How long the name of a division of China is that the text begins with, and its codes.

    A bare county's name may be anything, unless it comes after what it lies in.
    """
    for size in _sizes().get(text[:2], ()):
        if size >= len(text):
            continue
        head = text[:size]
        codes = _whole().get(head, ())
        if not codes and len(text) - size >= 2:
            codes = tuple([c for c in _short().get(head, ()) if within or c.endswith("00")])
        if within:
            codes = tuple([c for c in codes if any(_lies_in(c, other) for other in within)])
        if codes:
            return size, codes
    return None


def _lies_in(code: str, other: str) -> bool:
    return code != other and code.startswith(other[:2] if other[2:] == "0000" else other[:4])


def _above(code: str) -> tuple[str, ...]:
    """The bare names of what a division lies in."""
    higher = [code[:2] + "0000"] + ([code[:4] + "00"] if not code.endswith("00") else [])
    return tuple(bare(_names()[up][0]) for up in higher if up != code and up in _names())


@cache
def _names() -> dict[str, tuple[str, ...]]:
    return {row[0]: row[1:] for row in rows("divisions")}


@cache
def _whole() -> dict[str, tuple[str, ...]]:
    """Codes by the whole name."""
    found: dict[str, tuple[str, ...]] = {}
    for code, names in _names().items():
        for name in names:
            if len(name) > 2:
                found[name] = (*found.get(name, ()), code)
    return found


@cache
def _short() -> dict[str, tuple[str, ...]]:
    """Codes by the bare name, of two characters or more."""
    found: dict[str, tuple[str, ...]] = {}
    for code, names in _names().items():
        for name in names:
            if (short := bare(name)) != name:
                found[short] = (*found.get(short, ()), code)
    return found


@cache
def _sizes() -> dict[str, tuple[int, ...]]:
    """How long the names are that begin with two characters, the longest first."""
    found: dict[str, set[int]] = {}
    for name in (*_whole(), *_short()):
        found.setdefault(name[:2], set()).add(len(name))
    return {start: tuple(sorted(sizes, reverse=True)) for start, sizes in found.items()}
