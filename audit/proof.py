"""Proof that nothing in the sealed log, nor a file it speaks of, was altered since."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.hashes import SM3, Hash
from psycopg2.extras import NamedTupleCursor
from sqlalchemy import Connection

from runtime.sql import load

ORIGIN = "0" * 64
# Enough to see what happened; a log rewritten from its start would give a fault per entry.
MOST_FAULTS = 20
AT_ONCE = 5000


@dataclass(frozen=True)
class Fault:
    """One place where the log, or a file it speaks of, is not what was sealed."""

    position: int
    what: str


@dataclass(frozen=True)
class Verdict:
    """What verifying found. Note `head` elsewhere: it proves later that nothing was cut off."""

    entries: int
    files: int
    head: str
    faults: tuple[Fault, ...]

    @property
    def sound(self) -> bool:
        return not self.faults


def verify(connection: Connection, noted: str | None = None) -> Verdict:
    """Walk the whole chain, hashing outside the database.

    `noted` is a head written down earlier ("position:seal"): the chain must still contain it.
    """
    walk = _Walk(noted)
    faults = list(islice(walk.faults(connection), MOST_FAULTS))
    return Verdict(walk.entries, walk.files, f"{walk.entries}:{walk.seal}", tuple(faults))


class _Walk:
    """The state of one walk along the chain."""

    def __init__(self, noted: str | None) -> None:
        self.entries = 0
        self.files = 0
        self.seal = ORIGIN
        self._noted = noted
        self._noted_seen = noted is None or noted == f"0:{ORIGIN}"

    def faults(self, connection: Connection) -> Iterator[Fault]:
        raw: Any = connection.connection.driver_connection
        end: tuple[int | None, str | None] = (None, None)
        # A cursor of the server's: the log may be longer than memory.
        with raw.cursor("chain", cursor_factory=NamedTupleCursor) as rows:
            rows.itersize = AT_ONCE
            rows.execute(load("audit/chain"))
            for row in rows:
                end = (row.last_position, row.last_seal)
                if row.position is not None:
                    yield from self._entry(row)
        if end != (self.entries, self.seal):
            yield Fault(self.entries, f"the log was cut: it should end at entry {end[0]}")
        if not self._noted_seen:
            yield Fault(self.entries, f"the head noted earlier is not in the chain: {self._noted}")

    def _entry(self, row: Any) -> Iterator[Fault]:
        if row.position != self.entries + 1:
            yield Fault(row.position, f"entries are missing after entry {self.entries}")
        if row.previous != self.seal:
            yield Fault(row.position, "it does not follow the entry before it")
        if row.seal != sm3(row.text):
            yield Fault(row.position, "its content is not what was sealed")
        if row.file:
            self.files += 1
            yield from _file(row.position, Path(row.file), row.sha256)
        self.entries, self.seal = row.position, row.seal
        self._noted_seen = self._noted_seen or self._noted == f"{row.position}:{row.seal}"


def sm3(text: str) -> str:
    """The SM3 of a text, in hexadecimal."""
    digest = Hash(SM3())
    digest.update(text.encode())
    return digest.finalize().hex()


def _file(position: int, path: Path, sealed: str) -> Iterator[Fault]:
    try:
        with path.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        yield Fault(position, f"the file it speaks of cannot be read: {path} ({error.strerror})")
        return
    if digest != sealed:
        yield Fault(position, f"the file it speaks of was altered: {path}")
