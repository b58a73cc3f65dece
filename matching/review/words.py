"""What spoke for and against a pair, in words: field by field, in Chinese and English."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from matching import model
from models.things import thing_named

# From so many bits on, either way: four bits are odds of sixteen to one.
FORCE = (
    (8.0, "极有力", "very strongly"),
    (4.0, "有力", "strongly"),
    (1.0, "", ""),
    (0.0, "略微", "slightly"),
)
# Fields that are made of more than one attribute.
NAMES = {
    "number": ("证件号码", "number"),
    "place": ("地点", "place"),
    "code": ("统一社会信用代码", "unified credit code"),
    "organization": ("组织机构代码", "organization code"),
    "registration": ("注册号", "registration number"),
    "representative": ("法定代表人", "legal representative"),
    "established": ("成立日期", "date established"),
    "address": ("地址", "address"),
}
KINDS = {
    "citizen_number": ("公民身份号码", "citizen number"),
    "credit_code": ("统一社会信用代码", "unified credit code"),
}


@dataclass(frozen=True)
class Evidence:
    """What one comparison said of a pair: its weight in bits, and in words."""

    field: str
    zh: str
    en: str
    bits: float
    said_zh: str
    said_en: str


def evidence(thing: str, why: Mapping[str, Any] | None) -> list[Evidence]:
    """What each comparison said, the weightiest first."""
    found = [_evidence(thing, *one) for one in _said(why or {})]
    return sorted(found, key=lambda one: (-abs(one.bits), one.field))


def remarks(thing: str, why: Mapping[str, Any] | None) -> list[str]:
    """What else the matcher noted of a pair, in words."""
    noted = why or {}
    told = []
    if kinds := noted.get("suspected"):
        zh, en = _named(thing, kinds)
        told.append(f"{zh}相同,但其余不符 · the same {en}, but all else disagrees")
    told += [f"{guard['zh']} · {guard['en']}" for guard in noted.get("guards", ())]
    return told


def force(bits: float) -> tuple[str, str]:
    """How strongly so many bits speak for (or against) two being the same."""
    zh, en = next((zh, en) for least, zh, en in FORCE if abs(bits) >= least)
    way_zh, way_en = ("支持", "for") if bits >= 0 else ("反对", "against")
    return f"{zh}{way_zh}", f"speaks {en} {way_en}".replace("  ", " ")


def _said(why: Mapping[str, Any]) -> Iterator[tuple[str, float, str | None]]:
    """Comparison, bits and level, however the matcher wrote them down."""
    for name, bits in {**why.get("agreed", {}), **why.get("disagreed", {})}.items():
        yield name, float(bits), (why.get("levels") or {}).get(name)


def _evidence(thing: str, name: str, bits: float, level: str | None) -> Evidence:
    words = _attribute(thing, name.partition(".")[0]) or _plain(name)
    field_zh, field_en, levels = _fields(thing).get(name) or (*words, {})
    level_zh, level_en = levels.get(level or "", ("", ""))
    zh, en = force(bits)
    return Evidence(
        name, field_zh, field_en, bits,
        f"{level_zh}:{zh}" if level_zh else zh,
        f"{level_en}: {en}" if level_en else en,
    )  # fmt: skip


@cache
def _fields(thing: str) -> dict[str, tuple[str, str, dict[str, tuple[str, str]]]]:
    """The comparisons of the thing's model, with the words for them and for their levels."""
    try:
        found = model.load(thing)
    except model.NoSuchModel:
        return {}
    words = {}
    for one in found.comparisons:
        columns = (c for role in found.field(one.field).roles.values() for c in role)
        zh, en = _attribute(thing, one.field, *columns) or (one.comparison.zh, one.comparison.en)
        aspect = f" ({one.comparison.en})" if one.comparison.aspect else ""
        levels = {level.name: (level.zh, level.en) for level in one.levels}
        words[one.name] = (zh, en + aspect, levels)
    return words


def _attribute(thing: str, *names: str) -> tuple[str, str] | None:
    """The words for the first of these names that is known."""
    known = thing_named(thing)
    for name in names:
        if name in known.attribute_names:
            info = known.attribute(name).info
            return str(info["zh"]), str(info["en"])
        if name in NAMES:
            return NAMES[name]
    return None


def _plain(name: str) -> tuple[str, str]:
    """What is left where a comparison has no words."""
    return name, name.replace("_", " ")


def _named(thing: str, kinds: Any) -> tuple[str, str]:
    identifiers = thing_named(thing).identifiers
    listed = [kinds] if isinstance(kinds, str) else list(kinds)
    words = [
        KINDS.get(kind) or _attribute(thing, identifiers.get(kind, kind)) or _plain(kind)
        for kind in listed
    ]
    return "、".join(zh for zh, _ in words), " and ".join(en.lower() for _, en in words)
