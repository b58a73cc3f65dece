"""The table of a Shapefile (.dbf), read as it stands.

GDAL would take what it can of a broken number (`12a.5` as 12) and say nothing; here every field is
the text that was delivered.
"""

from __future__ import annotations

import codecs
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from loaders.errors import Refused
from loaders.readers.geofiles import ASIDE

Bytes = npt.NDArray[np.uint8]
Places = npt.NDArray[np.int64]

_HEADER, _FIELD, _END = 32, 32, 0x0D
_DELETED = ord("*")
_TEXTUAL = "CNFDL"
_NUMERIC = "NF"
# Code pages by the byte that dBASE, ArcGIS and QGIS put into the header.
_PAGES = {0x4D: "gb18030", 0x4F: "cp950", 0x7A: "gb18030", 0x78: "cp950"}
_LINE_END = 10
_HEAD = 1 << 20


@dataclass(frozen=True)
class Field:
    """A column of the table, and where it stands within a row."""

    name: str
    kind: str
    begin: int
    width: int


class Table:
    """The rows of a .dbf, mapped into memory and never read as a whole."""

    def __init__(self, file: Path, encoding: str | None, where: Path) -> None:
        self._where = where
        head = file.read_bytes()[:_HEADER] if file.stat().st_size < _HEADER else _head(file)
        if len(head) < _HEADER:
            raise self._cut(0, 0)
        self.count = int.from_bytes(head[4:8], "little")
        self._begin = int.from_bytes(head[8:10], "little")
        self._width = int.from_bytes(head[10:12], "little")
        there = (file.stat().st_size - self._begin) // max(1, self._width)
        if there < self.count or self._begin <= _HEADER or self._width < 1:
            raise self._cut(self.count, max(0, there))
        self.encoding = encoding or _encoding(file, head[29], where)
        self.fields = tuple(self._fields(head[: self._begin]))
        shape = (self.count, self._width)
        self._rows: Bytes = (
            np.memmap(file, np.uint8, "r", self._begin, shape)
            if self.count
            else np.zeros(shape, np.uint8)
        )

    def rows(self, places: Places) -> tuple[dict[str, pa.Array], npt.NDArray[np.bool_]]:
        """The texts of some rows, and which of the rows have been deleted."""
        block = self._rows[places]
        columns = {
            field.name: self._texts(
                block[:, field.begin : field.begin + field.width], field, places
            )
            for field in self.fields
        }
        return columns, block[:, 0] == _DELETED

    def _fields(self, head: bytes) -> Iterator[Field]:
        begin = 1
        for place in range(_HEADER, len(head) - _FIELD + 1, _FIELD):
            if head[place] == _END:
                return
            raw, kind, width = head[place : place + 11], chr(head[place + 11]), head[place + 16]
            if kind == "C":  # a long text keeps the rest of its width where decimals would be
                width += head[place + 17] << 8
            name = raw.split(b"\0")[0].decode(self.encoding, "replace").strip()
            if begin + width > self._width:
                raise self._cut(self.count, self.count)
            if kind in _TEXTUAL:
                yield Field(name, kind, begin, width)
            begin += width

    def _texts(self, block: Bytes, field: Field, places: Places) -> pa.Array:
        """A field's texts without the blanks that fill it up; null where there is nothing."""
        block = np.ascontiguousarray(block)
        if block.size and block.max() > 127:
            texts = self._decoded(block, field, places)
        else:
            fixed = pa.FixedSizeBinaryArray.from_buffers(
                pa.binary(field.width), len(block), [None, pa.py_buffer(block)]
            )
            texts = fixed.cast(pa.binary()).cast(pa.string())
        texts = pc.utf8_rtrim(texts, " \0")
        if field.kind in _NUMERIC:
            texts = pc.utf8_ltrim(texts, " ")
            # The zeros that fill a figure up to its column's decimals say nothing.
            texts = pc.replace_substring_regex(texts, r"^(-?\d*)(?:\.0*|(\.\d*[1-9])0*)$", r"\1\2")
        nothing = pc.is_in(texts, value_set=pa.array(["", "?"] if field.kind == "L" else [""]))
        return pc.if_else(nothing, pa.scalar(None, pa.string()), texts)

    def _decoded(self, block: Bytes, field: Field, places: Places) -> pa.Array:
        """All texts at once where that can be, one by one where some is cut or wrong."""
        lines = np.column_stack([block, np.full(len(block), _LINE_END, np.uint8)])
        try:
            found = lines.tobytes().decode(self.encoding).split("\n")[:-1]
        except UnicodeDecodeError:
            found = []
        if len(found) != len(block):
            found = [
                self._one(bytes(raw), field, int(place))
                for raw, place in zip(block, places, strict=True)
            ]
        return pa.array(found, pa.string())

    def _one(self, raw: bytes, field: Field, place: int) -> str:
        """One text; half a character at the end of a full field was cut off by its writer."""
        try:
            return raw.decode(self.encoding)
        except UnicodeDecodeError as error:
            if error.start >= len(raw) - 3 and raw[-1:] not in (b" ", b"\0"):
                return raw[: error.start].decode(self.encoding)
            raise Refused(
                f"第 {place + 1} 行“{field.name}”的编码不是 {self.encoding}",
                f"row {place + 1}, {field.name}: byte {error.start + 1} is not {self.encoding}",
                where=str(self._where),
                hint="set file.encoding to what the department writes (gb18030?)",
            ) from error

    def _cut(self, declared: int, there: int) -> Refused:
        return Refused(
            f".dbf 不完整:应有 {declared} 行,实有 {there} 行",
            f"the .dbf is cut short or damaged: of {declared} rows there are {there}",
            where=str(self._where), hint="ask the department to deliver it again",
        )  # fmt: skip


