"""The parts of a delivery: unpacked, in order, and which line of all stands in which part."""

from __future__ import annotations

import codecs
import io
import re
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, BinaryIO, Protocol, TypeVar

import numpy as np

from loaders.errors import Refused
from loaders.files import FileShape
from loaders.readers.base import Start
from loaders.readers.unpacking.archives import tarred, zipped
from loaders.readers.unpacking.blobs import Blob, plain
from loaders.readers.unpacking.limits import ATTACK, DEEPEST, Budget
from loaders.readers.unpacking.packed import packed
from loaders.readers.unpacking.scratch import scratch, spill
from loaders.readers.unpacking.streams import CHUNK, Joined, decompressing

MANIFEST = "SHA256SUMS"
# Their readers open a path for bytes, once or more, and read forward: nothing is written to disk.
STREAMED = frozenset({"csv", "fixed", "ndjson", "xml"})
_WORKBOOKS = frozenset({"xlsx", "crosstab"})
_GEODATA = (".shp", ".gpkg", ".geojson", ".json", ".gml", ".kml", ".gdb", ".tab", ".mif", ".fgb")


@dataclass
class Part:
    """One file for a reader. Where files were joined, `starts` grows while it is read."""

    path: Path
    name: str
    starts: list[Start] | None = None


class Named(Protocol):
    """A path, or a file at a source."""

    @property
    def name(self) -> str: ...


AnyNamed = TypeVar("AnyNamed", bound=Named)


def in_order(files: Sequence[AnyNamed]) -> list[AnyNamed]:
    """Parts by their names, part2 before part10."""
    return sorted(files, key=lambda file: _natural(file.name))


def pieces(landing: Path) -> list[Path]:
    """The files of a landing copy, in order."""
    if not landing.is_dir():
        return [landing]
    return in_order([path for path in landing.iterdir() if path.name != MANIFEST])


@contextmanager
def unpacked(landing: Path, spec: FileShape) -> Iterator[list[Part]]:
    """What a landing copy holds, ready for its reader; scratch files live as long as this does."""
    files = pieces(landing)
    how = spec.parts.join if spec.parts else "files"
    blobs = (
        [_whole(landing, files)] if how == "bytes" and len(files) > 1 else list(map(plain, files))
    )
    if len(blobs) == 1 and blobs[0].path and _plain(blobs[0], spec):
        yield [Part(blobs[0].path, blobs[0].name)]
        return
    budget = Budget(sum(file.stat().st_size for file in files), str(landing))
    with scratch() as folder:
        unpacking = _Unpacking(spec, budget, folder)
        leaves = [leaf for blob in blobs for leaf in unpacking.leaves(blob)]
        if how == "lines" and len(leaves) > 1:
            yield [_joined(landing, leaves, getattr(spec, "encoding", "utf-8"))]
        else:
            yield [unpacking.part(leaf, landing) for leaf in leaves]


def _plain(blob: Blob, spec: FileShape) -> bool:
    kind = blob.kind()
    return kind is None or (kind == "zip" and _is_own_zip(blob, spec))


def _is_own_zip(blob: Blob, spec: Any) -> bool:
    """Whether a zip is what the format's reader opens itself: a workbook, a zipped Shapefile."""
    if spec.format in _WORKBOOKS:
        with blob.opened() as stream:
            begins = stream.read(1 << 16)
        own = spec.members is None and (spec.format == "xlsx" or b"xl/" in begins)
        return own or b"[Content_Types].xml" in begins
    return spec.format == "vector" and spec.members is None


class _Unpacking:
    """Unpacks layer by layer, within one budget and one scratch folder."""

    def __init__(self, spec: Any, budget: Budget, folder: Path) -> None:
        self._spec, self._budget, self._folder = spec, budget, folder
        self._count = 0

    def leaves(self, blob: Blob, depth: int = 0) -> list[Blob]:
        """The files a reader understands, within a blob."""
        kind = blob.kind()
        if kind is None or (kind == "zip" and _is_own_zip(blob, self._spec)):
            return [blob]
        if depth == DEEPEST:
            raise Refused(
                f"压缩层数超过 {DEEPEST} 层", f"it is packed more than {DEEPEST} times over",
                where=str(blob.place), hint=ATTACK,
            )  # fmt: skip
        found = self._members(blob, kind)
        return [leaf for one in found for leaf in self.leaves(one, depth + 1)]

    def part(self, leaf: Blob, landing: Path) -> Part:
        """A leaf as its reader wants it: streamed, or as a file."""
        if leaf.path is None and self._spec.format in STREAMED:
            return Part(packed(leaf.place, landing, leaf.opened), _name(leaf, landing))
        return Part(leaf.path or self._spilled(leaf), _name(leaf, landing))

    def _members(self, blob: Blob, kind: str) -> list[Blob]:
        wanted = self._spec.members
        if kind == "zip":
            found = zipped(blob if blob.seekable else self._kept(blob), wanted, self._budget)
        elif kind == "tar":
            wanted = wanted or ("*" if self._spec.format == "vector" else None)
            found = tarred(blob, wanted, self._budget, self._fresh())
        else:
            opened = partial(_decompressed, blob, kind, self._budget)
            return [Blob(blob.inner_name(kind), blob.place, opened)]
        found.sort(key=lambda one: _natural(str(one.place)))
        if self._spec.format == "vector":
            found = [one for one in found if one.name.lower().endswith(_GEODATA)] or found
        return found

    def _kept(self, blob: Blob) -> Blob:
        path = self._spilled(blob)
        return Blob(blob.name, blob.place, plain(path).opened, path, seekable=True)

    def _spilled(self, blob: Blob) -> Path:
        with blob.opened() as stream:
            return spill(stream, self._fresh() / Path(blob.name).name)

    def _fresh(self) -> Path:
        self._count += 1
        folder = self._folder / str(self._count)
        folder.mkdir()
        return folder


