"""A path whose content is unpacked while it is read: a file to streaming readers."""

from __future__ import annotations

import io
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any, BinaryIO

_Path: Any = type(Path())  # before Python 3.12 only the concrete class can be derived from


class Packed(_Path):  # type: ignore[misc]
    """Its `open` gives what was packed, anew each time; its name serves messages."""

    _opened: Callable[[], BinaryIO]
    _landing: Path

    def open(self, mode: str = "rb", *others: Any, **options: Any) -> Forward:
        """The unpacked bytes."""
        if mode != "rb":
            raise ValueError("a delivery is only ever read, and as bytes")
        return Forward(self._opened)

    def stat(self, **options: Any) -> os.stat_result:
        """That of the landing copy: the unpacked size is not known before the end."""
        return self._landing.stat()


def packed(place: Path, landing: Path, opened: Callable[[], BinaryIO]) -> Path:
    """A path for messages, and how to open what stands for it."""
    path = Packed(place)
    path._opened, path._landing = opened, landing
    return path


class Forward(io.BufferedIOBase):
    """Bytes read forward; the one way back is to the beginning, where unpacking begins anew."""

    def __init__(self, opened: Callable[[], BinaryIO]) -> None:
        super().__init__()
        self._opened = opened
        self._stream = opened()

    def readable(self) -> bool:
        return True

    def read(self, size: int | None = -1) -> bytes:
        return self._stream.read(-1 if size is None else size)

    def read1(self, size: int = -1) -> bytes:
        return self._stream.read1(size)  # type: ignore[attr-defined,no-any-return]

    def readinto(self, buffer: Any) -> int:
        return self._stream.readinto(buffer)  # type: ignore[attr-defined,no-any-return]

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        if offset or whence != io.SEEK_SET:
            raise io.UnsupportedOperation("what is packed can only be read from its beginning")
        self._stream.close()
        self._stream = self._opened()
        return 0

    def close(self) -> None:
        self._stream.close()
        super().close()
