"""An address: in parts, or in one piece."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from matching.types import whole_address
from matching.types.base import (
    ELSE,
    TEXT,
    Block,
    Columns,
    Comparison,
    Feature,
    Level,
    Type,
    alike,
    per_value,
    same,
    slips,
)
from matching.types.folding import fold, shortened, sound

_HINTS = {
    "postcode": ("postcode", "postal", "zip", "plz", "邮编", "邮政"),
    "number": ("number", "house_no", "houseno", "hausnr", "门牌"),
    "region": ("state", "province", "region", "country", "bundesland", "省"),
    "locality": ("suburb", "city", "town", "locality", "village", "place", "ort", "stadt", "市"),
    "extra": ("address_2", "address2", "line2", "addr2", "unit", "building", "apt"),
    "street": ("street", "address", "addr", "road", "strasse", "line1", "地址", "街"),
}
_SHAPE = {
    "number": TEXT, "street": TEXT, "street_spelt": TEXT, "street_sound": TEXT, "extra": TEXT,
    "extra_spelt": TEXT, "locality": TEXT, "locality_spelt": TEXT, "locality_start": TEXT,
    "postcode": TEXT, "postcode_slip": TEXT, "region": TEXT, "door": TEXT, "somewhere": TEXT,
}  # fmt: skip


class Address(Type):
    """Compared part by part; what came in one piece by its words and its numbers."""

    name = "address"
    zh = "地址"
    en = "address"
    roles = (
        "full",
        "number",
        "street",
        "extra",
        "locality",
        "postcode",
        "region",
        "also",
        "division",
    )

    def assign(self, columns: Sequence[str]) -> list[tuple[str, str]]:
        """By the columns' names; what none fits is more of the street's line."""
        found: list[tuple[str, str]] = []
        for column in columns:
            role = _role(column)
            taken = any(role == other for other, _ in found)
            found.append(
                ("extra" if role is None or (role == "street" and taken) else role, column)
            )
        return found

    def features(self, columns: Columns) -> dict[str, Feature]:
        """Folded parts, how they sound, the door, and the words and numbers of the whole."""
        if "full" in columns:
            return _whole(columns)
        return per_value(columns, _features, _SHAPE)

    def comparisons(self, roles: frozenset[str]) -> tuple[Comparison, ...]:
        """In parts: door number, street, what else the line says, and the area; else the whole."""
        if "full" in roles:
            return (whole_address.comparison(),)
        made = []
        if "number" in roles:
            made.append(_number())
        if "street" in roles:
            made.append(_named("street", "街道", "street"))
        if "extra" in roles:
            made.append(_named("extra", "补充", "rest of the line"))
        if roles & {"locality", "postcode", "region"}:
            made.append(_area())
        return tuple(made)

    def blocks(self, roles: frozenset[str]) -> tuple[Block, ...]:
        """The door, the parts, and how they begin."""
        if "full" in roles:
            return whole_address.blocks()
        return (
            Block("door"),
            Block("street"),
            Block("extra", alone=False),
            Block("locality", alone=False),
            Block("postcode", alone=False),
            Block("street_sound", alone=False),
            Block("number", alone=False),
            Block("locality_start", alone=False),
        )


def _crossed(one: str, other: str) -> str:
    """Whether one side's one part is the other side's other, give or take a slip."""
    return " or ".join(
        f"jaro_winkler({{{a}}}_l, {{{b}}}_r) >= 0.92" for a, b in ((one, other), (other, one))
    )


def _number() -> Comparison:
    levels = (
        Level("same", "相同", "same", same("number"), 0.85, 0.015, frequent="number"),
        Level("slip", "一处笔误", "one slip", slips("number", 1), 0.08, 0.12),
        Level("differs", "不同", "differs", ELSE, 0.07, 0.865),
    )
    return Comparison("number", "门牌号", "number", ("number",), levels, "shared")


def _named(part: str, zh: str, en: str) -> Comparison:
    """A part of the line: same, with a slip, or standing in the other's other part."""
    spelt = f"{part}_spelt"
    moved = f"({_crossed('street_spelt', 'extra_spelt')})"
    levels = (
        Level("same", "相同", "same", same(part), 0.75, 0.001, frequent=part),
        Level("moved", "写在别处", "elsewhere in the line", moved, 0.03, 0.0005),
        Level("near", "近似", "near", f"({slips(spelt, 1)} or {alike(spelt, 0.93)})", 0.1, 0.001),
        Level("alike", "相似", "alike", alike(spelt, 0.85), 0.04, 0.004),
        Level("far", "略似", "somewhat alike", alike(spelt, 0.75), 0.02, 0.02),
        Level("differs", "不同", "differs", ELSE, 0.06, 0.97),
    )
    return Comparison(part, zh, en, (part,), levels, "shared")


