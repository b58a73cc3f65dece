"""How one value is misspelt: homophones, look-alikes, traditional forms, mistyped numbers."""

from functools import cache
from typing import Final

import numpy as np

from samples.names import FEMALE, MALE, POPULAR, SURNAMES, TRANSLITERATIONS
from samples.vocabulary import words

_FULL_WIDTH: Final = str.maketrans("0123456789X", "０１２３４５６７８９Ｘ")
_DOTS: Final = ("•", ".", "．", "・", "")


@cache
def homophones() -> dict[str, str]:
    """For each character of the names, the others of the names that sound the same."""
    from pypinyin import Style, lazy_pinyin

    given = {c for words in POPULAR.values() for word in words for c in word}
    surname = {name for name in SURNAMES if len(name) == 1}
    by_sound: dict[str, list[str]] = {}
    for character in sorted(given | set(MALE) | set(FEMALE) | surname):
        sound = lazy_pinyin(character, style=Style.NORMAL)[0]
        by_sound.setdefault(sound, []).append(character)
    return {
        character: "".join(other for other in group if other != character)
        for group in by_sound.values()
        for character in group
        if len(group) > 1
    }


@cache
def _look_alikes() -> dict[str, str]:
    table: dict[str, str] = {}
    for group in words("look_alikes"):
        for character in group:
            others = "".join(other for other in group if other != character)
            table[character] = table.get(character, "") + others
    return table


@cache
def _converter() -> "object":
    from opencc import OpenCC

    return OpenCC("s2t")


@cache
def _traditional(character: str) -> str:
    converted: str = _converter().convert(character)  # type: ignore[attr-defined]
    return converted


@cache
def _transliterations() -> dict[str, tuple[str, ...]]:
    return {row[0]: row[1:] for row in TRANSLITERATIONS}


def homophone(name: str, draw: float) -> str | None:
    """The name with one character replaced by one that sounds the same."""
    return _swap(name, draw, homophones())


def look_alike(name: str, draw: float) -> str | None:
    """The name with one character replaced by one that looks the same."""
    return _swap(name, draw, _look_alikes())


def _swap(name: str, draw: float, table: dict[str, str]) -> str | None:
    # A given name's character rather than the surname, where both could be.
    places = [i for i, character in enumerate(name) if character in table and "·" not in name]
    if not places:
        return None
    place = places[-1 - int(draw * 97) % len(places)]
    others = table[name[place]]
    return name[:place] + others[int(draw * 8191) % len(others)] + name[place + 1 :]


def traditional(name: str, draw: float) -> str | None:
    """The name in traditional characters."""
    del draw
    return "".join(_traditional(character) for character in name)


def transliteration(name: str, draw: float) -> str | None:
    """Another spelling of a transliterated name, another dot, or none."""
    if "·" not in name:
        return None
    parts = name.split("·")
    respelt = []
    for place, part in enumerate(parts):
        forms = _transliterations().get(part, ())
        how = int(draw * (13 + 10 * place)) % 3
        respelt.append(forms[how % len(forms)] if forms and how < 2 else part)
    dot = _DOTS[int(draw * 31) % len(_DOTS)] if int(draw * 101) % 2 else "·"
    if respelt == parts and dot == "·":
        dot = "•"
    return dot.join(respelt)


def fifteen_digits(number: str, draw: float) -> str | None:
    """The number as it was before 1999."""
    del draw
    return number[:6] + number[8:17]


def mistyped(number: str, draw: float) -> str | None:
    """One digit wrong, or two neighbours swapped."""
    place = 1 + int(draw * 8191) % (len(number) - 2)
    if int(draw * 64) % 2 and number[place] != number[place + 1]:
        return number[:place] + number[place + 1] + number[place] + number[place + 2 :]
    wrong = str((ord(number[place]) + 1 + int(draw * 127) % 8) % 10)
    return number[:place] + wrong + number[place + 1 :] if wrong != number[place] else None


def full_width(value: str, draw: float) -> str | None:
    """Digits in full-width forms."""
    del draw
    return value.translate(_FULL_WIDTH)


def wrong_date(day: "np.datetime64") -> "np.datetime64":
    """Day and month swapped where that is a date, else a day earlier."""
    text = str(day)
    month, date = text[5:7], text[8:10]
    if int(date) <= 12 and date != month:
        return np.datetime64(f"{text[:4]}-{date}-{month}")
    return np.datetime64(text) - np.timedelta64(1, "D")


@cache
def _sound(character: str) -> str:
    from pypinyin import lazy_pinyin

    return lazy_pinyin(character)[0]


def latin(name: str) -> str:
    """The name as a passport spells it: ZHANG WEIGUO."""
    if "·" in name:
        return " ".join("".join(_sound(c) for c in part).upper() for part in name.split("·"))
    first = 2 if name[:2] in SURNAMES else 1
    surname, given = name[:first], name[first:]
    return " ".join("".join(_sound(c) for c in part).upper() for part in (surname, given) if part)
