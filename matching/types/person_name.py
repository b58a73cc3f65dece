"""A person's name: as given name and surname, or in one piece in any order and script."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from matching.language.aliases import Aliases
from matching.types import whole_name
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
    slips,
)
from matching.types.folding import fold, has_han, sound, spelt_out
from matching.types.name_parts import Parts, apart
from matching.types.nicknames import forms

_HINTS = {
    "middle": ("middle", "mname"),
    "surname": ("sur", "last", "family", "lname", "nachname", "姓"),
    "given": ("given", "first", "fore", "fname", "vorname", "名"),
}
_PIECES = ("given", "surname")
_SHAPE = {"names": TEXTS, "middle": TEXT, "middle_initial": TEXT}
_SHAPE |= {f"{p}{f}": TEXT for p in _PIECES for f in ("", "_spelt", "_sound", "_initial", "_start")}
_SHAPE |= {f"{p}_forms": TEXTS for p in _PIECES}
_SWAPPED = "{given}_l = {surname}_r and {surname}_l = {given}_r"


class PersonName(Type):
    """Given name and surname are compared each by itself; a name in one piece as a whole."""

    name = "person_name"
    zh = "姓名"
    en = "person's name"
    roles = ("full", "given", "middle", "surname", "also")
    teach = ("full", "also")

    def __init__(self, aliases: Aliases | None = None) -> None:
        # What names in other scripts are called in Chinese; None: what the rows at hand say.
        self._aliases = aliases

    def taught(self, columns: Columns) -> PersonName:
        """With what these rows call names of other scripts in Chinese."""
        return PersonName(whole_name.learnt(columns)) if "full" in columns else self

    def assign(self, columns: Sequence[str]) -> list[tuple[str, str]]:
        """By the columns' names; two of which nothing is known are given name and surname."""
        found = [(_role(column), column) for column in columns]
        if len(found) == 2 and not any(role for role, _ in found):
            return list(zip(_PIECES, columns, strict=True))
        roles = iter(("full", *["also"] * len(found)))
        return [(role or next(roles), column) for role, column in found]

    def features(self, columns: Columns) -> dict[str, Feature]:
        """Folded forms, how they sound and begin, known short forms, every name borne."""
        if "full" in columns:
            return _whole(columns, self._aliases)
        return per_value(columns, _features, _SHAPE)

    def comparisons(self, roles: frozenset[str]) -> tuple[Comparison, ...]:
        """The name in one piece; or the given name, the surname and the middle name."""
        if "full" in roles:
            return (whole_name.comparison(),)
        middle = (_middle(),) if "middle" in roles else ()
        return (_given(), _surname(), *middle)

    def blocks(self, roles: frozenset[str]) -> tuple[Block, ...]:
        """The whole name, its parts, and how they sound and begin."""
        if "full" in roles:
            return whole_name.blocks()
        return (
            Block("names"),
            Block("surname"),
            Block("given"),
            *(Block(f"{p}_{f}", alone=False) for p in _PIECES for f in ("sound", "start")),
        )


def _given() -> Comparison:
    short = "({given}_l = {given_initial}_r or {given_initial}_l = {given}_r)"
    levels = (
        Level("same", "相同", "same", same("given"), 0.8, 0.004, frequent="given"),
        Level("swapped", "姓名颠倒", "swapped with the surname", _SWAPPED, 0.01, 1e-6),
        Level("another", "曾用名相同", "another of the names", overlap("names"), 0.005, 2e-6),
        Level("form", "同名异写", "a form of the same name", overlap("given_forms"), 0.02, 0.002),
        Level("initial", "首字母相同", "its initial", short, 0.01, 0.001),
        Level("sound", "同音", "same sound", same("given_sound"), 0.03, 0.003),
        Level("near", "近似", "near", _near("given"), 0.08, 0.004),
        Level("far", "略似", "somewhat alike", alike("given_spelt", 0.78), 0.02, 0.02),
        Level("differs", "不同", "differs", ELSE, 0.025, 0.965),
    )
    return Comparison("given", "名", "given name", ("given",), levels)


