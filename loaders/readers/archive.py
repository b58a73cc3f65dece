"""A look into a zip before anything reads it: paths that climb out, bombs, broken archives."""

from __future__ import annotations

import zipfile
from pathlib import Path, PurePosixPath

from loaders.errors import Refused

# Geodata and workbooks shrink to a tenth or so; a bomb to a thousandth and less.
LARGEST_RATIO = 200
HARMLESS = 64 << 20
LARGEST = 64 << 30


def safe_members(path: Path) -> list[str]:
    """The names in a zip, or a refusal when it could do harm."""
    try:
        with zipfile.ZipFile(path) as archive:
            members = archive.infolist()
    except (zipfile.BadZipFile, OSError) as error:
        raise Refused(
            "压缩包已损坏", f"the zip is broken: {error}", where=str(path),
            hint="ask the department to deliver it again",
        ) from error  # fmt: skip
    for member in members:
        _must_stay_inside(path, member.filename)
    unpacked = sum(member.file_size for member in members)
    packed = max(1, sum(member.compress_size for member in members))
    if unpacked > HARMLESS and (unpacked > LARGEST_RATIO * packed or unpacked > LARGEST):
        raise Refused(
            f"压缩包展开后过大({unpacked >> 20} MB)",
            f"the zip would unpack to {unpacked >> 20} MB from {packed >> 10} KB",
            where=str(path),
            hint="it may be an attack; ask the department what it sent",
        )
    return [member.filename for member in members]


def _must_stay_inside(path: Path, name: str) -> None:
    parts = PurePosixPath(name.replace("\\", "/"))
    if parts.is_absolute() or ".." in parts.parts or ":" in parts.parts[0]:
        raise Refused(
            f"压缩包中的路径越界:{name}", f"a path in the zip climbs out of it: {name}",
            where=str(path), hint="it may be an attack; ask the department what it sent",
        )  # fmt: skip
