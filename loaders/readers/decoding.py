"""A text file as a stream of UTF-8, in bounded memory, in which undecodable bytes are marked."""

from __future__ import annotations

import codecs
import io
import re
from pathlib import Path
from typing import BinaryIO

from loaders.errors import Refused

CHUNK = 4 << 20  # decides how many rows are standardised at a time
# Stands with two digits for each byte that could not be decoded; no text has this character.
MARK = "\ufdd0"
# Damaged lines of a file in its declared encoding: a few of all, and few of those not in ASCII.
_FEW_OF_ALL, _FEW_OF_TOLD = 0.01, 0.2

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
    (b"\x84\x31\x95\x33", "gb18030"),
)
_LINE_END = re.compile("[\r\n]")


def _marked(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    # The codec may have taken a line end or a delimiter along with the first wrong byte.
    end = error.end if error.encoding.startswith("utf-") else error.start + 1
    wrong = error.object[error.start : end]
    return "".join(f"{MARK}{byte:02x}" for byte in wrong), end


codecs.register_error("siku_marked", _marked)


class Utf8(io.RawIOBase):
    """The content of a file as UTF-8 without byte-order mark, read forward only.

    A byte that cannot be decoded is handed out as MARK with its digits, and `damaged` tells that
    there was one. When that happens too often, or the file's own mark names another encoding,
    the file is refused.
    """

    def __init__(self, path: Path, encoding: str, file: BinaryIO | None = None) -> None:
        super().__init__()
        self._path = path
        self._file = file or path.open("rb")
        self.encoding = _encoding(path, encoding, self._file)
        self._decoder = codecs.getincrementaldecoder(self.encoding)("strict")
        self._as_is = codecs.lookup(self.encoding).name in ("utf-8", "ascii")
        self._ready = b""
        self._bytes = self._lines = 0
        self._ended = False
        self._begun = False
        self.refusal: Refused | None = None  # for who cannot do without the first damaged byte
        self._told = self._spoilt = 0
        self.damaged = False
        self.judged = True  # whether damage may be too much

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
        """One physical line with its end (LF, CR LF or CR), or None at the end of the file."""
        end = self._end_of_line(limit)
        if not self._ready:
            return None
        taken, self._ready = self._ready[:end], self._ready[end:]
        return taken

    def peek(self, limit: int) -> bytes:
        """The next physical line, which stays to be read."""
        end = self._end_of_line(limit)
        return self._ready[:end]

    def close(self) -> None:
        self._file.close()
        super().close()

    def _end_of_line(self, limit: int) -> int:
        while True:
            found = re.search(rb"\r\n|\n|\r(?!\Z)", self._ready)
            if found:
                return found.end()
            if self._ended or len(self._ready) > limit:
                return len(self._ready)
            self._ready += self._next()

    def _next(self) -> bytes:
        raw = self._file.read(CHUNK)
        self._ended = not raw
        before = self._decoder.getstate()
        whole_but_not_ascii = False
        try:
            text = self._decoder.decode(raw, final=self._ended)
        except UnicodeDecodeError as error:
            text = self._damaged(raw, before, error)
            converted = text.encode()
        else:
            whole = self._as_is and not before[0] and not self._decoder.getstate()[0]
            converted = raw if whole else text.encode()
            whole_but_not_ascii = len(converted) > len(text)
        lines = converted.count(b"\n") or converted.count(b"\r")
        if whole_but_not_ascii:
            self._told += lines or 1
        self._bytes += len(raw)
        self._lines += lines
        if self.refusal and self.judged:
            self._judge(self.refusal)
        if not self._begun and converted:
            self._begun = True
            converted = converted.removeprefix(codecs.BOM_UTF8)
        return converted

    def _damaged(self, raw: bytes, before: tuple[bytes, int], error: UnicodeDecodeError) -> str:
        """A chunk in which something cannot be decoded, with marks; the first place is noted."""
        if self.refusal is None:
            self.refusal = self._refused(error, len(before[0]))
        self._decoder.setstate(before)
        self._decoder.errors = "siku_marked"
        text = self._decoder.decode(raw, final=self._ended)
        self._decoder.errors = "strict"
        self._told += sum(not line.isascii() for line in text.splitlines())
        self._spoilt += sum(MARK in line for line in _LINE_END.split(text))
        self.damaged = True
        return text

    def _judge(self, refusal: Refused) -> None:
        few = _FEW_OF_TOLD * self._told, _FEW_OF_ALL * (self._lines + 1)
        if self._spoilt > max(few):
            raise refusal

    def _refused(self, error: UnicodeDecodeError, pending: int) -> Refused:
        place = self._bytes - pending + error.start
        before = error.object[: error.start].decode(self.encoding, "replace")
        line = self._lines + (before.count("\n") or before.count("\r")) + 1
        found = error.object[error.start : error.start + 4].hex(" ")
        return Refused(
            f"文件不是 {self.encoding} 编码:第 {line} 行、第 {place + 1} 字节处为 {found}",
            f"the file is not {self.encoding}: line {line}, byte {place + 1} reads {found}",
            where=f"{self._path}:{line}",
            hint="set file.encoding in the contract to what the department sends (utf-8, gb18030)",
        )


def _encoding(path: Path, declared: str, file: BinaryIO) -> str:
    """The encoding to decode with; refused where the file's own mark contradicts the contract."""
    sample = file.read(4096)
    file.seek(0)
    name = codecs.lookup(declared).name
    marked = next((found for bom, found in _BOMS if sample.startswith(bom)), None)
    family = name.removesuffix("-sig")
    if marked is None:
        return _endless(family, sample) if family in ("utf-16", "utf-32") else declared
    if family in (marked, marked[:6]) or (family == "gbk" and marked == "gb18030"):
        return marked
    raise Refused(
        f"文件开头的标记表明编码是 {marked},而不是 {declared}",
        f"the file's first bytes say it is {marked}, not {declared}",
        where=f"{path}:1",
        hint=f"set file.encoding to {marked} in the contract",
    )


def _endless(family: str, sample: bytes) -> str:
    """UTF-16 or UTF-32 without a mark: ASCII characters have their zeros first or last."""
    step = 2 if family == "utf-16" else 4
    first, last = sample[::step].count(0), sample[step - 1 :: step].count(0)
    return f"{family}-be" if first > last else f"{family}-le"
