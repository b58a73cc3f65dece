"""A text file as a stream of UTF-8, in bounded memory, that knows where its encoding is broken."""

from __future__ import annotations

import codecs
import io
from pathlib import Path
from typing import BinaryIO

from loaders.errors import Refused

CHUNK = 1 << 20


class Utf8(io.RawIOBase):
    """The content of a file as UTF-8 without byte-order mark, read forward only."""

    def __init__(self, path: Path, encoding: str) -> None:
        super().__init__()
        self._path = path
        self._encoding = encoding
        self._file: BinaryIO = path.open("rb")
        self._decoder = codecs.getincrementaldecoder(encoding)("strict")
        self._as_is = codecs.lookup(encoding).name in ("utf-8", "ascii")
        self._ready = b""
        self._bytes = self._lines = 0
        self._ended = False
        self._begun = False

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        """At most `size` bytes; empty at the end."""
        while not self._ready and not self._ended:
            self._ready = self._next()
        if size is None or size < 0 or size >= len(self._ready):
            taken, self._ready = self._ready, b""
            return taken
        taken, self._ready = self._ready[:size], self._ready[size:]
        return taken

    def line(self, limit: int) -> bytes | None:
        """One physical line with its end, or None at the end of the file."""
        while b"\n" not in self._ready and not self._ended and len(self._ready) <= limit:
            self._ready += self._next()
        if not self._ready:
            return None
        end = self._ready.find(b"\n") + 1 or len(self._ready)
        taken, self._ready = self._ready[:end], self._ready[end:]
        return taken

    def close(self) -> None:
        self._file.close()
        super().close()

    def _next(self) -> bytes:
        raw = self._file.read(CHUNK)
        self._ended = not raw
        pending = len(self._decoder.getstate()[0])
        try:
            text = self._decoder.decode(raw, final=self._ended)
        except UnicodeDecodeError as error:
            raise self._refused(error, pending) from error
        self._bytes += len(raw)
        converted = raw if self._as_is and not pending else text.encode()
        if self._as_is and self._decoder.getstate()[0]:
            # A character stands across two chunks: hand out only what is whole.
            converted = text.encode()
        self._lines += converted.count(b"\n")
        if not self._begun and converted:
            self._begun = True
            converted = converted.removeprefix(codecs.BOM_UTF8)
        return converted

    def _refused(self, error: UnicodeDecodeError, pending: int) -> Refused:
        place = self._bytes - pending + error.start
        before = error.object[: error.start].decode(self._encoding, "replace")
        line = self._lines + before.count("\n") + 1
        found = error.object[error.start : error.start + 4].hex(" ")
        return Refused(
            f"文件不是 {self._encoding} 编码:第 {line} 行、第 {place + 1} 字节处为 {found}",
            f"the file is not {self._encoding}: line {line}, byte {place + 1} reads {found}",
            where=f"{self._path}:{line}",
            hint="set file.encoding in the contract to what the department sends (utf-8, gb18030)",
        )
