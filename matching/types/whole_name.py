"""A person's name in one piece, in any script: what two share as written, heard or seen."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from matching.language.aliases import NONE, Aliases, chinese, learn
from matching.language.han import is_all_han
from matching.language.names import PersonName, person
from matching.language.sounds import is_pinyin, surname_syllables
from matching.types.base import (
    ELSE,
    TEXT,
    TEXTS,
    Block,
    Columns,
    Comparison,
    Level,
    alike,
    crossed,
    overlap,
    same,
    several,
    slips,
    texts,
)
from matching.types.folding import sound
from matching.types.name_parts import apart
from matching.types.nicknames import forms

SHAPE = {
    "written": TEXT, "script": TEXT, "names": TEXTS, "turned": TEXT, "canonical": TEXT,
    "surname": TEXT, "sounds": TEXTS, "letters": TEXTS, "near": TEXTS, "looks": TEXTS,
    "gaps": TEXTS, "spelling": TEXT, "starts": TEXTS, "rough": TEXTS, "echo": TEXTS, "own": TEXT,
    "latin": TEXT, "forms": TEXTS, "initial": TEXT, "last_sound": TEXT, "houses": TEXTS,
    "skeleton": TEXT, "hidden": TEXTS, "blank": TEXTS,
    "begun": TEXTS,
}  # fmt: skip
_SOUNDS = 3  # a transliteration keeps so many before they tell anything
_BEGUN = 4  # and so many at the beginning of a name that was cut off
_CHARACTERS = 3  # a Chinese name has so many before one that differs may be a slip

# A script's transliteration, or another spelling of one; never two names that are none.
_ROUGH = f"({overlap('rough')} or {overlap('rough', 'echo')} or {overlap('echo', 'rough')})"
_OTHER_SCRIPT = "{script}_l <> {script}_r"
# Both can be read as Chinese, or their consonants have little in common: what they are is plain.
_PLAIN = "({houses}_l is not null and {houses}_r is not null)"
_RELATED = f"({{skeleton}}_l is null or {{skeleton}}_r is null or {alike('skeleton', 0.75)})"
_UNTOLD = f"{_OTHER_SCRIPT} and not {_PLAIN} and {_RELATED}"


def comparison() -> Comparison:
    """From as written to only the surname; the first that holds counts."""
    form = f"{same('surname')} and {overlap('forms')}"
    cut = f"({overlap('starts', 'names')} or {overlap('names', 'starts')})"
    hidden = " or ".join(
        overlap(*sides)
        for known in ("gaps", "blank")
        for sides in (("hidden", known), (known, "hidden"))
    )
    begun = f"({overlap('begun', 'rough')} or {overlap('rough', 'begun')})"
    typo = f"({slips('latin', 1)} or {alike('latin', 0.94)})"
    one_house = f"({same('surname')} or {_OTHER_SCRIPT} and {overlap('houses')})"
    heard = "{last_sound}_l = {last_sound}_r and {initial}_l = {initial}_r"
    levels = (
        Level("same", "相同", "same", same("written"), 0.9, 7e-5, frequent="written"),
        Level("another", "曾用名相同", "another of the names", overlap("names"), 0.01, 1e-6),
        Level("turned", "姓名颠倒", "surname and given name swapped", crossed("written", "turned"),
              0.002, 1e-6),
        Level("canonical", "异体字", "variant characters", same("canonical"), 0.008, 1e-6),
        Level("sound", "同音", "same sound", overlap("sounds"), 0.02, 3e-5),
        Level("letters", "拼写相同", "same letters", overlap("letters"), 0.008, 3e-5),
        Level("spelling", "译名异写", "another transliteration", same("spelling"), 0.008, 5e-6),
        Level("form", "同名异写", "a form of the same name", form, 0.008, 1e-5),
        Level("look", "形近字", "look-alike characters", overlap("looks"), 0.012, 1e-5),
        Level("near", "近音", "near in sound", overlap("near"), 0.004, 3e-5),
        Level("rough", "译音相近", "near transliteration", _ROUGH, 0.006, 2e-5),
        Level("cut", "名字被截断", "one is cut off", cut, 0.003, 1e-5),
        Level("begun", "译音开头相同", "begins alike, transliterated", begun, 0.002, 1e-4,
              most=3),
        Level("typo", "拼写有误", "one slip in its letters", typo, 0.008, 1e-4),
        Level("hidden", "有一字未显示", "all but a hidden character", f"({hidden})", 0.002, 1e-4,
              most=0),
        Level("slip", "一字之差", "one character differs", overlap("gaps"), 0.006, 4e-4, most=0),
        Level("initial", "首字母相同", "surname and initial", heard, 0.002, 5e-4),
        Level("part", "本名相同", "same own part", same("own"), 0.002, 3e-4, most=0),
        Level("surname", "同姓", "same surname", one_house, 0.004, 0.03, most=-3),
        Level("script", "文字不同", "written in two scripts", _UNTOLD, 0.003, 0.01),
        Level("differs", "不同", "differs", ELSE, 0.003, 0.95),
    )  # fmt: skip
    return Comparison("", "姓名", "name", ("written",), levels)


def blocks() -> tuple[Block, ...]:
    """As written, heard, spelt, seen; the surname beside others."""
    return (
        Block("names"),
        Block("sounds"),
        Block("letters"),
        Block("spelling"),
        Block("near"),
        Block("looks"),
        Block("gaps"),
        Block("rough", alone=False),
        Block("echo", alone=False),
        Block("surname", alone=False),
        Block("last_sound", alone=False),
    )


def learnt(columns: Columns) -> Aliases:
    """What names in other scripts are called in Chinese, by the rows that have both."""
    if "also" not in columns:
        return NONE
    full, also = (texts(columns[role]).to_pylist() for role in ("full", "also"))
    both = {
        (one, other)
        for one, other in zip(full, also, strict=True)
        if one and other and not is_all_han(other)
    }
    return learn(pair for row in sorted(both) for pair in _two_scripts(*row))


def _two_scripts(full: str, also: str) -> Iterator[tuple[PersonName, PersonName]]:
    """Each name of a row that is in another script, beside the Chinese one."""
    names = [person(one) for one in dict.fromkeys((*several(full), *several(also)))]
    here = [name for name in names if name.script == "han"]
    if names[0].script == "han" or len(here) == 1:  # a former name need not be what is meant
        for name in names:
            if name.script not in ("han", "latin", "other"):
                yield name, here[0]


def features(full: str | None, also: str | None, aliases: Aliases = NONE) -> dict[str, Any]:
    """The keys of a name and of its other names."""
    borne = [*several(full), *several(also)]
    if not borne:
        return {}
    from matching.language.names import person  # its tables take a while: only where needed

    name = person(borne[0])
    if not name.written:
        return {}
    others = [person(other) for other in borne[1:] if other != borne[0]]
    # Latin letters spell many a name: they are no name of their own beside a Chinese one.
    spelt = [one for one in others if one.script == "latin" != name.script]
    names = [one for one in (name, *others) if one not in spelt]
    known = {form for one in names if one.script != "han" for form in chinese(one, aliases)}
    made: dict[str, Any] = {
        "written": name.written,
        "script": name.script,
        "names": sorted({one.written for one in names if one.written} | known),
        "turned": name.turned,
        "canonical": name.canonical,
        "surname": name.surname,
        "sounds": name.sounds or None,
        "letters": _letters(name, *spelt),
        "near": name.near or None,
        "looks": name.looks or None,
        "gaps": (name.gaps or None) if _long(name) else None,
        "begun": [key[:end] for key in name.rough for end in range(_BEGUN, len(key))] or None,
        "hidden": [name.written] if name.gaps == (name.written,) and not name.sounds else None,
        "blank": [f"{name.surname}?"] if name.surname and not _long(name) else None,
        "spelling": name.spelling,
        "starts": name.starts or None,
        "rough": _telling(name.rough),
        "echo": _telling(name.echo),
        "own": name.rough_parts[0] if len(name.rough_parts) > 1 else None,
        "houses": _houses(name),
        "skeleton": next(filter(None, (*name.rough, *name.echo)), None),
    }
    return made | (_latin(borne[0]) if name.script == "latin" else {})


def _long(name: PersonName) -> bool:
    return len(name.written) >= _CHARACTERS


def _letters(*names: PersonName) -> list[str] | None:
    if len(names) == 1:
        return list(names[0].letters) or None
    return list(dict.fromkeys(key for one in names for key in one.letters)) or None


def _houses(name: PersonName) -> list[str] | None:
    """How the surname reads of a name that is Chinese as it stands; of Latin letters either end."""
    if name.script == "han" and name.surname and not name.spelling:
        return [reading.replace(" ", "") for reading in surname_syllables(name.surname)]
    words = name.letters[0].split(" ") if name.script == "latin" and name.letters else []
    return words[:: len(words) - 1] if len(words) > 1 and all(map(is_pinyin, words)) else None


def _telling(keys: tuple[str, ...]) -> list[str] | None:
    return [key for key in keys if len(key) >= _SOUNDS] or None


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
