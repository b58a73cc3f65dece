"""What a parser tells of an XML file while it reads, gathered into records."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from xml.parsers import expat

from loaders.errors import Refused, doctype
from loaders.readers.base import BATCH

Row = dict[str, str | None]

DEEPEST = 200  # elements within elements
LARGEST_TEXT = 16 << 20  # characters of one element's text
LARGEST_BATCH = 64 << 20  # bytes of a record, and of records together
LONGEST_TAG = 16 << 20  # bytes
MOST_NAMES = 2_000  # columns
_MOST_SHOWN = 20
_ABOVE = "../"


@dataclass
class Record:
    """A row: its values by column, and the line its element begins in."""

    line: int
    values: Row


@dataclass
class _Element:
    """An element that is open and no part of a record."""

    name: str  # with its namespace
    above: Row = field(default_factory=dict)  # what rows below may want of it


class Records:
    """Listens to a parser and keeps the records that have ended until they are fetched."""

    def __init__(
        self, parser: expat.XMLParserType, steps: Sequence[str], wanted: Sequence[str], path: Path
    ) -> None:
        self._parser, self._path = parser, path
        self._steps = [step for step in steps if step]
        self._from_root = steps[0] == ""
        self._above = [name for name in wanted if name.startswith(_ABOVE)]
        self._remembered = {name.rpartition("/")[2] for name in self._above}
        self._open: list[_Element] = []
        self._row: Row = {}
        self._several: dict[str, list[str]] = {}
        self._columns_open: list[str] = []  # of the elements that are open within the record
        self._names: dict[tuple[str, str], str] = {}
        self._is_leaf = False
        self._text: list[str] = []
        self._line = self._begin = self._size = self._weight = self._bytes = 0
        self._columns: set[str] = set()
        self._rows: list[Record] = []
        self.names: dict[str, None] = {}
        parser.buffer_text = True
        parser.buffer_size = 1 << 16
        parser.CharacterDataHandler = self._characters
        parser.StartDoctypeDeclHandler = self._doctype
        self._listen_outside()

    def _listen_outside(self) -> None:
        self._parser.StartElementHandler = self._start_outside
        self._parser.EndElementHandler = self._end_outside

    def _listen_inside(self) -> None:
        self._parser.StartElementHandler = self._start_inside
        self._parser.EndElementHandler = self._end_inside

    @property
    def ready(self) -> int:
        """How many records wait to be fetched."""
        return len(self._rows)

    def batch(self, whole: bool) -> list[Record]:
        """Records to work on: a whole batch or nothing, or all there are."""
        if whole and len(self._rows) < BATCH and self._weight < LARGEST_BATCH:
            return []
        taken, self._rows = self._rows, []
        self._weight = 0
        self._columns.clear()
        return taken

    def fed(self, count: int) -> None:
        """Count bytes given to the parser; refuse what has no end, be it a tag or a record."""
        self._bytes += count
        if self._bytes - max(0, self._parser.CurrentByteIndex) > LONGEST_TAG:
            raise self._endless("标签", "tag")
        if self._columns_open and self._bytes - self._begin > LARGEST_BATCH:
            raise self._endless("记录", "record")

    def is_empty(self) -> bool:
        """Whether the file has nothing in its root."""
        return len(self.names) <= 1

    def _endless(self, zh: str, en: str) -> Refused:
        line = self._parser.CurrentLineNumber
        return Refused(
            f"第 {line} 行起有过长的{zh}", f"line {line} begins a {en} without end",
            where=f"{self._path}:{line}", hint="ask the department to deliver it again",
        )  # fmt: skip

    def _start_outside(self, name: str, attributes: dict[str, str]) -> None:
        self._open.append(_Element(name))
        if len(self._open) > DEEPEST:
            raise self._endless("嵌套", "nesting")
        if len(self.names) < _MOST_SHOWN:
            self.names[_local(name)] = None
        if self._is_record():
            self._row, self._line = self._inherited(), self._parser.CurrentLineNumber
            self._begin = self._parser.CurrentByteIndex
            self._columns_open = [""]
            self._listen_inside()
            self._attributes("", attributes)
        elif self._above:
            for key, value in attributes.items():
                self._open[-1].above[f"@{_local(key)}"] = value
        self._begin_text()

    def _end_outside(self, name: str) -> None:
        self._open.pop()
        if self._is_leaf and self._open and _local(name) in self._remembered:
            self._open[-1].above[_local(name)] = "".join(self._text)
        self._is_leaf = False

    def _start_inside(self, name: str, attributes: dict[str, str]) -> None:
        opened = self._columns_open
        parent = opened[-1]
        column = self._names.get((parent, name))
        if column is None:
            column = self._named(parent, name)
        opened.append(column)
        if attributes:
            self._attributes(f"{column}.", attributes)
        self._begin_text()

    def _end_inside(self, name: str) -> None:
        column = self._columns_open.pop()
        if not self._columns_open:
            self._record_ends()
        elif self._is_leaf:
            self._add(column, "".join(self._text) or None)
        self._is_leaf = False

    def _record_ends(self) -> None:
        row = self._row
        if self._is_leaf and (own := "".join(self._text)).strip():
            self._add(".", own)
        if self._several:
            row |= {column: ";".join(texts) for column, texts in self._several.items()}
            self._several.clear()
        self._rows.append(Record(self._line, row))
        self._open.pop()
        self._weight += self._parser.CurrentByteIndex - self._begin
        self._columns.update(row)
        if len(self._columns) > MOST_NAMES:
            raise self._endless("列名清单", "list of columns")
        self._listen_outside()

    def _named(self, parent: str, name: str) -> str:
        """The column of an element within another."""
        if len(self._columns_open) > DEEPEST:
            raise self._endless("嵌套", "nesting")
        if len(self._names) > MOST_NAMES:
            self._names.clear()
        column = f"{parent}.{_local(name)}" if parent else _local(name)
        self._names[parent, name] = column
        return column

    def _attributes(self, prefix: str, attributes: dict[str, str]) -> None:
        for key, value in attributes.items():
            self._add(f"{prefix}@{_local(key)}", value)

    def _begin_text(self) -> None:
        self._is_leaf = True
        self._text.clear()
        self._size = 0

    def _characters(self, text: str) -> None:
        self._size += len(text)
        if self._size > LARGEST_TEXT:
            raise self._endless("文本", "text")
        if self._columns_open or self._remembered:
            self._text.append(text)

    def _doctype(self, *told: object) -> None:
        raise doctype(f"{self._path}:{self._parser.CurrentLineNumber}")

    def _add(self, column: str, text: str | None) -> None:
        """A value of the record; what stands in it several times is joined by `;`."""
        row = self._row
        if column in row:
            self._several.setdefault(column, [row[column] or ""]).append(text or "")
        else:
            row[column] = text

    def _is_record(self) -> bool:
        steps, opened = self._steps, self._open
        if len(opened) < len(steps) or (self._from_root and len(opened) != len(steps)):
            return False
        return all(
            step in (element.name, _local(element.name))
            for element, step in zip(opened[-len(steps) :], steps, strict=True)
        )

    def _inherited(self) -> Row:
        """What the record's row takes from the elements above it."""
        row: Row = {}
        for column in self._above:
            up, name = column.count(_ABOVE), column.replace(_ABOVE, "")
            if up < len(self._open):
                row[column] = self._open[-1 - up].above.get(name)
        return row


def _local(name: str) -> str:
    """A name without its namespace."""
    return name.rpartition(" ")[2]
