"""A look into a zip before anything reads it: paths that climb out, bombs, broken archives."""

from __future__ import annotations

import copy
import lzma
import zipfile
import zlib
from pathlib import Path, PurePosixPath

from loaders.errors import Refused

# Geodata and workbooks shrink to a tenth or so; a bomb to a thousandth and less.
LARGEST_RATIO = 200
HARMLESS = 64 << 20
LARGEST = 64 << 30
_CHUNK = 1 << 20
_BROKEN = (zipfile.BadZipFile, OSError, EOFError, zlib.error, lzma.LZMAError, ValueError)


def safe_members(path: Path) -> list[str]:
    """The names in a zip, or a refusal when it could do harm."""
    try:
        with zipfile.ZipFile(path) as archive:
            members = archive.infolist()
            for member in members:
                must_stay_inside(path, member.filename)
            _must_be_small(path, members)
            for member in members:
                _must_be_true(path, archive, member)
    except _BROKEN as error:
        raise Refused(
            "压缩包已损坏", f"the zip is broken: {error}", where=str(path),
            hint="ask the department to deliver it again",
        ) from error  # fmt: skip
    except (RuntimeError, NotImplementedError) as error:
        raise Refused(
            "压缩包已加密,或压缩方法不受支持", f"the zip cannot be read: {error}",
            where=str(path), hint="ask for it without password, by the usual method (Deflate)",
        ) from error  # fmt: skip
    return [member.filename for member in members]


def _must_be_small(path: Path, members: list[zipfile.ZipInfo]) -> None:
    unpacked = sum(member.file_size for member in members)
    packed = max(1, sum(member.compress_size for member in members))
    if unpacked > HARMLESS and (unpacked > LARGEST_RATIO * packed or unpacked > LARGEST):
        raise Refused(
            f"压缩包展开后过大({unpacked >> 20} MB)",
            f"the zip would unpack to {unpacked >> 20} MB from {packed >> 10} KB",
            where=str(path),
            hint="it may be an attack; ask the department what it sent",
        )


def _must_be_true(path: Path, archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> None:
    """Unpack a member to nowhere: what it declares of its size may be a lie."""
    honest = copy.copy(member)
    honest.file_size = member.file_size + 1  # one byte more would show
    with archive.open(honest) as stream:
        size = 0
        while chunk := stream.read(_CHUNK):
            size += len(chunk)
    if size != member.file_size:
        raise Refused(
            f"压缩包中 {member.filename} 的大小与声明不符",
            f"{member.filename} in the zip is not of the size it declares",
            where=str(path), hint="it may be an attack; ask the department what it sent",
        )  # fmt: skip


def must_stay_inside(path: Path, name: str) -> None:
    """Refuse a name that would lead out of the folder an archive is unpacked into, or is none."""
    parts = PurePosixPath(name.replace("\\", "/"))
    if not parts.parts:
        raise Refused(
            "压缩包中有文件没有名称", "a file in the archive has no name", where=str(path),
            hint="ask the department to deliver it again",
        )  # fmt: skip
    if parts.is_absolute() or ".." in parts.parts or ":" in "".join(parts.parts[:1]):
        raise Refused(
            f"压缩包中的路径越界:{name}", f"a path in the zip climbs out of it: {name}",
            where=str(path), hint="it may be an attack; ask the department what it sent",
        )  # fmt: skip