def _name(leaf: Blob, landing: Path) -> str:
    """What a clerk knows a part by: its name within the delivery."""
    return leaf.name if leaf.place == landing else str(leaf.place.relative_to(landing))


def _decompressed(blob: Blob, kind: str, budget: Budget) -> BinaryIO:
    return decompressing(blob.opened(), kind, budget, str(blob.place))


def _whole(landing: Path, files: Sequence[Path]) -> Blob:
    """A file that was cut anywhere, whole again: person.csv of person.csv.001, .002…"""
    name = re.sub(r"\.\d+$", "", files[0].name)
    return Blob(name, landing, lambda: io.BufferedReader(Joined(files), CHUNK), seekable=True)


def _joined(landing: Path, leaves: Sequence[Blob], encoding: str) -> Part:
    """Files cut between lines, only the first with a header, as one."""
    starts: list[Start] = []
    opened = partial(_lines, leaves, encoding, starts)
    return Part(packed(landing, landing, opened), landing.name, starts)


def _lines(leaves: Sequence[Blob], encoding: str, starts: list[Start]) -> BinaryIO:
    starts.clear()
    return io.BufferedReader(_Lines(leaves, encoding, starts), CHUNK)


class _Lines(io.RawIOBase):
    """Files one after the other, each beginning in a line of its own; notes which line that is."""

    def __init__(self, leaves: Sequence[Blob], encoding: str, starts: list[Start]) -> None:
        super().__init__()
        self._chunks = self._read(leaves, encoding, starts)
        self._rest = b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        while not self._rest:
            chunk = next(self._chunks, None)
            if chunk is None:
                return 0
            self._rest = chunk
        count = min(len(buffer), len(self._rest))
        buffer[:count], self._rest = self._rest[:count], self._rest[count:]
        return count

    def close(self) -> None:
        self._chunks.close()
        super().close()

    @staticmethod
    def _read(
        leaves: Sequence[Blob], encoding: str, starts: list[Start]
    ) -> Any:  # a generator, closed with the stream
        end, marks = "\n".encode(_without_mark(encoding)), _marks(encoding)
        line = 1
        for leaf in leaves:
            starts.append(Start(line, leaf.place.name))
            last = b""
            with leaf.opened() as stream:
                while chunk := stream.read(CHUNK):
                    if not last and len(starts) > 1:
                        chunk = _bare(chunk, marks)
                    last = chunk
                    line += _ends(chunk, end)
                    yield chunk
            if last and not last.endswith(end):
                line += 1
                yield end


def _ends(chunk: bytes, end: bytes) -> int:
    """Line ends; where a character takes several bytes, only those at a character's place."""
    width = len(end)
    if width == 1:
        return chunk.count(end)
    units = np.frombuffer(chunk[: len(chunk) // width * width], f"u{width}")
    return int((units == int.from_bytes(end, sys.byteorder)).sum())


def _without_mark(encoding: str) -> str:
    """An encoding that writes no byte-order mark of its own."""
    return {"utf-16": "utf-16-le", "utf-32": "utf-32-le"}.get(
        codecs.lookup(encoding).name, encoding
    )


def _marks(encoding: str) -> tuple[bytes, ...]:
    if codecs.lookup(encoding).name.startswith("utf-16"):
        return (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
    return (codecs.BOM_UTF8, codecs.BOM_UTF32_LE)


def _bare(chunk: bytes, marks: tuple[bytes, ...]) -> bytes:
    """Bytes without a byte-order mark, which belongs to the beginning of a file only."""
    for mark in marks:
        chunk = chunk.removeprefix(mark)
    return chunk


def _natural(name: str) -> list[tuple[int, int, str]]:
    """A key by which part2 comes before part10."""
    found = re.split(r"(\d+)", name)
    return [(1, int(part), "") if part.isdigit() else (0, 0, part) for part in found]
