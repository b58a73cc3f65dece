"""The parts of an .xlsx workbook beside its cells: sheets, texts shared by cells, date formats."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from html import unescape
from pathlib import Path
from types import TracebackType
from typing import IO, Self
from xml.parsers import expat

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
from lxml import etree

from loaders.errors import Refused

CHUNK = 4 << 20
LARGEST_PART = 32 << 20  # of the small parts that are read at once
LARGEST_TEXTS = 512 << 20  # of the texts that cells share, unpacked
_OFFICE = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_STRICT = "{http://purl.oclc.org/ooxml/officeDocument/relationships}"
_TEXT = re.compile(
    rb"<si>\s*<t(?: [^>]*)?>([^<]*)</t>\s*</si>|<si(?: [^>]*)?>(.*?)</si>|(<si */>)", re.DOTALL
)
_RUN = re.compile(rb"<t(?: [^>]*)?>([^<]*)</t>")
_PHONETIC = re.compile(rb"<rPh.*?</rPh>", re.DOTALL)
_MERGED = re.compile(rb"""<(?:\w+:)?mergeCell\s[^>]*?ref=["']([A-Z0-9:]+)["']""")
_CORNER = re.compile(rb"([A-Z]{1,3})(\d{1,7})")
_CODED = re.compile("_x([0-9A-Fa-f]{4})_")
# Formats that need not be written down, of dates and times; 27 to 36 and 50 to 58 are Chinese.
_DATES = frozenset([*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)])
_ASIDE = re.compile(r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]')


@dataclass
class Workbook:
    """An opened workbook; its parts are read when they are asked for."""

    path: Path
    archive: zipfile.ZipFile = field(init=False)

    def __enter__(self) -> Self:
        self.archive = zipfile.ZipFile(self.path)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:  # fmt: skip
        self.archive.close()

    @cached_property
    def sheets(self) -> dict[str, str]:
        """The worksheets' names, in their order, and where in the archive each is."""
        main = self._main
        folder = main.rpartition("/")[0]
        targets = self._targets(f"{folder}/_rels/{main.rpartition('/')[2]}.rels")
        found: dict[str, str] = {}
        for sheet in self._tree(main).iter("{*}sheet"):
            number = sheet.get(f"{_OFFICE}id") or sheet.get(f"{_STRICT}id") or ""
            target = targets.get(number, "")
            where = target.lstrip("/") if target.startswith("/") else f"{folder}/{target}"
            if where in self._names and "worksheets/" in where:
                found[sheet.get("name", "")] = where
        return found

    @cached_property
    def begins_1904(self) -> bool:
        """Whether days are counted as old Macintosh programs did."""
        told = [one.get("date1904") for one in self._tree(self._main).iter("{*}workbookPr")]
        return any(value in ("1", "true") for value in told)

    @cached_property
    def dates(self) -> npt.NDArray[np.bool_]:
        """Which cell styles show a number as a date or time."""
        part = f"{self._main.rpartition('/')[0]}/styles.xml"
        if part not in self._names:
            return np.zeros(1, bool)
        tree = self._tree(part)
        custom = {
            one.get("numFmtId"): _shows_date(one.get("formatCode", ""))
            for one in tree.iter("{*}numFmt")
        }
        styles = tree.find("{*}cellXfs")
        numbers = [] if styles is None else [one.get("numFmtId", "0") for one in styles]
        shown = [custom.get(n, n.isdigit() and int(n) in _DATES) for n in numbers]
        return np.array([*shown, False], bool)

    @cached_property
    def texts(self) -> pa.Array:
        """The texts that cells share."""
        part = f"{self._main.rpartition('/')[0]}/sharedStrings.xml"
        if part not in self._names:
            return pa.array([], pa.string())
        if self.archive.getinfo(part).file_size > LARGEST_TEXTS:
            raise Refused(
                "工作簿的文本过多", f"the workbook has more than {LARGEST_TEXTS >> 20} MB of texts",
                where=str(self.path), hint="ask for it as delimited text or in several workbooks",
            )  # fmt: skip
        found: list[pa.Array] = [pa.array([], pa.string())]
        for chunk in self.chunks(part, b"</si>"):
            groups = _TEXT.findall(chunk)
            simple = plains(pa.array([one for one, _, _ in groups], pa.binary()))
            rich = np.array([bool(one) for _, one, _ in groups], bool)
            if rich.any():
                told = [runs(groups[place][1]) for place in np.flatnonzero(rich).tolist()]
                simple = pc.replace_with_mask(simple, pa.array(rich), pa.array(told, pa.string()))
            found.append(simple)
        return pa.concat_arrays(found)

    def merged(self, part: str) -> list[tuple[int, int, int, int]]:
        """The merged cells of a sheet: first row and column, last row and column, from 1 and A."""
        tail = b""
        found: list[bytes] = []
        for chunk in self.chunks(part, b">"):
            found += _MERGED.findall(tail + chunk)
            tail = chunk[-100:].rpartition(b">")[2]
        return [_range(one) for one in found]

    def chunks(self, part: str, end: bytes) -> Iterator[bytes]:
        """A part's content in pieces that each end with a tag, checked to be well-formed."""
        parser = expat.ParserCreate()
        parser.StartDoctypeDeclHandler = self._doctype
        rest = b""
        with self.archive.open(part) as file:
            while chunk := file.read(CHUNK):
                self._checked(parser, chunk, part)
                whole, tag, rest_of_chunk = (rest + chunk).rpartition(end)
                rest = rest_of_chunk
                if tag:
                    yield whole + tag
                elif len(rest) > 16 * CHUNK:
                    raise self.broken(f"{part} has an element without end")
        self._checked(parser, b"", part)
        yield rest

    def broken(self, what: object) -> Refused:
        """The refusal of a workbook that is not as it should be."""
        return Refused(
            "不是可读取的 Excel 工作簿,或文件已损坏", f"it is no Excel workbook, or broken: {what}",
            where=str(self.path), hint="ask the department to deliver it again",
        )  # fmt: skip

    def _checked(self, parser: expat.XMLParserType, chunk: bytes, part: str) -> None:
        try:
            parser.Parse(chunk, not chunk)
        except expat.ExpatError as error:
            raise self.broken(f"{part}: {error}") from error

    def _doctype(self, *told: object) -> None:
        raise self.broken("it has a DOCTYPE, which may hold an entity bomb")

    @cached_property
    def _names(self) -> frozenset[str]:
        return frozenset(self.archive.namelist())

    @cached_property
    def _main(self) -> str:
        for target in self._targets("_rels/.rels").values():
            if target.endswith("workbook.xml") and target.lstrip("/") in self._names:
                return target.lstrip("/")
        if "xl/workbook.xml" in self._names:
            return "xl/workbook.xml"
        raise self.broken("there is no workbook in it")

    def _targets(self, part: str) -> dict[str, str]:
        if part not in self._names:
            return {}
        return {
            one.get("Id", ""): one.get("Target", "")
            for one in self._tree(part).iter("{*}Relationship")
        }

    def _tree(self, part: str) -> etree._Element:
        if self.archive.getinfo(part).file_size > LARGEST_PART:
            raise self.broken(f"{part} is too large")
        file: IO[bytes]
        with self.archive.open(part) as file:
            content = file.read()
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
        try:
            return etree.fromstring(content, parser)
        except etree.XMLSyntaxError as error:
            raise self.broken(f"{part}: {error.msg}") from error


