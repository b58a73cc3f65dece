"""Repeated XML elements as rows, in bounded memory; no entity is resolved, nothing is fetched."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from xml.parsers import expat

from loaders.errors import Refused
from loaders.files import XmlFile
from loaders.readers.base import Rows, ascending, table_of
from loaders.readers.decoding import Utf8
from loaders.readers.records import Record, Records
from loaders.readers.sifting import undamaged

CHUNK = 1 << 20
_BETWEEN = " "  # namespace and name, as the parser gives them
_DECLARED = re.compile(rb"""^\s*<\?xml[^>]*?\sencoding\s*=\s*["']([A-Za-z][\w.-]*)["']""")
_WIDER = {"gb2312": "gb18030", "gbk": "gb18030", "gb_2312-80": "gb18030"}


def read(path: Path, spec: XmlFile, wanted: Sequence[str]) -> Iterator[Rows]:
    """Batches of rows; a row's columns are its attributes (@name) and its leaves (a, a.b)."""
    encoding = _encoding(path, spec)
    with Utf8(path, encoding) as stream:
        yield from undamaged(_rows(stream, path, spec, wanted), lambda: stream.damaged, encoding)


def _rows(stream: Utf8, path: Path, spec: XmlFile, wanted: Sequence[str]) -> Iterator[Rows]:
    parser = expat.ParserCreate("utf-8", namespace_separator=_BETWEEN)
    records = Records(parser, _steps(spec), wanted, path)
    last, found = 0, False
    while chunk := stream.read(CHUNK):
        _parse(parser, chunk, path)
        records.fed(len(chunk))
        while batch := records.batch(whole=True):
            rows, last = _numbered(batch, wanted, last)
            found = True
            yield rows
    _parse(parser, b"", path)
    if not (found or records.ready or records.is_empty()):
        raise Refused(
            f"文件中没有 <{spec.record}> 元素", f"there is no element <{spec.record}>",
            where=str(path), hint="set file.record; the file has: " + ", ".join(records.names),
        )  # fmt: skip
    yield _numbered(records.batch(whole=False), wanted, last)[0]


def _numbered(batch: Sequence[Record], wanted: Sequence[str], last: int) -> tuple[Rows, int]:
    numbers = ascending((record.line for record in batch), last)
    rows = Rows(numbers, table_of([record.values for record in batch], wanted))
    return rows, int(numbers[-1]) if len(numbers) else last


def _parse(parser: expat.XMLParserType, chunk: bytes, path: Path) -> None:
    try:
        parser.Parse(chunk, not chunk)
    except expat.ExpatError as error:
        what = expat.ErrorString(error.code)
        raise Refused(
            f"第 {error.lineno} 行起不是合法的 XML",
            f"line {error.lineno} is not well-formed XML: {what}",
            where=f"{path}:{error.lineno}", hint="ask the department to deliver it again",
        ) from error  # fmt: skip


def _steps(spec: XmlFile) -> list[str]:
    """The names on the way to a row, with their namespaces where the contract has them."""
    steps = []
    for step in spec.record.removeprefix("//").split("/"):
        prefix, colon, name = step.rpartition(":")
        steps.append(f"{spec.namespaces[prefix]}{_BETWEEN}{name}" if colon else name)
    return steps


def _encoding(path: Path, spec: XmlFile) -> str:
    """What the contract says, or the file's mark, or its declaration."""
    with path.open("rb") as file:
        begin = file.read(1024)
    if not begin:
        raise Refused("文件为空", "the file is empty", where=str(path))
    if spec.encoding:
        return spec.encoding
    if begin.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) or begin[:2] in (
        b"<\0",
        b"\0<",
    ):
        return "utf-16"
    declared = _DECLARED.match(begin.removeprefix(codecs.BOM_UTF8))
    name = declared[1].decode().lower() if declared else "utf-8"
    try:
        return _WIDER.get(name) or codecs.lookup(name).name
    except LookupError:
        raise Refused(
            f"文件声明的编码“{name}”无法识别", f"the file declares an unknown encoding, {name!r}",
            where=f"{path}:1", hint="set file.encoding in the contract to what it really is",
        ) from None  # fmt: skip
