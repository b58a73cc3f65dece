"""Whether a layer was read to its end: GDAL hands on what it gets of a damaged file as if it were
all of it."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from loaders.errors import Refused
from loaders.readers.geofiles import GEOJSON, GEOPACKAGE, GML, Geodata, unreadable
from loaders.readers.json import CHUNK, Splitter
from loaders.readers.trees import elements, release

_MARK = b"\xef\xbb\xbf"  # that it is UTF-8
_COLLECTION = ("features", "[*]")


def counted(data: Geodata) -> int | None:
    """How many features of its layer a text has by its own account; a refusal of broken XML."""
    if data.kind == GML:
        return _elements(data)
    return _features(data) if data.kind == GEOJSON else None


def must_be_all(data: Geodata, read: int, promised: int, path: Path) -> None:
    """Refuse a file that has more features of a layer than could be read."""
    there = promised
    if read != promised and data.kind == GEOPACKAGE:  # GDAL goes by a note, which may be old
        there = _rows(data, path)
    if there > read:
        raise Refused(
            f"文件已损坏:{there} 个要素中只能读出 {read} 个",
            f"the file is damaged: of {there} features {read} can be read", where=str(path),
            hint="ask the department to deliver it again",
        )  # fmt: skip


def _elements(data: Geodata) -> int:
    """The elements of the layer's name in a GML."""
    count = 0
    for element in elements(data.path, data.layer):
        count += 1
        release(element)
    return count


def _features(data: Geodata) -> int | None:
    """The members of a GeoJSON's collection; of a line each, the lines."""
    with data.path.open("rb") as stream:
        if data.source.startswith("GeoJSONSeq:"):
            return sum(1 for line in stream if line.strip(b"\x1e \r\n\t"))
        splitter, count = Splitter(data.path, _COLLECTION), 0
        stream.seek(len(_MARK) if stream.read(len(_MARK)) == _MARK else 0)
        while chunk := stream.read(CHUNK):
            count += len(splitter.feed(chunk)[0])
    try:
        splitter.finish(".".join(_COLLECTION))
    except Refused:  # a feature alone; or GDAL has its own words for what is wrong
        return None
    return count


def _rows(data: Geodata, path: Path) -> int:
    address = f"{data.path.absolute().as_uri()}?mode=ro&immutable=1"
    name = data.layer.replace('"', '""')
    try:
        with closing(sqlite3.connect(address, uri=True)) as base:
            [there] = base.execute(f'SELECT count(*) FROM "{name}"').fetchone()
    except (sqlite3.Error, UnicodeDecodeError) as error:
        raise unreadable(path, error) from error
    return int(there)
