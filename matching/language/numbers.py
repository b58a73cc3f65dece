"""Citizen numbers: what is in them, and what slip of the pen makes one out of another."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from typing import NamedTuple

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS = "10X98765432"
_SIGNS = re.compile(r"[^0-9A-Z]")
_LETTERS = str.maketrans("×ХхΧχ*✕", "XXXXXXX")
_WRITTEN = re.compile(r"\d{17}[\dX]|\d{15}")


class CitizenNumber(NamedTuple):
    """A citizen number and its parts; without parts where it has not 15 or 18 characters.

    `value`  as it is, without signs and with an X in capitals; of 15 digits those of 18
    `body`   without the check digit
    `old`    the 15 digits of those born in the 1900s, by which old and new papers agree
    `short`  whether it was written with 15 digits
    `valid`  whether the check digit proves the others and the date of birth exists
    `frame`  division and order without the date of birth between them
    """

    value: str
    short: bool = False
    valid: bool = False
    body: str | None = None
    old: str | None = None
    division: str | None = None
    birth: str | None = None
    order: str | None = None
    sex: str | None = None
    frame: str | None = None


def citizen(text: str) -> CitizenNumber:
    """What is to be known of a citizen number."""
    usual = unicodedata.normalize("NFKC", text).translate(_LETTERS).upper()
    bare = _SIGNS.sub("", usual)
    if not _WRITTEN.fullmatch(bare):
        return CitizenNumber(bare)
    short = len(bare) == 15
    body = f"{bare[:6]}19{bare[6:]}" if short else bare[:17]
    proof = check_digit(body)
    birth, order = body[6:14], body[14:]
    return CitizenNumber(
        value=body + proof if short else bare, short=short,
        valid=(short or bare[17] == proof) and _is_date(birth), body=body,
        old=body[:6] + body[8:] if body[6:8] == "19" else None, division=body[:6], birth=birth,
        order=order, sex="1" if int(order) % 2 else "2", frame=body[:6] + order,
    )  # fmt: skip


def check_digit(body: str) -> str:
    """The last character of GB 11643 after 17 digits."""
    return _CHECKS[
        sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, body, strict=True)) % 11
    ]


def slip(one: CitizenNumber, other: CitizenNumber) -> str:
    """How one number comes of the other: `same`, `short` (one of them written with 15 digits),
    `check` (only the check digit differs), `digit`, `swap` (two neighbours), `birth` (only the date
    differs), `lost` (a digit left out or typed twice), or `other`. Of two numbers in order none is
    a slip of the other."""
    if one.value == other.value:
        return "short" if one.short != other.short else "same"
    if one.body is None or other.body is None:
        return "lost" if _one_lost(one.value, other.value) else "other"
    if one.body == other.body:
        return "check"
    if one.valid and other.valid and not (one.short or other.short):
        # A check digit finds every slip of one digit or two neighbours: these are two numbers,
        # unless one was issued again with the right date.
        return "birth" if one.frame == other.frame else "other"
    places = [i for i, (a, b) in enumerate(zip(one.body, other.body, strict=True)) if a != b]
    if len(places) == 1:
        return "digit"
    if len(places) == 2 and places[1] == places[0] + 1:
        first, second = places
        if one.body[first] == other.body[second] and one.body[second] == other.body[first]:
            return "swap"
    return "birth" if one.frame == other.frame else "other"


def _one_lost(one: str, other: str) -> bool:
    long, short = (one, other) if len(one) > len(other) else (other, one)
    if len(long) != len(short) + 1 or len(short) < 14:
        return False
    return any(long[:i] + long[i + 1 :] == short for i in range(len(long)))


def _is_date(digits: str) -> bool:
    try:
        dt.date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return False
    return True
