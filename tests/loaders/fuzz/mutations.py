"""How files go wrong: bytes anywhere, and what only one who knows the form can spoil."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import random
import struct
import tarfile
import zipfile
from collections.abc import Callable, Sequence

import pyarrow as pa

from tests.loaders.fuzz.forms import FORMS, form_of

Chance = random.Random
Mutation = Callable[[bytes, Chance, Sequence[bytes]], bytes]

LONG_RUN = 2 << 20
LARGEST = 8 << 20
_JUNK = (
    b"\0", b"\0" * 64, b"\xff", b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf", b"\xc0\x80",
    b"\xed\xa0\x80", b"\xf4\x90\x80\x80", b"\x81", b"\x81\x30\x81", b"\xfe\xfe", b"\x1a", b"\r",
    b"\n", b"\r\n\r\n", b'"', b'""', b"\x1f", b"\x85", b"\xe2\x80\xa8", b"\x0b", b"\\", b"<", b"&",
    b"{", b"[", b"]}", b",", b"\t", b"'", b"%s", b"../../etc/passwd", b"\xf0\x9f\x98\x80",
    b"=1+1", b"NaN", b"1e999", b"-", b"9" * 400,
)  # fmt: skip


def mutated(content: bytes, others: Sequence[bytes], chance: Chance) -> tuple[bytes, list[str]]:
    """A file with one to four things wrong with it, and what was done."""
    how: list[str] = []
    for _ in range(chance.choice((1, 1, 1, 2, 2, 4))):
        content, name = _once(content, others, chance)
        how.append(name)
    return content[:LARGEST], how


def _once(
    content: bytes, others: Sequence[bytes], chance: Chance, depth: int = 0
) -> tuple[bytes, str]:
    packing = _packing(content)
    if packing and depth < 3 and chance.random() < 0.75:
        done: list[str] = []

        def within(inner: bytes) -> bytes:
            spoilt, name = _once(inner, others, chance, depth + 1)
            done.append(name)
            return spoilt

        try:
            return packing(content, chance, within), f"in it {', '.join(done)}"
        except Exception:  # noqa: BLE001 - too broken already to be unpacked
            done.clear()
    known = FORMS.get(form_of(content), ())
    if known and chance.random() < 0.55:
        mutation = chance.choice(known)
        try:
            return mutation(content, chance), mutation.__name__
        except Exception:  # noqa: BLE001 - too broken already for this one
            pass
    raw = chance.choice(RAW)
    return raw(content, chance, others), raw.__name__


def flip_bits(content: bytes, chance: Chance, others: Sequence[bytes]) -> bytes:
    found = bytearray(content)
    for _ in range(chance.choice((1, 1, 2, 8, 64))):
        if found:
            found[_place(found, chance)] ^= 1 << chance.randrange(8)
    return bytes(found)


def set_bytes(content: bytes, chance: Chance, others: Sequence[bytes]) -> bytes:
    found = bytearray(content)
    for _ in range(chance.choice((1, 1, 2, 8))):
        if found:
            found[_place(found, chance)] = chance.choice((0, 1, 0x7F, 0x80, 0xFF, 0x20, 0x0A, 0x22))
    return bytes(found)


def set_number(content: bytes, chance: Chance, others: Sequence[bytes]) -> bytes:
    """An extreme number where a size or place may be written."""
    width = chance.choice((2, 4, 8))
    value = chance.choice((0, 1, 2**31 - 1, 2**31, 2**32 - 1, 2**63 - 1, 2**64 - 1, 1000, 65536))
    raw = (value % (1 << 8 * width)).to_bytes(width, chance.choice(("little", "big")))
    place = _place(content, chance)
    return content[:place] + raw + content[place + width :]


def truncate(content: bytes, chance: Chance, others: Sequence[bytes]) -> bytes:
    return content[: chance.randrange(len(content) + 1)]


def behead(content: bytes, chance: Chance, others: Sequence[bytes]) -> bytes:
    return content[chance.randrange(min(len(content), 64) + 1) :]


def insert_junk(content: bytes, chance: Chance, others: Sequence[bytes]) -> bytes:
    place = _place(content, chance)
    return content[:place] + chance.choice(_JUNK) + content[place:]


def overwrite_junk(content: bytes, chance: Chance, others: Sequence[bytes]) -> bytes:
    place, junk = _place(content, chance), chance.choice(_JUNK)
    return content[:place] + junk + content[place + len(junk) :]


def insert_random(content: bytes, chance: Chance, others: Sequence[bytes]) -> bytes:
    place = _place(content, chance)
    return content[:place] + chance.randbytes(chance.randrange(1, 200)) + content[place:]


def insert_run(content: bytes, chance: Chance, others: Sequence[bytes]) -> bytes:
    """One thing, very often."""
    place, junk = _place(content, chance), chance.choice(_JUNK)
    size = chance.choice((1_000, 70_000, LONG_RUN))
    return content[:place] + junk * (size // len(junk)) + content[place:]


def remove_chunk(content: bytes, chance: Chance, others: Sequence[bytes]) -> bytes:
    begin, end = _chunk(content, chance)
    return content[:begin] + content[end:]


def double_chunk(content: bytes, chance: Chance, others: Sequence[bytes]) -> bytes:
    begin, end = _chunk(content, chance)
    times = chance.choice((1, 1, 1, 2, 50, 1000)) if end - begin < 2000 else 1
    return content[:end] + content[begin:end] * times + content[end:]


def swap_chunks(content: bytes, chance: Chance, others: Sequence[bytes]) -> bytes:
    ends = sorted(chance.randrange(len(content) + 1) for _ in range(4))
    a, b, c, d = ends
    return content[:a] + content[c:d] + content[b:c] + content[a:b] + content[d:]


def splice(content: bytes, chance: Chance, others: Sequence[bytes]) -> bytes:
    """The beginning of one file and the end of another, or one within the other."""
    other = chance.choice(others)
    begin, end = _chunk(other, chance)
    place = _place(content, chance)
    if chance.random() < 0.5:
        return content[:place] + other[begin:]
    return content[:place] + other[begin:end] + content[place:]


def bad_coordinates(content: bytes, chance: Chance, others: Sequence[bytes]) -> bytes:
    """A number where a coordinate stands that no place has."""
    places = [
        place for place in range(len(content[: 1 << 17]) - 7)
        if 29 < struct.unpack_from("<d", content, place)[0] < 32
        or 113 < struct.unpack_from("<d", content, place)[0] < 116
    ]  # fmt: skip
    if not places:
        return set_number(content, chance, others)
    wrong = chance.choice((float("nan"), float("inf"), float("-inf"), 1e308, -1e308, 5e-324, 0.0))
    place = chance.choice(places)
    return content[:place] + struct.pack("<d", wrong) + content[place + 8 :]


def repack(content: bytes, chance: Chance, others: Sequence[bytes]) -> bytes:
    """Packed, once or several times over."""
    for _ in range(chance.choice((1, 1, 2, 5))):
        content = chance.choice((gzip.compress, bz2.compress, lzma.compress))(content)
    return content


def bomb(content: bytes, chance: Chance, others: Sequence[bytes]) -> bytes:
    """A few bytes that unpack to very many; seldom, for they take their time."""
    if chance.random() < 0.9:
        return set_number(content, chance, others)
    return gzip.compress(b"\0" * (4 << 20)) * 50


RAW: tuple[Mutation, ...] = (
    flip_bits, flip_bits, set_bytes, set_bytes, set_number, set_number, truncate, truncate, behead,
    insert_junk, insert_junk, overwrite_junk, insert_random, insert_run, remove_chunk,
    remove_chunk, double_chunk, swap_chunks, splice, splice, bad_coordinates, bad_coordinates,
    repack, bomb,
)  # fmt: skip


def _place(content: bytes | bytearray, chance: Chance) -> int:
    """Anywhere, but rather where a file says how it is built: at its ends."""
    size = len(content)
    if not size:
        return 0
    where = chance.random()
    if where < 0.3:
        return chance.randrange(min(size, 200))
    return size - 1 - chance.randrange(min(size, 800)) if where < 0.5 else chance.randrange(size)


def _chunk(content: bytes, chance: Chance) -> tuple[int, int]:
    begin = _place(content, chance)
    return begin, min(len(content), begin + chance.choice((1, 2, 4, 16, 100, 4096)))


# ---- what is packed is unpacked, spoilt within, and packed again as it should be ----------------


def _packing(content: bytes) -> Callable[..., bytes] | None:
    if content.startswith(b"PK\3\4"):
        return _in_zip
    if content[257:262] == b"ustar":
        return _in_tar
    for begin, packing in _STREAMS.items():
        if content.startswith(begin):
            return packing
    return None


def _in_zip(content: bytes, chance: Chance, within: Callable[[bytes], bytes]) -> bytes:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        members = [(one, archive.read(one)) for one in archive.infolist()]
    chosen = chance.randrange(len(members))
    if chance.random() < 0.5:  # what the larger members say matters more
        chosen = max(range(len(members)), key=lambda n: len(members[n][1]))
    fate = chance.random()
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for number, (info, inner) in enumerate(members):
            if number == chosen and fate < 0.03:
                within(b"")
                continue
            told = within(inner) if number == chosen else inner
            name = chance.choice(("../a", "/a", "a\\b", "甲", "a" * 300)) if (
                number == chosen and fate > 0.97
            ) else info.filename  # fmt: skip
            method = info.compress_type if number != chosen else chance.choice((0, 8, 8, 12, 14))
            archive.writestr(name, told, method)
    return out.getvalue()


def _in_tar(content: bytes, chance: Chance, within: Callable[[bytes], bytes]) -> bytes:
    out = io.BytesIO()
    with (
        tarfile.open(fileobj=io.BytesIO(content)) as archive,
        tarfile.open(fileobj=out, mode="w") as made,
    ):
        for info in archive:
            inner = archive.extractfile(info)
            told = within(inner.read() if inner else b"")
            info.size = len(told)
            made.addfile(info, io.BytesIO(told))
    return out.getvalue()


def _stream(
    unpack: Callable[[bytes], bytes], pack: Callable[[bytes], bytes]
) -> Callable[[bytes, Chance, Callable[[bytes], bytes]], bytes]:
    def packing(content: bytes, chance: Chance, within: Callable[[bytes], bytes]) -> bytes:
        return pack(within(unpack(content)))

    return packing


def _from_zstd(content: bytes) -> bytes:
    with pa.CompressedInputStream(pa.BufferReader(content), "zstd") as stream:
        return bytes(stream.read())


def _to_zstd(content: bytes) -> bytes:
    return bytes(pa.compress(content, codec="zstd", asbytes=True))


_STREAMS = {
    b"\x1f\x8b": _stream(gzip.decompress, gzip.compress),
    b"BZh": _stream(bz2.decompress, bz2.compress),
    b"\xfd7zXZ": _stream(lzma.decompress, lzma.compress),
    b"\x28\xb5\x2f\xfd": _stream(_from_zstd, _to_zstd),
}
