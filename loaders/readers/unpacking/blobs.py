"""A file that may be packed: how to open it, and what its first bytes say it is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from loaders.errors import Refused

STREAMS = {"gz": b"\x1f\x8b", "bz2": b"BZh", "xz": b"\xfd7zXZ\0", "zst": b"\x28\xb5\x2f\xfd"}
ZIP = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
FOREIGN = {
    b"Rar!\x1a\x07": "RAR",
    b"7z\xbc\xaf\x27\x1c": "7z",
    b"MSCF": "CAB",
    b"\x1f\x9d": "compress (.Z)",
}
_HEAD = 512
# Ends of names that say how a file is packed, not what it is.
_PACKED = {"gz": (".gz", ".gzip"), "bz2": (".bz2",), "xz": (".xz",), "zst": (".zst", ".zstd")}


@dataclass(frozen=True)
class Blob:
    """A file, or something that reads like one. `place` is its name for messages."""

    name: str
    place: Path
    opened: Callable[[], BinaryIO]
    path: Path | None = None  # where it lies whole and unpacked, if it does
    seekable: bool = False

    def kind(self) -> str | None:
        """How it is packed: gz, bz2, xz, zst, zip, tar; None if it is not."""
        with self.opened() as stream:
            head = stream.read(_HEAD)
        for magic, name in FOREIGN.items():
            if head.startswith(magic):
                raise Refused(
                    f"不支持 {name} 压缩格式", f"{name} archives cannot be read",
                    where=str(self.place), hint="ask for .zip, .gz or .tar.gz",
                )  # fmt: skip
        if head.startswith(ZIP):
            return "zip"
        if head[257:262] == b"ustar":
            return "tar"
        return next((kind for kind, magic in STREAMS.items() if head.startswith(magic)), None)

    def inner_name(self, kind: str) -> str:
        """The name of what it holds: person.csv for person.csv.gz, person.tar for person.tgz."""
        lower = self.name.lower()
        for short, plain in ((".tgz", ".tar"), (".tbz2", ".tar"), (".txz", ".tar")):
            if lower.endswith(short):
                return self.name[: -len(short)] + plain
        for end in _PACKED[kind]:
            if lower.endswith(end):
                return self.name[: -len(end)]
        return self.name


def plain(path: Path, name: str | None = None) -> Blob:
    """A file as it lies on the disk."""
    return Blob(name or path.name, path, lambda: path.open("rb"), path, seekable=True)
