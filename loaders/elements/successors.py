"""Divisions that follow one another: codes, each with its date where that is not the row's end."""

from __future__ import annotations

import datetime as dt
import re

import pyarrow as pa
import pyarrow.compute as pc

from loaders.elements.base import Aspect, Reading, flaw_where
from loaders.elements.writing import compatible, without_blanks

_BETWEEN = re.compile(r"[;,、|/](?![^\[(]*[\])])")
_ONE = re.compile(
    r"(?P<code>[1-9]\d{5}(?:\d{3}){0,2})"
    r"(?:[\[(](?P<y>\d{4})(?:[-/.年]?(?P<m>\d{2}|(?<=\D)\d)(?:[-/.月]?(?P<d>\d{2}|(?<=\D)\d))?)?"
    r"[年月日]?[\])])?"
)


def successors(texts: pa.Array, aspect: Aspect) -> Reading:
    """`130402[2014];130403`: a part became 130402 in 2014, the rest 130403 when the row ended."""
    bare = without_blanks(compatible(texts))
    values = pa.array([None if t is None else _written(t) for t in bare.to_pylist()], pa.string())
    return Reading(values, flaw_where(pc.and_(pc.is_valid(bare), pc.is_null(values)), "form"))


def _written(text: str) -> str | None:
    """The codes with their dates as we write them; None where one of them cannot be read."""
    found = [_one(part) for part in _BETWEEN.split(text) if part]
    known = [one for one in found if one]
    return ";".join(known) if known and len(known) == len(found) else None


def _one(text: str) -> str | None:
    match = _ONE.fullmatch(text)
    if match is None:
        return None
    code, *date = match.group("code", "y", "m", "d")
    told = [part.zfill(2) for part in date if part]
    try:
        dt.date(*(int(part) for part in (*told, "1", "1")[:3])) if told else None
    except ValueError:
        return None
    # Trailing zeros of townships and villages say nothing, as in a division's own code.
    code = re.sub(r"^(\d{6})(000){1,2}$|^(\d{9})000$", r"\1\3", code)
    return f"{code}[{'-'.join(told)}]" if told else code
