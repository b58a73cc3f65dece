"""An organisation's name: as written, abbreviated, or with another of its names."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from matching.language.companies import CompanyName as Name
from matching.language.companies import company
from matching.types.base import (
    ELSE,
    TEXT,
    TEXTS,
    Block,
    Columns,
    Comparison,
    Feature,
    Level,
    Type,
    alike,
    overlap,
    per_value,
    same,
    several,
)

_SHAPE = {
    "written": TEXT, "names": TEXTS, "core": TEXT, "brand": TEXT, "kind": TEXT, "part": TEXT,
    "number": TEXT, "latin": TEXT, "trades": TEXTS, "seat": TEXTS, "area": TEXTS, "sounds": TEXTS,
    "near": TEXTS, "looks": TEXTS, "gaps": TEXTS, "shorts": TEXTS, "said": TEXTS, "known_as": TEXTS,
    "cores": TEXTS, "tails": TEXTS, "branched": TEXTS, "line": TEXT,
}  # fmt: skip
_WHOLE = "-"  # the part of an organisation that is the whole of it

# Each says no when the names speak of two places, parts, kinds or numbers; what one leaves out does
# not contradict the other.
_TOGETHER = (
    f"({{seat}}_l is null or {{seat}}_r is null or {overlap('seat', 'area')}"
    f" or {overlap('area', 'seat')})"
)
_PART, _NUMBER = same("part"), same("number")
_KIND = f"({same('kind')} or {{kind}}_l is null or {{kind}}_r is null)"
_ONE = f"{_PART} and {_NUMBER} and {_TOGETHER}"
_FITS = f"{_ONE} and {_KIND}"
_TRADES = "within({trades}_l, {trades}_r) = 1"


class CompanyName(Type):
    """Division, brand, trade, form and branch are weighed apart: companies of one group share a
    brand, branches all but one word."""

    name = "company_name"
    zh = "单位名称"
    en = "organisation's name"
    roles = ("full", "also")

    def assign(self, columns: Sequence[str]) -> list[tuple[str, str]]:
        """The first is the name, the others are other names of it."""
        return [("also" if place else "full", column) for place, column in enumerate(columns)]

    def features(self, columns: Columns) -> dict[str, Feature]:
        """The parts of the name, its keys, and every name borne."""
        return per_value(columns, _features, _SHAPE)

    def comparisons(self, roles: frozenset[str]) -> tuple[Comparison, ...]:
        """From as written down to the brand alone; the first that holds counts."""
        return (Comparison("", "单位名称", "organisation's name", ("written",), _levels()),)

    def blocks(self, roles: frozenset[str]) -> tuple[Block, ...]:
        """The names, what they sound and look like, and how others abbreviate them."""
        return (
            Block("names"),
            Block("core"),
            Block("cores"),
            Block("tails"),
            Block("sounds"),
            Block("gaps"),
            Block("known_as"),
            Block("near", alone=False),
            Block("looks", alone=False),
            Block("brand", alone=False),
        )


def _levels() -> tuple[Level, ...]:
    branch = f"{same('core')} and {{part}}_l <> {{part}}_r"
    unnamed = f"({overlap('branched', 'said')} or {overlap('said', 'branched')})"
    core = f"{overlap('cores')} and {_FITS} or {unnamed}"
    tail = f"({overlap('tails', 'cores')} or {overlap('cores', 'tails')})"
    kindred = f"{same('brand')} and {same('line')}"
    abbreviated = f"({overlap('shorts', 'said')} or {overlap('said', 'shorts')})"
    lone = f"{same('brand')} and ({{trades}}_l is null or {{trades}}_r is null)"
    near = f"({overlap('near')} or {alike('latin', 0.95)})"
    return (
        Level("same", "相同", "same", same("written"), 0.75, 1e-6, frequent="written"),
        Level("another", "曾用名或简称相同", "another of its names", overlap("names"), 0.04, 2e-6),
        Level("branch", "总部与分支机构", "a branch and its parent", branch, 0.002, 3e-6,
              most=-4),
        Level("core", "字号行业相同", "same brand and trade",
              core, 0.06, 3e-6, frequent="core"),
        Level("sound", "同音", "same sound", f"{overlap('sounds')} and {_FITS}",
              0.02, 1e-6),
        Level("look", "形近字", "look-alike characters",
              f"{overlap('looks')} and {_FITS}", 0.015, 1e-6),
        Level("short", "简称", "an abbreviation",
              f"({same('brand')} and {_TRADES} or {abbreviated}) and {_FITS}",
              0.05, 1e-5, frequent="brand"),
        Level("kindred", "字号相同,行业相近", "same brand, kindred trade",
              f"{kindred} and {_FITS}", 0.02, 1e-6),
        Level("tail", "多出词首(或为地名)", "one has a word, perhaps a place, before it",
              f"{tail} and {_FITS}", 0.05, 5e-6),
        Level("near", "近音", "near in sound", f"{near} and {_FITS}", 0.01, 3e-6),
        Level("slip", "一字之差", "one character differs", f"{overlap('gaps')} and {_FITS}",
              0.008, 1e-4, most=0),
        Level("lone", "字号相同,行业未写", "same brand, one without a trade",
              f"{lone} and {_FITS}", 0.01, 3e-5, frequent="brand"),
        Level("other_form", "组织形式不同", "another kind of organisation",
              f"{same('core')} and {_ONE}", 0.006, 3e-6, most=0),
        Level("elsewhere", "另一地的同名单位", "of the same name elsewhere",
              same("core"), 0.004, 5e-5, most=-2),
        Level("brand", "字号相同,行业不同", "same brand, another trade",
              same("brand"), 0.004, 5e-4, most=-2),
        Level("differs", "不同", "differs", ELSE, 0.024, 0.9993),
    )  # fmt: skip


def _features(full: str | None = None, also: str | None = None) -> dict[str, Any]:
    """The keys of a name and of its other names."""
    borne = [*several(full), *several(also)]
    if not borne:
        return {}
    name = company(borne[0])
    if not name.written:
        return {}
    others = [company(other).written for other in borne[1:]]
    if name.former:
        others.append(company(name.former).written)
    return _of(name) | {"names": sorted({name.written, *filter(None, others)})}


def _of(name: Name) -> dict[str, Any]:
    said = tuple(dict.fromkeys((name.core, name.written)))
    return {
        "written": name.written,
        "core": name.core,
        "brand": name.brand,
        "kind": name.kind,
        "part": name.branch or _WHOLE,
        "number": name.number or _WHOLE,
        "latin": name.latin,
        "trades": name.trades or None,
        "seat": name.seat or None,
        "area": name.area or None,
        "sounds": name.sounds or None,
        "near": name.near or None,
        "looks": name.looks or None,
        "gaps": name.gaps or None,
        "shorts": name.shorts or None,
        "said": said,
        "known_as": (*said, *name.shorts, *name.branched),
        "cores": name.cores or said[:1],
        "tails": name.tails or None,
        "branched": name.branched or None,
        "line": name.line,
    }
