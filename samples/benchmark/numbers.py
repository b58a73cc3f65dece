"""Numbers of the benchmark's persons and companies, and their check characters."""

from __future__ import annotations

import datetime as dt
from typing import Final

_WEIGHTS: Final = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_ALPHABET: Final = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_ORGANISATION: Final = (3, 7, 9, 10, 5, 8, 4, 2)


def citizen(division: int, birth: dt.date, sequence: int) -> str:
    """A number after GB 11643."""
    return checked(f"{division:06}{birth:%Y%m%d}{sequence:03}")


def checked(body: str) -> str:
    """Seventeen digits with the check character they want."""
    total = sum(int(c) * weight for c, weight in zip(body, _WEIGHTS, strict=True))
    return body + "10X98765432"[total % 11]


def organisation(serial: int) -> str:
    """A code after GB 11714."""
    body = f"{serial:08}"
    left = 11 - sum(int(c) * w for c, w in zip(body, _ORGANISATION, strict=True)) % 11
    return body + "0123456789X0"[left]


def credit(prefix: str, division: int, code: str) -> str:
    """A unified social credit code after GB 32100."""
    body = f"{prefix}{division:06}{code}"
    total = sum(_ALPHABET.index(c) * pow(3, i, 31) for i, c in enumerate(body))
    return body + _ALPHABET[(31 - total % 31) % 31]


def registration(division: int, serial: int) -> str:
    """The 15-digit registration number of before 2015: its check digit after ISO 7064 MOD 11,10."""
    body = f"{division:06}{serial % 100_000_000:08}"
    product = 10
    for c in body:
        product = ((product + int(c)) % 10 or 10) * 2 % 11
    return body + str((11 - product) % 10)