def _surname() -> Comparison:
    part = "({surname_start}_l = {surname_start}_r and {surname_sound}_l = {surname_sound}_r)"
    levels = (
        Level("same", "相同", "same", same("surname"), 0.85, 0.002, frequent="surname"),
        Level("swapped", "姓名颠倒", "swapped with the given name", _SWAPPED, 0.01, 1e-6),
        Level("another", "曾用名相同", "another of the names", overlap("names"), 0.005, 2e-6),
        Level("form", "同姓异写", "a form of the same name", overlap("surname_forms"), 0.01, 0.001),
        Level("sound", "同音", "same sound", f"({same('surname_sound')} or {part})", 0.03, 0.003),
        Level("near", "近似", "near", _near("surname"), 0.08, 0.002),
        Level("far", "略似", "somewhat alike", alike("surname_spelt", 0.78), 0.015, 0.02),
        Level("differs", "不同", "differs", ELSE, 0.03, 0.97),
    )
    return Comparison("surname", "姓", "surname", ("surname",), levels)


def _middle() -> Comparison:
    levels = (
        Level("same", "相同", "same", same("middle"), 0.7, 0.02, frequent="middle"),
        Level("initial", "首字母相同", "same initial", same("middle_initial"), 0.2, 0.08),
        Level("differs", "不同", "differs", ELSE, 0.1, 0.9),
    )
    return Comparison("middle", "中间名", "middle name", ("middle",), levels)


def _near(piece: str) -> str:
    """One slip in a word that is long enough for one, or very alike."""
    return f"({slips(f'{piece}_spelt', 1)} or {alike(f'{piece}_spelt', 0.9)})"


def _role(column: str) -> str | None:
    folded = column.casefold()
    for role, hints in _HINTS.items():
        if any(hint in folded for hint in hints):
            return role
    return None


def _whole(columns: Columns, aliases: Aliases | None) -> dict[str, Feature]:
    """The features of names that came in one piece."""
    known = whole_name.learnt(columns) if aliases is None else aliases

    def features(full: str | None, also: str | None = None) -> dict[str, Any]:
        return whole_name.features(full, also, known)

    given = {role: columns[role] for role in ("full", "also") if role in columns}
    return per_value(given, features, whole_name.SHAPE)


def _features(
    given: str | None = None,
    middle: str | None = None,
    surname: str | None = None,
    also: str | None = None,
) -> dict[str, Any]:
    """The features of one name that came in pieces."""
    parts = _given_apart(given, middle, surname)
    made: dict[str, Any] = {}
    for piece in _PIECES:
        made |= _of_piece(piece, getattr(parts, piece))
    names = [f"{parts.given} {parts.surname}"] if parts.given and parts.surname else []
    for other in several(also):
        one = apart(other)
        if one.given and one.surname:
            names.append(f"{one.given} {one.surname}")
    initial = parts.middle[0] if parts.middle else None
    made |= {"middle": parts.middle, "middle_initial": initial}
    return made | {"names": sorted(set(names)) or None}


def _given_apart(given: str | None, middle: str | None, surname: str | None) -> Parts:
    """Pieces that came apart, folded; several values of one are one after another."""
    folded = (fold(" ".join(several(piece))) or None for piece in (given, middle, surname))
    first, between, last = folded
    return Parts(first, last, between)


def _of_piece(piece: str, value: str | None) -> dict[str, Any]:
    if not value:
        return {}
    spelt = _spelt(value)
    long = spelt if spelt and len(spelt) >= 3 else None
    return {
        piece: value,
        f"{piece}_spelt": long,
        f"{piece}_sound": sound(spelt) if spelt and not has_han(value) else spelt,
        f"{piece}_initial": value[0],
        f"{piece}_start": spelt[:3] if spelt else value[:1],
        f"{piece}_forms": _forms(piece, value),
    }


def _forms(piece: str, value: str) -> list[str] | None:
    if has_han(value):
        return None
    found = {value.replace(" ", ""), spelt_out(value).replace(" ", "")}
    return sorted(found | (set(forms(value)) if piece == "given" else set(value.split(" "))))


def _spelt(value: str) -> str | None:
    """A name in Latin letters; Chinese by its sounds without tones."""
    if not has_han(value):
        return value.replace(" ", "")
    from pypinyin import Style, lazy_pinyin

    return "".join(lazy_pinyin(value, style=Style.NORMAL))