def _area() -> Comparison:
    """Locality, postcode and region in one: they follow from each other."""
    place = f"({same('locality')} or {alike('locality_spelt', 0.88)})"
    code = f"({same('postcode')} or {slips('postcode_slip', 1)})"
    levels = (
        Level(
            "same", "相同", "same", f"{same('locality')} and {same('postcode')}",
            0.7, 0.0005, frequent="locality",
        ),
        Level("near", "近似", "near", f"{place} and {code}", 0.15, 0.0005),
        Level("locality", "地名相同", "same locality", same("locality"), 0.05, 0.002, "locality"),
        Level("postcode", "邮编相同", "same postcode", same("postcode"), 0.04, 0.002, "postcode"),
        Level("alike", "地名相似", "alike locality", place, 0.02, 0.004),
        Level("code_slip", "邮编近似", "near postcode", code, 0.01, 0.01),
        Level("region", "省份相同", "same region", same("region"), 0.01, 0.2, "region"),
        Level("differs", "不同", "differs", ELSE, 0.02, 0.78),
    )  # fmt: skip
    return Comparison("area", "地区", "area", ("somewhere",), levels, "shared")


def _role(column: str) -> str | None:
    folded = column.casefold()
    for role, hints in _HINTS.items():
        if any(hint in folded for hint in hints):
            return role
    return None


def _whole(columns: Columns) -> dict[str, Feature]:
    """The features of addresses that came in one piece."""
    lines = [columns[role] for role in ("full", "also") if role in columns]
    chinese = whole_address.read_together(lines)

    def features(
        full: str | None, also: str | None = None, division: str | None = None
    ) -> dict[str, Any]:
        return whole_address.features(full, also, division, chinese)

    known = {role: columns[role] for role in ("full", "also", "division") if role in columns}
    return per_value(known, features, whole_address.SHAPE)


def _features(
    number: str | None = None,
    street: str | None = None,
    extra: str | None = None,
    locality: str | None = None,
    postcode: str | None = None,
    region: str | None = None,
) -> dict[str, Any]:
    """The features of one address that came in pieces."""
    road, rest, place = (_short(piece) for piece in (street, extra, locality))
    door, code, state = (_bare(piece) for piece in (number, postcode, region))
    made: dict[str, Any] = {
        "number": door, "street": road, "extra": rest, "locality": place, "postcode": code,
        "region": state, "somewhere": place or code or state,
        "street_spelt": _run(road), "extra_spelt": _run(rest), "locality_spelt": _run(place),
        "street_sound": sound(road) if road else None,
        "locality_start": place.replace(" ", "")[:4] if place else None,
        "postcode_slip": code if code and len(code) >= 4 else None,
        "door": f"{door} {road}" if door and road else None,
    }  # fmt: skip
    return made


def _short(text: str | None) -> str | None:
    """Folded words in their short forms."""
    if not text:
        return None
    return fold(shortened(text)) or None


def _bare(text: str | None) -> str | None:
    return fold(text).replace(" ", "") or None if text else None


def _run(text: str | None) -> str | None:
    return text.replace(" ", "") if text else None
