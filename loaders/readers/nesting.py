"""JSON that is read event by event, kept from nesting so deeply that it takes all memory."""

from __future__ import annotations

from typing import BinaryIO

import numpy as np

from loaders.readers.objects import DEEPEST, brackets_of, unescaped_quotes


class TooDeep(ValueError):
    """Brackets stand within more brackets than any message needs."""


class Shallow:
    """A JSON file to be read forward, in which brackets are counted as they pass."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._depth = 0
        self._before = b""  # an open quote, and a backslash that takes the next sign's meaning

    def read(self, size: int = -1) -> bytes:
        """Some bytes; a fault once they nest too deeply."""
        chunk = self._file.read(size)
        text = np.frombuffer(self._before + chunk, np.uint8)
        _, signs = brackets_of(text)
        depths = self._depth + np.cumsum(signs)
        if len(depths):
            if depths.max() > DEEPEST:
                raise TooDeep(f"brackets within more than {DEEPEST} brackets")
            self._depth = int(depths[-1])
        self._before = _open_at_the_end(self._before + chunk, len(unescaped_quotes(text)) % 2)
        return chunk


def _open_at_the_end(text: bytes, within_quotes: int) -> bytes:
    slashes = len(text) - len(text.rstrip(b"\\"))
    return (b'"' if within_quotes else b"") + (b"\\" if slashes % 2 else b"")
