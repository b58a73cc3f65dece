"""A file's beginning and some places further on, however large it is."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter

from loaders.files import FileSpec
from loaders.readers.unpacking import unpacked
from runtime.errors import SikuError

HEAD = 1 << 20  # bytes of the beginning
PLACES, PIECE = 8, 1 << 17  # and so many pieces further on
SMALL = 4 << 20  # a text file of this size is read whole

_FILE: TypeAdapter[Any] = TypeAdapter(FileSpec)
_TEXTS = ("csv", "ndjson")


class Undraftable(SikuError):
    """A file that no contract can be drafted from."""


@dataclass(frozen=True)
class Form:
    """The `file` part of a contract: what is known, and remarks on what a person should look at."""

    file: Mapping[str, Any]
    remarks: Mapping[str, str] = field(default_factory=dict)  # key of `file` -> remark
    names: tuple[str, ...] = ()  # titles, layers, tags: what the file says it is about
    across: tuple[str, ...] = ()  # columns named after periods
    parts: tuple[str, ...] = ()  # layers that one of could have been taken

    def spec(self, name: str) -> Any:
        """The part as readers go by it."""
        return _FILE.validate_python({"pattern": name, **self.file})


@dataclass(frozen=True)
class Head:
    """The beginning of a file, of what is within where it is packed."""

    path: Path  # as it was sent
    inner: Path  # what is read; unpacked while it is read
    name: str
    start: bytes
    packed: bool

    @contextmanager
    def sample(self, form: Form) -> Iterator[Path]:
        """The file itself, or where it is large text a file of pieces of it."""
        large = not self.packed and self.path.stat().st_size > SMALL
        if not large or form.file["format"] not in _TEXTS:
            yield self.path
            return
        with tempfile.TemporaryDirectory(prefix="siku-draft-") as folder:
            part = Path(folder, self.path.name)
            part.write_bytes(self.pieces(form.file.get("encoding", "utf-8")))
            yield part

    def pieces(self, encoding: str) -> bytes:
        """Whole lines from the beginning and from places spread over the rest."""
        if self.packed or self.path.stat().st_size <= SMALL:
            return self.start
        wide = 4 if "32" in encoding else 2 if "16" in encoding else 1
        end = b"\n" if wide == 1 else "\n".encode(_without_mark(encoding))
        size = self.path.stat().st_size
        pieces = [self.start[: _after_last(self.start, end, wide)]]
        with self.path.open("rb") as file:
            step = (size - HEAD) // (PLACES + 1)
            for place in range(PLACES):
                file.seek((HEAD + step * (place + 1)) // wide * wide)
                piece = file.read(PIECE)
                first = piece.find(end)
                while first >= 0 and first % wide:
                    first = piece.find(end, first + 1)
                if first >= 0:
                    pieces.append(piece[first + len(end) : _after_last(piece, end, wide)])
        return b"".join(pieces)


def _without_mark(encoding: str) -> str:
    return {"utf-16": "utf-16-le", "utf-32": "utf-32-le"}.get(encoding, encoding)


def _after_last(text: bytes, end: bytes, wide: int) -> int:
    """Behind the last line end that stands where a character can."""
    place = text.rfind(end)
    while place >= 0 and place % wide:
        place = text.rfind(end, 0, place + len(end) - 1)
    return place + len(end) if place >= 0 else len(text)


@contextmanager
def head_of(path: Path) -> Iterator[Head]:
    """The beginning of a file; of a compressed one, the beginning of what is within."""
    with path.open("rb") as file:
        start = file.read(HEAD)
    if not _is_packed(start, path):
        yield Head(path, path, path.name, start, packed=False)
        return
    spec = _FILE.validate_python({"pattern": path.name, "format": "csv"})
    with unpacked(path, spec) as parts:
        part = next(iter(parts))
        with part.path.open("rb") as file:
            start = file.read(HEAD)
        yield Head(path, part.path, part.name, start, packed=True)


_PACKERS = (b"\x1f\x8b", b"BZh", b"\xfd7zXZ", b"\x28\xb5\x2f\xfd")
_NOT_PACKED = (".shp", ".gpkg", ".geojson", ".gml", ".kml", "[content_types].xml", ".gdb/gdb")


def _is_packed(start: bytes, path: Path) -> bool:
    """Compressed, or a zip of what is neither a workbook nor geodata."""
    if start.startswith(_PACKERS) or start[257:262] == b"ustar":
        return True
    if not start.startswith(b"PK\x03\x04"):
        return False
    from loaders.readers.archive import safe_members

    members = [name.lower() for name in safe_members(path)]
    return not any(name.endswith(_NOT_PACKED) for name in members)