def _head(file: Path) -> bytes:
    with file.open("rb") as stream:
        return stream.read(_HEAD)


def _encoding(file: Path, page: int, where: Path) -> str:
    """By the .cpg beside it, the mark in the header, or what the texts themselves are."""
    sign = file.with_suffix(".cpg")
    if sign.exists():
        return _page(sign.read_bytes()[:40].decode("ascii", "replace").strip("\0 \r\n"), where)
    if page in _PAGES:
        return _PAGES[page]
    try:
        # The end may cut a character, which an incremental decoder waits for.
        codecs.getincrementaldecoder("utf-8")().decode(_head(file)[_HEADER:])
    except UnicodeDecodeError:
        return "gb18030"
    return "utf-8"


def _page(name: str, where: Path) -> str:
    for spelt in (name, f"cp{name}", name.replace(" ", "")):
        try:
            found = codecs.lookup(spelt).name
        except LookupError:
            continue
        return "gb18030" if found in ("gbk", "gb2312", "cp936") else found
    raise Refused(
        f".cpg 中的编码“{name}”无法识别", f"the .cpg names an encoding nobody knows: {name!r}",
        where=str(where), hint="set file.encoding in the contract, for example gb18030",
    )  # fmt: skip


def counts(shp: Path, table: Table, where: Path) -> None:
    """Refuse a Shapefile whose parts do not belong together, or of which one was cut short."""
    size = shp.stat().st_size
    declared = int.from_bytes(_head(shp)[24:28], "big") * 2
    if size < declared or size < 100:
        raise Refused(
            f".shp 不完整:应有 {declared} 字节,实有 {size} 字节",
            f"the .shp is cut short: of {declared} bytes there are {size}", where=str(where),
            hint="ask the department to deliver it again",
        )  # fmt: skip
    shapes = (shp.with_suffix(".shx").stat().st_size - 100) // 8
    if shapes != table.count:
        raise Refused(
            f"图形数与属性行数不符:{shapes} 个图形,{table.count} 行属性",
            f"there are {shapes} shapes but {table.count} rows", where=str(where),
            hint="ask the department for .shp, .shx and .dbf of the same export",
        )  # fmt: skip


def system(shp: Path) -> str | None:
    """What the .prj says of the coordinate system."""
    files = [shp.with_suffix(end) for end in (".prj", ASIDE)]
    file = next((one for one in files if one.exists()), None)
    if file is None:
        return None
    return file.read_bytes()[:_HEAD].decode("utf-8", "replace").strip("\ufeff\0 \r\n") or None


def named_columns(table: Table) -> Mapping[str, None]:
    """The columns' names in their order."""
    return dict.fromkeys(field.name for field in table.fields)
