"""A person's name in one piece, in any script: what two share as written, heard or seen."""

from __future__ import annotations

from typing import Any

from matching.types.base import (
    ELSE,
    TEXT,
    TEXTS,
    Block,
    Comparison,
    Level,
    alike,
    overlap,
    same,
    several,
    slips,
)
from matching.types.folding import sound
from matching.types.name_parts import apart
from matching.types.nicknames import forms

SHAPE = {
    "written": TEXT, "names": TEXTS, "turned": TEXT, "canonical": TEXT, "surname": TEXT,
    "sounds": TEXTS, "letters": TEXTS, "near": TEXTS, "looks": TEXTS, "gaps": TEXTS,
    "rough": TEXTS, "latin": TEXT, "forms": TEXTS, "initial": TEXT, "last_sound": TEXT,
}  # fmt: skip


def comparison() -> Comparison:
    """From as written to only the surname; the first that holds counts."""
    form = f"{same('surname')} and {overlap('forms')}"
    slip = f"({overlap('gaps')} or {slips('latin', 1)} or {alike('latin', 0.94)})"
    heard = "{last_sound}_l = {last_sound}_r and {initial}_l = {initial}_r"
    levels = (
        Level("same", "相同", "same", same("written"), 0.9, 7e-5, frequent="written"),
        Level("another", "曾用名相同", "another of the names", overlap("names"), 0.01, 1e-6),
        Level("turned", "姓名颠倒", "surname and given name swapped", "{written}_l = {turned}_r",
              0.005, 1e-6),
        Level("canonical", "异体字", "variant characters", same("canonical"), 0.01, 1e-6),
        Level("letters", "拼写相同", "same letters", overlap("letters"), 0.01, 3e-5),
        Level("sound", "同音", "same sound", overlap("sounds"), 0.02, 3e-5),
        Level("form", "同名异写", "a form of the same name", form, 0.01, 1e-5),
        Level("near", "近音", "near in sound", overlap("near"), 0.005, 3e-5),
        Level("look", "形近字", "look-alike characters", overlap("looks"), 0.005, 1e-5),
        Level("rough", "译音相近", "near transliteration", overlap("rough"), 0.004, 1e-4),
        Level("slip", "一字之差", "one character differs", slip, 0.01, 1e-4),
        Level("initial", "首字母相同", "surname and initial", heard, 0.004, 5e-4),
        Level("surname", "同姓", "same surname", same("surname"), 0.005, 0.03),
        Level("differs", "不同", "differs", ELSE, 0.003, 0.97),
    )  # fmt: skip
    return Comparison("", "姓名", "name", ("written",), levels)


def blocks() -> tuple[Block, ...]:
    """As written, heard, spelt, seen; the surname beside others."""
    return (
        Block("names"),
        Block("sounds"),
        Block("letters"),
        Block("near"),
        Block("looks"),
        Block("gaps"),
        Block("rough", alone=False),
        Block("surname", alone=False),
        Block("last_sound", alone=False),
    )


def features(full: str | None, also: str | None) -> dict[str, Any]:
    """The keys of a name and of its other names."""
    borne = [*several(full), *several(also)]
    if not borne:
        return {}
    from matching.language.names import person  # its tables take a while: only where needed

    name = person(borne[0])
    if not name.written:
        return {}
    others = [person(other).written for other in borne[1:]]
    made: dict[str, Any] = {
        "written": name.written,
        "names": sorted({name.written, *filter(None, others)}),
        "turned": name.turned,
        "canonical": name.canonical,
        "surname": name.surname,
        "sounds": list(name.sounds) or None,
        "letters": list(name.letters) or None,
        "near": list(name.near) or None,
        "looks": list(name.looks) or None,
        "gaps": list(name.gaps) or None,
        "rough": list(name.rough) or None,
    }
    return made | (_latin(borne[0]) if name.script == "latin" else {})


def _latin(full: str) -> dict[str, Any]:
    """What is compared of names in Latin letters only."""
    parts = apart(full)
    return {
        "surname": parts.surname,
        "latin": "".join(filter(None, (parts.given, parts.surname))),
        "forms": forms(parts.given) if parts.given else None,
        "initial": parts.given[0] if parts.given else None,
        "last_sound": sound(parts.surname) if parts.surname else None,
    }
