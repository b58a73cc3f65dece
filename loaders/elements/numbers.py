"""Numbers of persons, with their check characters."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from loaders.elements.base import (
    Aspect,
    Reading,
    apart,
    explained,
    first_flaw,
    flaw_where,
    only_where,
    true_in,
)
from loaders.elements.characters import Bytes, Counts, Mask, matrix, spread, text_of
from loaders.elements.names import identifier
from loaders.elements.organizations import credit_code
from loaders.elements.writing import compatible, without_blanks

# GB 11643-1999
_CITIZEN_WEIGHTS = np.array([7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2])
_CITIZEN_CHECKS = np.frombuffer(b"10X98765432", np.uint8)
# GB/T 2260 provinces, 83 (Taiwan residents), 91 (foreigners), 99 (fictional persons).
_PROVINCES = pa.array(
    ["11", "12", "13", "14", "15", "21", "22", "23", "31", "32", "33", "34", "35", "36", "37",
     "41", "42", "43", "44", "45", "46", "50", "51", "52", "53", "54", "61", "62", "63", "64",
     "65", "71", "81", "82", "83", "91", "99"]
)  # fmt: skip
_CITIZEN = r"^\d{17}[\dX]$"
# Typed for the X of a check digit: multiplication signs, an asterisk, Cyrillic and Greek letters.
_EXES = r"^(\d{17})[×✕✖╳ХхΧχ*]$"
# What stands before a number in forms: 公民身份号码:, 身份证 No. and their like.
_LABEL = (
    r"^[\s\x{2018}\x{2019}\x{201c}\x{201d}'\"`]*"
    r"(?:(?:公民|居民|本人|中国|二代)*(?:身份证件?|身份|证件|ID|id|Id)(?:号码|号|编号)?(?:No\.?|NO\.?)?)?"
    r"[:;,.#=_\x{2018}\x{2019}\x{201c}\x{201d}'\"`-]*"
)
_DASHES = r"[-‐‑‒–—―−_.·'\"`\x{2018}\x{2019}\x{201c}\x{201d}]"
# Excel keeps 15 digits of a number and writes zeros, or an exponent, for the rest.
_EXPONENT = r"^\d(\.\d+)?E\+?\d{2}$"
_ROUNDED = r"^\d{15}000$"
_MASKED = r"^[\dX]*(\*{2,}|[×xX]{3,}|[?#●•█■□]{2,})[\dX]*$"
# Orders that numbers of 15 digits kept for people over a hundred years old.
_CENTENARIAN = r"^\d{12}99[6-9]$"


def citizen_number(texts: pa.Array, aspect: Aspect) -> Reading:
    """18 digits or X; a number of 15 digits gets its century and check digit.

    An unknown province is advice: numbers are issued once and outlive divisions.
    """
    full = apart(texts, _CITIZEN, _citizen_written)
    present = pc.is_valid(full)
    long_enough = true_in(pc.equal(pc.utf8_length(full), 18))
    written = true_in(pc.match_substring_regex(full, _CITIZEN))
    digits = matrix(full, written, 18)
    born = spread(_born_on_a_day(digits), written)
    checked = spread(_citizen_check(digits) == digits[:, 17], written)
    fatal = first_flaw(
        _spoilt(full, pc.and_(written, checked)),
        flaw_where(pc.and_(present, pc.invert(long_enough)), "length"),
        flaw_where(pc.and_(long_enough, pc.invert(written)), "characters"),
        flaw_where(pc.and_(written, pc.invert(born)), "birth_date"),
        flaw_where(pc.and_(written, pc.invert(checked)), "check_digit"),
    )
    fatal = explained(fatal, full, {"length": _how_long, "characters": _which_characters})
    known = pc.is_in(pc.utf8_slice_codeunits(full, 0, 2), value_set=_PROVINCES)
    advice = first_flaw(
        flaw_where(pc.and_(present, pc.invert(known)), "division"),
        flaw_where(_perhaps_older(texts), "century"),
    )
    return Reading(only_where(pc.is_null(fatal), full), first_flaw(fatal, advice))


def _citizen_written(texts: pa.Array) -> pa.Array:
    bare = pc.replace_substring_regex(without_blanks(compatible(texts)), _LABEL, "")
    # An exponent keeps its point, so that the loss shows.
    exponent = true_in(pc.match_substring_regex(pc.utf8_upper(bare), _EXPONENT))
    plain = pc.replace_substring_regex(bare, _DASHES, "")
    plain = pc.replace_substring_regex(plain, _EXES, r"\1X")
    return _with_century(pc.utf8_upper(pc.if_else(exponent, bare, plain)))


def _spoilt(full: pa.Array, proven: pa.Array) -> pa.Array:
    """Numbers of which a program or a person has taken digits away."""
    if pc.all(proven).as_py():
        return pa.nulls(len(full), pa.string())
    lost = pc.or_(
        true_in(pc.match_substring_regex(full, _EXPONENT)),
        true_in(pc.match_substring_regex(full, _ROUNDED)),
    )
    masked = true_in(pc.match_substring_regex(full, _MASKED))
    return first_flaw(
        flaw_where(pc.and_not(lost, proven), "precision"),
        flaw_where(pc.and_not(masked, proven), "masked"),
    )


def _perhaps_older(texts: pa.Array) -> pa.Array:
    old = true_in(pc.equal(pc.binary_length(texts), 15))
    if not pc.any(old).as_py():
        return old
    return true_in(pc.match_substring_regex(only_where(old, texts), _CENTENARIAN))


def _how_long(text: str) -> tuple[str, str]:
    return f"应为 18 或 15 位,实为 {len(text)} 位", f"18 or 15 are wanted, there are {len(text)}"


def _which_characters(text: str) -> tuple[str, str]:
    wrong = [
        f"{place}:{character}"
        for place, character in enumerate(text, 1)
        if not (character in "0123456789" or (place == 18 and character == "X"))
    ]
    shown = ", ".join(wrong[:5])
    return f"第几位:字符 {shown}", f"place:character {shown}"


def holder_number(texts: pa.Array, aspect: Aspect) -> Reading:
    """A citizen number where it is one, a credit code where it is one, else as given."""
    person = citizen_number(texts, aspect).values
    entity = credit_code(texts, aspect).values
    given = identifier(texts, aspect)
    return Reading(pc.coalesce(person, entity, given.values), given.flaws)


def _with_century(numbers: pa.Array) -> pa.Array:
    """Numbers of 15 digits as 18; they were given only to people born in the 1900s."""
    old = true_in(pc.match_substring_regex(numbers, r"^\d{15}$"))
    if not pc.any(old).as_py():
        return numbers
    found = pc.filter(numbers, old)
    first = pc.binary_join_element_wise(
        pc.utf8_slice_codeunits(found, 0, 6), "19", pc.utf8_slice_codeunits(found, 6, 15), ""
    )
    digits = matrix(first, pa.array(np.ones(len(first), bool)), 17)
    check = text_of(_citizen_check(digits)[:, np.newaxis])
    return pc.replace_with_mask(numbers, old, pc.binary_join_element_wise(first, check, ""))


def _citizen_check(digits: Bytes) -> Bytes:
    total = (digits[:, :17].astype(np.int64) - ord("0")) @ _CITIZEN_WEIGHTS
    checks: Bytes = _CITIZEN_CHECKS[total % 11]
    return checks


def _born_on_a_day(digits: Bytes) -> Mask:
    """Whether positions 7 to 14 are a day of the calendar."""
    value = digits[:, 6:14].astype(np.int64) - ord("0")
    year = value[:, 0] * 1000 + value[:, 1] * 100 + value[:, 2] * 10 + value[:, 3]
    month, day = value[:, 4] * 10 + value[:, 5], value[:, 6] * 10 + value[:, 7]
    return (year >= 1850) & (year <= 2150) & is_day(year, month, day)


def is_day(year: Counts, month: Counts, day: Counts) -> Mask:
    """Whether year, month and day make a day of the calendar."""
    lengths = np.array([0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31])
    leap = (year % 4 == 0) & ((year % 100 != 0) | (year % 400 == 0))
    real = (month >= 1) & (month <= 12)
    last = lengths[np.where(real, month, 0)] + (leap & (month == 2))
    found: Mask = real & (day >= 1) & (day <= last)
    return found
