"""Fetch a file whole or not at all: go on where a connection broke, begin anew where it changed."""

from __future__ import annotations

import hashlib
from pathlib import Path
from time import sleep
from typing import Any

from fsspec import AbstractFileSystem

from loaders.sources.access import BLOCK, opened
from loaders.sources.errors import Unreachable
from loaders.sources.finding import described, path_of
from loaders.sources.found import Found
from runtime.logging import logger
from runtime.settings import settings

log = logger(__name__)

CHUNK = 1 << 20
PAUSE = 1.0  # seconds before the second attempt; twice as long before each further one
_PARTIAL = 206


def fetch(found: Found, target: Path) -> str:
    """Copy a source's file to a path; its SHA-256. Raises Unreachable after the last attempt."""
    copy = _Copy(found, target)
    attempts = settings().fetch_attempts
    for attempt in range(1, attempts + 1):
        try:
            return copy.carry_on()
        except Unreachable as error:
            if attempt == attempts:
                raise
            log.warning("%s (attempt %s of %s)", error, attempt, attempts)
            sleep(PAUSE * 2 ** (attempt - 1))
    raise AssertionError("there is at least one attempt")


class _Copy:
    """What has arrived so far, of which version."""

    def __init__(self, found: Found, target: Path) -> None:
        self._found, self._target = found, target
        self._begin(found)

    def carry_on(self) -> str:
        with opened(self._found.url, self._found.secret, self._found.endpoint) as system:
            now = self._look(system)
            if now.version != self._now.version:
                self._begin(now)
            with self._stream(system) as stream, self._target.open("r+b") as file:
                file.seek(self._have)
                while chunk := stream.read(CHUNK):
                    file.write(chunk)
                    self._digest.update(chunk)
                    self._have += len(chunk)
            self._must_be_whole(self._look(system))
        return self._digest.hexdigest()

    def _begin(self, now: Found) -> None:
        self._now, self._have, self._digest = now, 0, hashlib.sha256()
        self._target.write_bytes(b"")

    def _look(self, system: AbstractFileSystem) -> Found:
        return described(system, self._found.url, self._found.secret, self._found.endpoint)

    def _stream(self, system: AbstractFileSystem) -> Any:
        """The file from where we stand; a server that cannot go on gives all of it again."""
        path = path_of(self._found.url)
        if self._found.url.startswith("http"):
            headers = {"Range": f"bytes={self._have}-"} if self._have else {}
            stream = system.open(path, block_size=0, size=self._now.size, headers=headers)
            if self._have and stream.r.status != _PARTIAL:
                self._begin(self._now)
            return stream
        stream = system.open(path, "rb", block_size=BLOCK)
        stream.seek(self._have)
        if hasattr(stream, "prefetch") and self._now.size:
            stream.prefetch(self._now.size)
        return stream

    def _must_be_whole(self, after: Found) -> None:
        size = self._now.size
        if size is not None and self._have < size:
            raise Unreachable(
                f"only {self._have} of {size} bytes arrived", where=self._found.where,
                hint="run the same command again",
            )  # fmt: skip
        if after.version != self._now.version or (size is not None and self._have > size):
            self._begin(after)
            raise Unreachable(
                "the file changed while it was fetched", where=self._found.where,
                hint="run the same command again once the department has written it",
            )  # fmt: skip
