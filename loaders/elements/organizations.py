"""Numbers of organisations: the unified credit code and the codes that were before it."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from loaders.elements.base import (
    Aspect,
    Explain,
    Reading,
    apart,
    explained,
    first_flaw,
    flaw_where,
    only_where,
    true_in,
)
from loaders.elements.characters import Bytes, matrix, spread
from loaders.elements.names import fitting
from loaders.elements.writing import compatible, hyphens, without_blanks

# GB 32100-2015: the alphabet leaves out I, O, S, V and Z.
_CREDIT_LETTERS = b"0123456789ABCDEFGHJKLMNPQRTUWXY"
_CREDIT_WEIGHTS = np.array([1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28])
_CREDIT = f"^[{_CREDIT_LETTERS.decode()}]{{18}}$"
# A credit code that can be no citizen number.
_LETTERED = r"^[0-9A-HJ-NPQRTUWXY]*[A-HJ-NPQRTUWY][0-9A-HJ-NPQRTUWXY]*$"
# What is written for a letter or digit of the credit code that looks like it.
_ALIKE = {"I": "1", "O": "0", "S": "5", "V": "U", "Z": "2"}
# GB 11714-1997
_ORGANIZATION_LETTERS = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_ORGANIZATION_WEIGHTS = np.array([3, 7, 9, 10, 5, 8, 4, 2])
_ORGANIZATION = r"^[0-9A-Z]{8}[0-9X]$"
_REGISTRATION = r"^\d{15}$"
_LABEL = (
    r"^[\s'\"`\x{2018}\x{2019}\x{201c}\x{201d}:;,.#=]*"
    r"(?:(?:(?:统一)?(?:社会)?(?:信用|组织机构|机构)代码证?|(?:工商|营业执照)?注册号|"
    r"(?:纳税人)?识别号|税号|USCC|号码|号)[\s:;,.#=]*)*"
)


def credit_code(texts: pa.Array, aspect: Aspect) -> Reading:
    """18 characters of the alphabet of GB 32100, the last a check character.

    A former code in its place, where it proves right, stands beside.
    """
    bare = apart(texts, _CREDIT, _joined)
    explain = {"length": _other_code, "characters": _looks_alike}
    read = _checked(bare, 18, _CREDIT, _credit_check, explain)
    if read.flaws.null_count == len(bare):
        return read
    former = only_where(pc.is_null(read.values), bare)
    beside = {
        "organization": _checked(former, 9, _ORGANIZATION, _organization_check, {}).values,
        "registration": _checked(former, 15, _REGISTRATION, _registration_check, {}).values,
    }
    return Reading(read.values, read.flaws, beside=beside)


def organization_code(texts: pa.Array, aspect: Aspect) -> Reading:
    """9 characters without the hyphen, the last a check character."""
    return _checked(apart(texts, _ORGANIZATION, _joined), 9, _ORGANIZATION, _organization_check, {})


def registration_number(texts: pa.Array, aspect: Aspect) -> Reading:
    """The number of a business before there were credit codes, as given.

    Numbers of 15 digits prove themselves, those before 2007 do not: what is wrong is advice.
    """
    bare = apart(texts, _REGISTRATION, _joined)
    given = fitting(bare, aspect)
    advice = first_flaw(
        _unproven(bare, 15, _REGISTRATION, _registration_check),
        _unproven(bare, 18, _CREDIT, _credit_check),
    )
    return Reading(given.values, first_flaw(given.flaws, advice))


def tax_number(texts: pa.Array, aspect: Aspect) -> Reading:
    """A taxpayer's number, as given: 15 characters end with an organisation code, 18 are a credit
    code or a citizen number, 20 begin with a citizen number; what is wrong is advice."""
    bare = apart(texts, _CREDIT, _joined)
    given = fitting(bare, aspect)
    length = pc.utf8_length(bare)
    of_a_form = true_in(pc.is_in(length, value_set=pa.array([15, 18, 20], pa.int32())))
    last_nine = pc.utf8_slice_codeunits(bare, 6, 15)
    advice = first_flaw(
        flaw_where(pc.and_(pc.is_valid(bare), pc.invert(of_a_form)), "length"),
        _unproven(only_where(true_in(pc.equal(length, 15)), last_nine), 9, _ORGANIZATION,
                  _organization_check),
        _unproven(only_where(true_in(pc.equal(length, 18)), bare), 18, _LETTERED, _credit_check),
    )  # fmt: skip
    return Reading(given.values, first_flaw(given.flaws, advice))


def _joined(texts: pa.Array) -> pa.Array:
    """In capitals, without labels, blanks and hyphens."""
    bare = pc.replace_substring(without_blanks(hyphens(compatible(texts))), "-", "")
    return pc.replace_substring_regex(pc.utf8_upper(bare), _LABEL, "")


def _checked(
    codes: pa.Array,
    length: int,
    pattern: str,
    check: Callable[[Bytes], Bytes],
    explain: Mapping[str, Explain],
) -> Reading:
    """Codes of one length and alphabet whose last character proves the others."""
    present = pc.is_valid(codes)
    long_enough = true_in(pc.equal(pc.utf8_length(codes), length))
    written = true_in(pc.match_substring_regex(codes, pattern))
    characters = matrix(codes, written, length)
    proven = spread(check(characters) == characters[:, -1], written)
    flaws = first_flaw(
        flaw_where(pc.and_(present, pc.invert(long_enough)), "length"),
        flaw_where(pc.and_(long_enough, pc.invert(written)), "characters"),
        flaw_where(pc.and_(written, pc.invert(proven)), "check_digit"),
    )
    flaws = explained(flaws, codes, explain)
    return Reading(only_where(pc.is_null(flaws), codes), flaws)


def _unproven(
    codes: pa.Array,
    length: int,
    pattern: str,
    check: Callable[[Bytes], Bytes],
) -> pa.Array:
    """The flaw of codes of this form whose last character does not prove the others."""
    written = true_in(pc.match_substring_regex(codes, pattern))
    characters = matrix(codes, written, length)
    wrong = spread(check(characters) != characters[:, -1], written)
    return flaw_where(wrong, "check_digit")


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


def _registration_check(numbers: Bytes) -> Bytes:
    """ISO 7064 MOD 11,10 over the first 14 digits."""
    product = np.full(len(numbers), 10, np.int64)
    for digit in numbers[:, :14].T.astype(np.int64) - ord("0"):
        total = (product + digit) % 10
        product = np.where(total == 0, 10, total) * 2 % 11
    checks: Bytes = ((11 - product) % 10 + ord("0")).astype(np.uint8)
    return checks


def _other_code(text: str) -> tuple[str, str] | None:
    """Which of the former codes a text is that stands in a credit code's place."""
    kinds = {
        9: (_ORGANIZATION, _organization_check, "组织机构代码", "an organisation code"),
        15: (_REGISTRATION, _registration_check, "工商注册号", "a registration number"),
    }
    length = f"应为 18 位,实为 {len(text)} 位", f"18 are wanted, there are {len(text)}"
    if len(text) not in kinds:
        return length
    pattern, check, zh, en = kinds[len(text)]
    one = pa.array([text])
    if not pc.match_substring_regex(one, pattern)[0].as_py():
        return length
    if _unproven(one, len(text), pattern, check)[0].is_valid:
        return length
    return f"这是{zh}", f"it is {en}"


def _looks_alike(text: str) -> tuple[str, str] | None:
    """Which characters are none of the alphabet's, and whether their look-alikes would prove."""
    wrong = [f"{place}:{c}" for place, c in enumerate(text, 1) if c not in _CREDIT_LETTERS.decode()]
    shown = ", ".join(wrong[:5])
    zh, en = f"第几位:字符 {shown}", f"place:character {shown}"
    meant = "".join(_ALIKE.get(c, c) for c in text)
    if meant == text or not _checked(pa.array([meant]), 18, _CREDIT, _credit_check, {}).values[0]:
        return zh, en
    return f"{zh};若为 {meant} 则校验通过", f"{en}; {meant} would prove right"