def _range(reference: bytes) -> tuple[int, int, int, int]:
    """`A1:C2` as 1, 0, 2, 2."""
    ends = [_CORNER.fullmatch(corner) for corner in reference.split(b":")]
    first, last = ends[0], ends[-1]
    if first is None or last is None:
        return 0, 0, 0, 0
    return int(first[2]), position(first[1]), int(last[2]), position(last[1])


def position(letters: bytes) -> int:
    """A column's place from 0, by its letters."""
    place = 0
    for letter in letters:
        place = place * 26 + letter - 64
    return place - 1


def plain(text: bytes) -> str:
    """Text of XML without its escapes."""
    found = text.decode(errors="replace")
    if "&" in found:
        found = unescape(found)
    if "_x" in found:
        found = _CODED.sub(lambda code: chr(int(code[1], 16)), found)
    return found.encode(errors="replace").decode()


def plains(raw: pa.Array) -> pa.Array:
    """Texts of XML without their escapes."""
    texts = raw.cast(pa.string())
    marks = pc.or_(pc.match_substring(texts, "&"), pc.match_substring(texts, "_x"))
    if not pc.any(marks).as_py():
        return texts
    told = [plain(one) for one in raw.filter(marks).to_pylist()]
    return pc.replace_with_mask(texts, marks, pa.array(told, pa.string()))


def runs(rich: bytes) -> str:
    """The text of runs in several formats, without the readings above it."""
    return plain(b"".join(_RUN.findall(_PHONETIC.sub(b"", rich))))


def _shows_date(code: str) -> bool:
    lowered = code.lower()
    if "[h" in lowered or "[m" in lowered or "[s" in lowered or lowered == "general":
        return False
    return bool(set("ymdhs") & set(_ASIDE.sub("", lowered).partition(";")[0]))
