"""How one value goes wrong: pure functions from a value and a draw to a value, or to nothing."""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Callable
from functools import cache
from typing import Final

from samples.benchmark import words
from samples.benchmark.draw import Draw
from samples.benchmark.numbers import checked

_FULL_WIDTH: Final = {ord(c): ord(c) + 0xFEE0 for c in "0123456789X"}
_DOTS: Final = ("•", ".", "．", "・", "‧", " ", "", "")
_MERGED: Final = (
    ("zh", "z"), ("ch", "c"), ("sh", "s"), ("n", "l"), ("hu", "f"), ("l", "r"),
)  # fmt: skip
_ENDS: Final = (("ing", "in"), ("eng", "en"), ("ang", "an"))
_LUNATION: Final = 29.530588861
# A mean new moon in Chinese time, as a day number: 2000-01-06 22:20.
_NEW_MOON: Final = dt.date(2000, 1, 6).toordinal() + 0.93


def homophone(text: str, draw: Draw) -> str | None:
    """A character replaced by another with the same sound."""
    return _replaced(text, draw, lambda c: words.typed().get(words.sound(c), ""))


def near_homophone(text: str, draw: Draw) -> str | None:
    """A character replaced by one whose sound some dialects do not keep apart."""
    return _replaced(text, draw, lambda c: _near(words.sound(c)))


@cache
def _near(sound: str) -> str:
    others: list[str] = []
    for first, second in (*_MERGED, *((b, a) for a, b in _MERGED)):
        if sound.startswith(first):
            others.append(second + sound[len(first) :])
    for first, second in (*_ENDS, *((b, a) for a, b in _ENDS)):
        if sound.endswith(first):
            others.append(sound[: -len(first)] + second)
    return "".join(words.typed().get(other, "") for other in others if other != sound)


def look_alike(text: str, draw: Draw) -> str | None:
    """A character replaced by one that looks the same."""
    return _replaced(text, draw, lambda c: words.groups("look_alikes").get(c, ""))


def variant(text: str, draw: Draw) -> str | None:
    """A character in another of its forms."""
    return _replaced(text, draw, lambda c: words.groups("variants").get(c, ""))


def _replaced(text: str, draw: Draw, others: Callable[[str], str]) -> str | None:
    # Given names are commoner than surnames among what is misheard and misread.
    offers = [others(c).replace(c, "") for c in text]
    # A surname is heard and read as some surname.
    offers[0] = "".join(c for c in offers[0] if c in words.surnames())
    places = [i for i, offered in enumerate(offers) if offered and i]
    places = places or [i for i, offered in enumerate(offers) if offered]
    if not places:
        return None
    place = draw.pick(places)
    offered = offers[place]
    # What names are made of stands at the top of an input method's list, and of a reader's mind.
    usual = "".join(c for c in offered if c in words.usual())
    offered = usual if usual and draw.chance(0.85) else offered
    return text[:place] + draw.pick(offered) + text[place + 1 :]


def traditional(text: str, draw: Draw) -> str | None:
    """In traditional characters."""
    written = "".join(map(_traditional, text))
    return written if written != text and draw else None


@cache
def _traditional(character: str) -> str:
    converted: str = _converter().convert(character)  # type: ignore[attr-defined]
    return converted


@cache
def _converter() -> object:
    from opencc import OpenCC

    return OpenCC("s2t")


def rare(text: str, draw: Draw) -> str | None:
    """A character an old system does not have, replaced."""
    for character in text:
        if character in words.letters("rare"):
            sound = words.sound(character)
            return text.replace(character, draw.pick((sound, sound.upper(), "?", "*", "■")))
    return None


def dot(text: str, draw: Draw) -> str | None:
    """Another dot, or none."""
    return text.replace("·", draw.pick(_DOTS)) if "·" in text else None


def digit(text: str, draw: Draw) -> str | None:
    """One digit wrong."""
    places = [i for i, c in enumerate(text) if c.isdigit()]
    place = draw.pick(places)
    wrong = str((int(text[place]) + draw.between(1, 9)) % 10)
    return text[:place] + wrong + text[place + 1 :]


def transposed(text: str, draw: Draw) -> str | None:
    """Two neighbours swapped."""
    place = draw.below(len(text) - 1)
    if text[place] == text[place + 1]:
        return None
    return text[:place] + text[place + 1] + text[place] + text[place + 2 :]


def short(text: str, draw: Draw) -> str | None:
    """One left out, or typed twice."""
    place = draw.below(len(text))
    return text[:place] + ("" if draw.chance(0.6) else text[place] * 2) + text[place + 1 :]


def misread(text: str, draw: Draw) -> str | None:
    """A letter for a digit that looks like it, else a digit wrong."""
    for right, wrong in (("0", "O"), ("1", "I"), ("2", "Z")):
        if right in text and draw.chance(0.25):
            return text.replace(right, wrong)
    return digit(text, draw)


def full_width(text: str, draw: Draw) -> str | None:
    """Full-width, or a small x."""
    if text.endswith("X") and draw.chance(0.5):
        return text[:-1] + "x"
    return text.translate(_FULL_WIDTH)


def with_birth(number: str, birth: dt.date) -> str:
    """A number with another birth date and the check digit it wants."""
    return checked(f"{number[:6]}{birth:%Y%m%d}{number[14:17]}")


def date_digit(day: dt.date, draw: Draw) -> dt.date | None:
    """One digit wrong that still makes a date."""
    for _ in range(8):
        text = digit(day.isoformat(), draw)
        try:
            wrong = dt.date.fromisoformat(text or "")
        except ValueError:
            continue
        if 1930 <= wrong.year <= 2026:
            return wrong
    return None


def date_swapped(day: dt.date, draw: Draw) -> dt.date | None:
    """Day and month swapped."""
    del draw
    return day.replace(month=day.day, day=day.month) if day.day <= 12 != day.month else None


def date_year(day: dt.date, draw: Draw) -> dt.date | None:
    """A year more or less."""
    year = day.year + draw.pick((-1, -1, 1))
    return day.replace(year=year, day=min(day.day, calendar.monthrange(year, day.month)[1]))


def date_first(day: dt.date, draw: Draw) -> dt.date | None:
    """The first of the month, or of the year."""
    return day.replace(day=1) if draw.chance(0.5) else day.replace(month=1, day=1)


def date_lunar(day: dt.date, draw: Draw) -> dt.date | None:
    """The date in the lunar calendar, read as solar. By mean lunations, so within a day of the
    almanac; a leap month counts as the next."""
    del draw
    start = _month_of(day)
    date = day.toordinal() - start + 1
    year = day.year
    # The first month is the one in which the sun enters Pisces, about the 19th of February.
    first = _month_of(dt.date(year, 2, 19))
    if start < first:
        year -= 1
        first = _month_of(dt.date(year, 2, 19))
    month = min(round((start - first) / _LUNATION) + 1, 12)
    return dt.date(year, month, min(date, calendar.monthrange(year, month)[1]))


def _month_of(day: dt.date) -> int:
    """The day of the last new moon, which begins the month."""
    return day.toordinal() - int((day.toordinal() + 1 - _NEW_MOON) % _LUNATION)
