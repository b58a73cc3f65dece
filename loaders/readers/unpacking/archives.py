"""What is in a zip or a tar, and which of it is the delivery."""

from __future__ import annotations

import fnmatch
import io
import tarfile
import zipfile
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from loaders.errors import Refused
from loaders.readers.archive import must_stay_inside
from loaders.readers.unpacking.blobs import Blob, plain
from loaders.readers.unpacking.limits import ATTACK, MOST_MEMBERS, Budget, broken
from loaders.readers.unpacking.scratch import spill
from loaders.readers.unpacking.streams import FAULTS, Metered

_ENCRYPTED = 0x1
_UTF8 = 0x800


def zipped(blob: Blob, wanted: str | None, budget: Budget) -> list[Blob]:
    """The members of a zip that are the delivery, each to be streamed."""
    with blob.opened() as stream, _zip(stream, str(blob.place)) as archive:
        for info in archive.infolist():
            must_stay_inside(blob.place, info.filename)
        members = {_name(info): info for info in archive.infolist() if not info.is_dir()}
    chosen = selected(list(members), wanted, blob.place)
    for name in chosen:
        _must_be_readable(members[name], blob.place / name)
    return [
        Blob(
            PurePosixPath(name).name,
            blob.place / name,
            partial(_member, blob, members[name], budget, str(blob.place / name)),
        )
        for name in chosen
    ]


def tarred(blob: Blob, wanted: str | None, budget: Budget, folder: Path) -> list[Blob]:
    """The members of a tar that are the delivery, unpacked into a folder of its own."""
    names = [name for name, _ in _files(blob)]
    chosen = set(selected(names, wanted, blob.place))
    found = []
    for name, stream in _files(blob):
        if name in chosen:
            with Metered(stream, budget, str(blob.place / name)) as metered:
                path = spill(metered, folder / PurePosixPath(name))  # type: ignore[arg-type]
            found.append(Blob(path.name, blob.place / name, plain(path).opened, path, True))
    return found


def selected(names: Sequence[str], wanted: str | None, place: Path) -> list[str]:
    """The members a contract asks for; without a pattern an archive must hold just one file."""
    if len(names) > MOST_MEMBERS:
        raise Refused(
            f"压缩包中文件过多({len(names)} 个)", f"the archive holds {len(names)} files",
            where=str(place), hint=ATTACK,
        )  # fmt: skip
    for name in names:
        must_stay_inside(place, name)
    names = [name for name in names if not _litter(name)]
    found = [name for name in names if wanted is None or _matches(name, wanted)]
    if not found or (wanted is None and len(found) > 1):
        listed = ", ".join(names[:10]) or "nothing"
        asked = f"no file matches {wanted}" if wanted else f"it holds {len(names)} files"
        asked_zh = f"没有与 {wanted} 相符的文件" if wanted else f"有 {len(names)} 个文件"
        raise Refused(
            f"压缩包中{asked_zh}", f"cannot tell which file of the archive to read: {asked}",
            where=str(place), hint=f"set file.members, such as '*.csv'; it holds: {listed}",
        )  # fmt: skip
    return found


def _matches(name: str, wanted: str) -> bool:
    """Whether a pattern names a member: by its path, or by its name alone where it has no slash."""
    compared = name if "/" in wanted else PurePosixPath(name).name
    return fnmatch.fnmatchcase(compared.lower(), wanted.lower())


def _litter(name: str) -> bool:
    """What operating systems add to archives."""
    parts = PurePosixPath(name).parts
    return "__MACOSX" in parts or parts[-1] in (".DS_Store", "Thumbs.db") or parts[-1][:2] == "._"


def _zip(stream: BinaryIO, where: str) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(stream)
    except FAULTS as error:
        stream.close()
        raise broken(where, error) from error


def _name(info: zipfile.ZipInfo) -> str:
    """A member's name; Chinese systems often write GBK and do not say so."""
    name = info.filename
    if not info.flag_bits & _UTF8:
        try:
            raw = name.encode("cp437")
        except UnicodeEncodeError:
            return name
        for encoding in ("utf-8", "gb18030"):
            try:
                return raw.decode(encoding)
            except UnicodeDecodeError:
                continue
    return name


def _must_be_readable(info: zipfile.ZipInfo, place: Path) -> None:
    if info.flag_bits & _ENCRYPTED:
        raise Refused(
            "压缩包已加密", "the zip is encrypted", where=str(place),
            hint="ask for a zip without password, and over SFTP or HTTPS instead",
        )  # fmt: skip
    known = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA)
    if info.compress_type not in known:
        raise Refused(
            f"不支持的压缩方法({info.compress_type})",
            f"compression method {info.compress_type} of the zip cannot be read",
            where=str(place), hint="ask for a zip with the usual method (Deflate), or .gz",
        )  # fmt: skip


def _member(blob: Blob, info: zipfile.ZipInfo, budget: Budget, where: str) -> BinaryIO:
    under = blob.opened()
    archive = _zip(under, where)
    try:
        source = archive.open(info)
    except FAULTS as error:
        under.close()
        raise broken(where, error) from error
    return io.BufferedReader(Metered(source, budget, where, under, archive))  # type: ignore[arg-type]


def _files(blob: Blob) -> Iterator[tuple[str, BinaryIO]]:
    """The regular files of a tar, one after the other."""
    try:
        with (
            blob.opened() as stream,
            tarfile.open(fileobj=stream, mode="r|", bufsize=1 << 20) as archive,
        ):
            for count, member in enumerate(archive):
                if count > MOST_MEMBERS:
                    break
                must_stay_inside(blob.place, member.name)
                opened = archive.extractfile(member) if member.isreg() else None
                if opened is not None:
                    yield member.name, opened  # type: ignore[misc]
    except FAULTS as error:
        raise broken(str(blob.place), error) from error
