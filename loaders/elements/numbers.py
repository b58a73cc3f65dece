"""Numbers of persons and organisations, with their check characters."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from loaders.elements.base import (
    Aspect,
    Reading,
    apart,
    first_flaw,
    flaw_where,
    only_where,
    true_in,
)  # fmt: skip
from loaders.elements.names import identifier
from loaders.elements.writing import compatible, without_blanks

Bytes = npt.NDArray[np.uint8]
Counts = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]

# GB 11643-1999
_CITIZEN_WEIGHTS = np.array([7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2])
_CITIZEN_CHECKS = np.frombuffer(b"10X98765432", np.uint8)
# GB 32100-2015: the alphabet leaves out I, O, S, V and Z.
_CREDIT_LETTERS = b"0123456789ABCDEFGHJKLMNPQRTUWXY"
_CREDIT_WEIGHTS = np.array([1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28])
# GB 11714-1997
_ORGANIZATION_LETTERS = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_ORGANIZATION_WEIGHTS = np.array([3, 7, 9, 10, 5, 8, 4, 2])
# GB/T 2260 provinces, 83 (Taiwan residents), 91 (foreigners), 99 (fictional persons).
_PROVINCES = pa.array(
    ["11", "12", "13", "14", "15", "21", "22", "23", "31", "32", "33", "34", "35", "36", "37",
     "41", "42", "43", "44", "45", "46", "50", "51", "52", "53", "54", "61", "62", "63", "64",
     "65", "71", "81", "82", "83", "91", "99"]
)  # fmt: skip
_CITIZEN = r"^\d{17}[\dX]$"
# Typed for the X of a check digit: multiplication signs, Cyrillic and Greek letters.
_EXES = r"[×✕✖╳ХхΧχ]$"


def citizen_number(texts: pa.Array, aspect: Aspect) -> Reading:
    """18 digits or X; a number of 15 digits gets its century and check digit.

    An unknown province is advice: numbers are issued once and outlive divisions.
    """
    full = apart(texts, _CITIZEN, _citizen_written)
    present = pc.is_valid(full)
    long_enough = true_in(pc.equal(pc.utf8_length(full), 18))
    written = true_in(pc.match_substring_regex(full, _CITIZEN))
    digits = matrix(full, written, 18)
    born = _spread(_born_on_a_day(digits), written)
    checked = _spread(_citizen_check(digits) == digits[:, 17], written)
    fatal = first_flaw(
        flaw_where(pc.and_(present, pc.invert(long_enough)), "length"),
        flaw_where(pc.and_(long_enough, pc.invert(written)), "characters"),
        flaw_where(pc.and_(written, pc.invert(born)), "birth_date"),
        flaw_where(pc.and_(written, pc.invert(checked)), "check_digit"),
    )
    known = pc.is_in(pc.utf8_slice_codeunits(full, 0, 2), value_set=_PROVINCES)
    advice = flaw_where(pc.and_(present, pc.invert(known)), "division")
    return Reading(only_where(pc.is_null(fatal), full), first_flaw(fatal, advice))


def _citizen_written(texts: pa.Array) -> pa.Array:
    bare = pc.utf8_ltrim(without_blanks(compatible(texts)), characters="'`")
    return _with_century(pc.utf8_upper(pc.replace_substring_regex(bare, _EXES, "X")))


def credit_code(texts: pa.Array, aspect: Aspect) -> Reading:
    """18 characters of the alphabet of GB 32100, the last a check character."""
    bare = pc.utf8_upper(_joined(texts))
    return _checked(bare, 18, f"^[{_CREDIT_LETTERS.decode()}]{{18}}$", _credit_check)


def organization_code(texts: pa.Array, aspect: Aspect) -> Reading:
    """9 characters without the hyphen, the last a check character."""
    bare = pc.utf8_upper(_joined(texts))
    return _checked(bare, 9, r"^[0-9A-Z]{8}[0-9X]$", _organization_check)


def holder_number(texts: pa.Array, aspect: Aspect) -> Reading:
    """A citizen number where it is one, a credit code where it is one, else as given."""
    person = citizen_number(texts, aspect).values
    entity = credit_code(texts, aspect).values
    given = identifier(texts, aspect)
    return Reading(pc.coalesce(person, entity, given.values), given.flaws)


def _joined(texts: pa.Array) -> pa.Array:
    """Without blanks and hyphens."""
    bare = pc.utf8_ltrim(without_blanks(compatible(texts)), characters="'`")
    return pc.replace_substring_regex(bare, "[-—–]", "")


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
    check = _text(_citizen_check(digits)[:, np.newaxis])
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


def _credit_check(codes: Bytes) -> Bytes:
    letters = np.frombuffer(_CREDIT_LETTERS, np.uint8)
    total = np.searchsorted(letters, codes[:, :17]) @ _CREDIT_WEIGHTS
    checks: Bytes = letters[(31 - total % 31) % 31]
    return checks


def _organization_check(codes: Bytes) -> Bytes:
    letters = np.frombuffer(_ORGANIZATION_LETTERS, np.uint8)
    total = np.searchsorted(letters, codes[:, :8]) @ _ORGANIZATION_WEIGHTS
    checks: Bytes = np.frombuffer(b"0123456789X0", np.uint8)[11 - total % 11]
    return checks


def _checked(
    codes: pa.Array, length: int, pattern: str, check: Callable[[Bytes], Bytes]
) -> Reading:
    """Codes of one length and alphabet whose last character proves the others."""
    present = pc.is_valid(codes)
    long_enough = true_in(pc.equal(pc.utf8_length(codes), length))
    written = true_in(pc.match_substring_regex(codes, pattern))
    characters = matrix(codes, written, length)
    proven = _spread(check(characters) == characters[:, -1], written)
    flaws = first_flaw(
        flaw_where(pc.and_(present, pc.invert(long_enough)), "length"),
        flaw_where(pc.and_(long_enough, pc.invert(written)), "characters"),
        flaw_where(pc.and_(written, pc.invert(proven)), "check_digit"),
    )
    return Reading(only_where(pc.is_null(flaws), codes), flaws)


def matrix(texts: pa.Array, mask: pa.Array, width: int) -> Bytes:
    """The masked texts, all of `width` ASCII characters, as rows of bytes."""
    found = pc.filter(texts, mask)
    if not len(found):
        return np.zeros((0, width), np.uint8)
    # A kernel's result starts at the beginning of its buffer only when it is copied together.
    whole = pa.concat_arrays([found.cast(pa.string())])
    start = whole.offset
    offsets = np.frombuffer(whole.buffers()[1], np.int32)
    data = np.frombuffer(whole.buffers()[2], np.uint8)
    return data[offsets[start] : offsets[start + len(whole)]].reshape(-1, width)


def _text(characters: Bytes) -> pa.Array:
    """Rows of ASCII bytes as texts."""
    count, width = characters.shape
    offsets = pa.py_buffer(np.arange(0, (count + 1) * width, width, dtype=np.int32))
    data = pa.py_buffer(np.ascontiguousarray(characters))
    return pa.StringArray.from_buffers(count, offsets, data)


def _spread(answers: Mask, mask: pa.Array) -> pa.Array:
    """Answers for the masked rows, put back among all rows; false elsewhere."""
    whole = np.zeros(len(mask), bool)
    whole[np.asarray(mask)] = answers
    return pa.array(whole)
