"""Make identifiers, dates and keys by the column: digit matrices instead of strings one by one."""

from typing import Any, TypeAlias, cast

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

Ints = npt.NDArray[np.int64]
Days = npt.NDArray[np.datetime64]
Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]
Bytes = npt.NDArray[np.uint8]
# Arrow brings no types of its own: a column of text.
Strings: TypeAlias = Any

CREDIT_ALPHABET = b"0123456789ABCDEFGHJKLMNPQRTUWXY"
_CREDIT = np.frombuffer(CREDIT_ALPHABET, dtype=np.uint8)
_CREDIT_WEIGHTS = np.array([pow(3, i, 31) for i in range(17)], dtype=np.int64)
_CITIZEN_WEIGHTS = np.array([7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2], dtype=np.int64)
_CITIZEN_CHECK = np.frombuffer(b"10X98765432", dtype=np.uint8)
_ORGANISATION_WEIGHTS = np.array([3, 7, 9, 10, 5, 8, 4, 2], dtype=np.int64)
_ZERO = ord("0")
# The digits of 0 to 9999, four bytes each, taken as one number: a division gives four digits.
_TEN_THOUSAND = np.uint64(10_000)
_FOUR_DIGITS = (
    (np.arange(10_000)[:, None] // (1_000, 100, 10, 1) % 10 + _ZERO)
    .astype(np.uint8).view(np.uint32).ravel()
)  # fmt: skip
NEVER = np.datetime64("NaT")

# The largest prime below 10^12: multiplication modulo it permutes the ids, so that the keys of two
# departments share nothing.
_KEY_PRIME = 999_999_999_989


def digits(values: npt.ArrayLike, width: int) -> Bytes:
    """ASCII digits of non-negative integers, zero-padded to `width`."""
    left = np.asarray(values, dtype=np.int64).astype(np.uint64)
    groups = -(-width // 4)
    written = np.empty((len(left), groups), dtype=np.uint32)
    for group in range(groups - 1, -1, -1):
        higher = left // _TEN_THOUSAND
        written[:, group] = _FOUR_DIGITS[left - higher * _TEN_THOUSAND]
        left = higher
    return written.view(np.uint8)[:, groups * 4 - width :]


def strings(matrix: Bytes) -> Strings:
    """A string column from a matrix of ASCII bytes, one row a value."""
    rows, width = matrix.shape
    offsets = np.arange(0, (rows + 1) * width, max(width, 1), dtype=np.int32)
    data = np.ascontiguousarray(matrix)
    return pa.StringArray.from_buffers(rows, pa.py_buffer(offsets), pa.py_buffer(data))


def fixed(text: str, rows: int) -> Bytes:
    """The same ASCII text in every row, as a digit matrix."""
    return np.tile(np.frombuffer(text.encode("ascii"), dtype=np.uint8), (rows, 1))


def numerals(values: npt.ArrayLike, width: int) -> Strings:
    """Zero-padded decimal strings."""
    return strings(digits(values, width))


def plain(values: npt.ArrayLike) -> Strings:
    """Decimal strings without padding."""
    return pc.cast(pa.array(np.asarray(values)), pa.string())


def decimals(values: npt.ArrayLike, places: int) -> Strings:
    """Decimal strings of non-negative numbers with a fixed number of places."""
    scaled = np.rint(np.asarray(values, dtype=np.float64) * 10**places).astype(np.int64)
    if places == 0:
        return plain(scaled)
    whole, rest = np.divmod(scaled, 10**places)
    return join(plain(whole), ".", numerals(rest, places))


def join(*parts: Strings | str) -> Strings:
    """Concatenate columns and constants row by row; null where any part is null."""
    return pc.binary_join_element_wise(*cast(Any, parts), "")


def take(words: Any, indexes: npt.ArrayLike) -> Strings:
    """The words at the given positions; a negative position gives null."""
    positions = np.asarray(indexes)
    vocabulary = words if isinstance(words, pa.Array) else pa.array(words, pa.string())
    return vocabulary.take(pa.array(positions, mask=positions < 0))


def blank(values: Strings, where: Bools) -> Strings:
    """The column with nulls where told."""
    return pc.if_else(pa.array(where), pa.scalar(None, pa.string()), values)


def choose(where: Bools, yes: Strings | str | None, no: Strings | str | None) -> Strings:
    """`yes` where told, else `no`."""

    def side(value: Strings | str | None) -> Any:
        return pa.scalar(value, pa.string()) if value is None or isinstance(value, str) else value

    return pc.if_else(pa.array(where), side(yes), side(no))


def calendar(days: Days) -> tuple[Ints, Ints, Ints]:
    """Year, month and day of dates."""
    months = days.astype("M8[M]")
    year = days.astype("M8[Y]").astype(np.int64) + 1970
    month = months.astype(np.int64) % 12 + 1
    day = (days.astype("M8[D]") - months.astype("M8[D]")).astype(np.int64) + 1
    return year, month, day


def compact(days: Days) -> Strings:
    """Dates as 19910308; null where there is none."""
    return _dates(days, lambda y, m, d: strings(digits(y * 10000 + m * 100 + d, 8)))


def dashed(days: Days) -> Strings:
    """Dates as 1991-03-08; null where there is none."""
    return _dates(
        days, lambda y, m, d: join(numerals(y, 4), "-", numerals(m, 2), "-", numerals(d, 2))
    )


def chinese(days: Days) -> Strings:
    """Dates as 1991年3月8日; null where there is none."""
    return _dates(days, lambda y, m, d: join(plain(y), "年", plain(m), "月", plain(d), "日"))


def slashed(days: Days) -> Strings:
    """Dates as 1991/3/8; null where there is none."""
    return _dates(days, lambda y, m, d: join(plain(y), "/", plain(m), "/", plain(d)))


def _dates(days: Days, render: Any) -> Strings:
    missing = np.isnat(days)
    filled = np.where(missing, np.datetime64("2000-01-01"), days).astype("M8[D]")
    values = render(*calendar(filled))
    return blank(values, missing) if missing.any() else values


def citizen_numbers(division: Ints, birth: Days, sequence: Ints) -> Bytes:
    """GB 11643 numbers with their check digit, as an n×18 matrix."""
    year, month, day = calendar(birth)
    body = np.hstack(
        [
            digits(division, 6),
            digits(year * 10000 + month * 100 + day, 8),
            digits(sequence, 3),
        ]
    )
    total = ((body.astype(np.int64) - _ZERO) * _CITIZEN_WEIGHTS).sum(axis=1) % 11
    return np.hstack([body, _CITIZEN_CHECK[total][:, None]])


def organisation_codes(serial: Ints) -> Bytes:
    """GB 11714 codes (8 digits and a check character), as an n×9 matrix."""
    body = digits(serial, 8)
    check = 11 - ((body.astype(np.int64) - _ZERO) * _ORGANISATION_WEIGHTS).sum(axis=1) % 11
    characters = np.frombuffer(b"0123456789X0", dtype=np.uint8)[check]
    return np.hstack([body, characters[:, None]])


def credit_codes(prefix: Ints, division: Ints, organisation: Bytes) -> Bytes:
    """GB 32100 unified social credit codes, as an n×18 matrix; `prefix` such as 91."""
    body = np.hstack([digits(prefix, 2), digits(division, 6), organisation])
    place = np.zeros(256, dtype=np.int64)
    place[_CREDIT] = np.arange(31)
    total = (place[body] * _CREDIT_WEIGHTS).sum(axis=1)
    return np.hstack([body, _CREDIT[(31 - total % 31) % 31][:, None]])


def keys(prefix: str, ids: Ints, salt: int) -> Strings:
    """A department's own keys for things: twelve digits that say nothing about the id."""
    # The product stays below 2^63 for ids below the prime.
    mixed = (ids * (7_654_320 + 2 * salt + 1) + 97 * salt) % _KEY_PRIME
    if not prefix:
        return numerals(mixed, 12)
    return strings(np.hstack([fixed(prefix, len(ids)), digits(mixed, 12)]))


def uniform(ids: Ints, salt: int) -> Floats:
    """A number in [0, 1) for each id: the same for the same id and salt, whatever the order."""
    with np.errstate(over="ignore"):
        step = np.uint64((salt + 1) % 2**64)
        mixed = ids.astype(np.uint64) + np.uint64(0x9E3779B97F4A7C15) * step
        mixed = (mixed ^ (mixed >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        mixed = (mixed ^ (mixed >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        mixed ^= mixed >> np.uint64(31)
    return (mixed >> np.uint64(11)).astype(np.float64) / float(1 << 53)


def pick(draws: Floats, weights: npt.ArrayLike) -> Ints:
    """Positions drawn with the given weights from numbers in [0, 1)."""
    bounds = np.cumsum(np.asarray(weights, dtype=np.float64))
    return np.searchsorted(bounds / bounds[-1], draws, side="right").astype(np.int64)


def ranks(groups: Ints) -> Ints:
    """The position of each element within its group, in order of appearance."""
    order = np.argsort(groups, kind="stable")
    ordered = groups[order]
    starts = np.flatnonzero(np.r_[True, ordered[1:] != ordered[:-1]]) if len(ordered) else ordered
    lengths = np.diff(np.r_[starts, len(ordered)])
    result = np.empty(len(groups), dtype=np.int64)
    result[order] = np.arange(len(ordered)) - np.repeat(starts, lengths)
    return result
