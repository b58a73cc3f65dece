"""How many rows a mutated file has, by a simple rule of its own, where that can be said at all."""

from __future__ import annotations

import bz2
import gzip
import io
import json
import lzma
import re
import sqlite3
import tempfile
import zipfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

from lxml import etree

from tests.loaders.fuzz.cases import Case

_CELL = r'(?:"[^"\r\n]*"|[^",\r\n\x00\x1f\ufeff]*)'
_PACKED = (b"\x1f\x8b", b"BZh", b"\xfd7zXZ", b"\x28\xb5\x2f\xfd", b"PK")
_PACKED_RULES = frozenset({"csv_gz", "csv_bz2", "csv_xz", "xlsx"})
_PLAIN = re.compile(f"{_CELL}(?:,{_CELL})*")


def counted(case: Case, path: Path) -> int | None:
    """The rows; None where it is not well-defined."""
    rule = _RULES.get(case.name)
    if rule is None or path.is_dir():
        return None
    content = path.read_bytes()
    if content.startswith(_PACKED) and case.name not in _PACKED_RULES:
        return None
    try:
        return rule(content)
    except Exception:  # noqa: BLE001 - it is not as the rule would have it
        return None


def _lines(text: str) -> list[str]:
    return re.split(r"\r\n|\n|\r", text)


def _commas(content: bytes) -> int | None:
    """Lines below the header that have a character, where quotes stand as they should."""
    head, *lines = _lines(content.decode("utf-8-sig"))
    if not head.strip('," ') or not all(_PLAIN.fullmatch(line) for line in (head, *lines)):
        return None
    empty = {line.count(",") for line in lines if line and not line.replace('""', "").strip(",")}
    if empty - {head.count(",")}:
        return None  # rows of another number of columns, though nothing is in them
    return sum(1 for line in lines if line.replace('""', "").strip(","))


def _bars(content: bytes) -> int | None:
    head, *lines = _lines(content.decode("gb18030"))
    return sum(1 for line in lines if line.strip("|")) if head.strip("| ") else None


def _ndjson(content: bytes) -> int | None:
    return sum(1 for line in content.decode("utf-8-sig").split("\n") if line.strip())


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    if len({key for key, _ in pairs}) < len(pairs):
        raise ValueError("a key twice")
    return dict(pairs)


def _document(content: bytes) -> int | None:
    items = json.loads(content.decode("utf-8-sig"), object_pairs_hook=_once)["data"]["items"]
    return len(items) if isinstance(items, list) else None


def _collection(content: bytes) -> int | None:
    found = json.loads(content, object_pairs_hook=_once)
    return len(found["features"]) if found["type"] == "FeatureCollection" else None


def _observations(content: bytes) -> int | None:
    sets = json.loads(content, object_pairs_hook=_once)["data"]["dataSets"]
    return sum(len(one["observations"]) for data in sets for one in data["series"].values())


def _elements(path: str) -> Callable[[bytes], int | None]:
    def rule(content: bytes) -> int | None:
        tree = etree.fromstring(content)
        if tree.getroottree().docinfo.internalDTD is not None:
            return None
        return int(tree.xpath(f"count({path})"))  # type: ignore[arg-type]

    return rule


def _sheet(content: bytes) -> int | None:
    """Rows below the second that have a cell with a text."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        if archive.testzip():
            return None
        shared = etree.fromstring(archive.read("xl/sharedStrings.xml"))
        sheet = etree.fromstring(archive.read("xl/worksheets/sheet1.xml"))
    texts = ["".join(map(str, one.itertext())) for one in shared.iter("{*}si")]
    rows = [[_cell(cell, texts) for cell in row.iter("{*}c")] for row in sheet.iter("{*}row")]
    numbers = [int(row.attrib["r"]) for row in sheet.iter("{*}row")]
    return sum(1 for number, row in zip(numbers, rows, strict=True) if number > 2 and any(row))


def _cell(cell: etree._Element, texts: list[str]) -> str:
    value = "".join(str(text) for part in cell for text in part.itertext())
    return texts[int(value)] if cell.get("t") == "s" and value else value


def _database(content: bytes) -> int | None:
    with tempfile.NamedTemporaryFile() as file:
        Path(file.name).write_bytes(content)
        with closing(sqlite3.connect(file.name)) as base:
            if base.execute("PRAGMA integrity_check").fetchone() != ("ok",):
                return None
            [table] = base.execute("SELECT table_name FROM gpkg_contents").fetchone()
            [rows] = base.execute(f'SELECT count(*) FROM "{table}"').fetchone()
            return int(rows)


def _fixed(content: bytes) -> int | None:
    if b"\r" in content.replace(b"\r\n", b"") or b"\x1a" in content:
        return None
    return sum(1 for line in content.split(b"\n") if line.removesuffix(b"\r"))


def _unpacked(unpack: Callable[[bytes], bytes]) -> Callable[[bytes], int | None]:
    def rule(content: bytes) -> int | None:
        inner = unpack(content)
        return None if inner.startswith(_PACKED) else _commas(inner)

    return rule


_RULES: dict[str, Callable[[bytes], int | None]] = {
    "csv_utf8": _commas,
    "csv_gb18030": _bars,
    "csv_gz": _unpacked(gzip.decompress),
    "csv_bz2": _unpacked(bz2.decompress),
    "csv_xz": _unpacked(lzma.decompress),
    "sdmx_csv": _commas,
    "ndjson": _ndjson,
    "json": _document,
    "geojson": _collection,
    "sdmx_json": _observations,
    "xml": _elements("//*[local-name() = '人']"),
    "sdmx_specific": _elements("//*[local-name() = 'Obs']"),
    "sdmx_generic": _elements("//*[local-name() = 'Obs']"),
    "gml": _elements("//*[local-name() = '地块']"),
    "kml": _elements("//*[local-name() = 'Placemark']"),
    "fixed": _fixed,
    "xlsx": _sheet,
    "geopackage": _database,
}
