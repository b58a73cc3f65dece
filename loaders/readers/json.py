"""A JSON document: the objects of an array somewhere in it, one at a time, in bounded memory."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from loaders.errors import Refused
from loaders.files import JsonFile
from loaders.readers.base import Lines, Rows, ascending
from loaders.readers.decoding import Utf8
from loaders.readers.objects import LONGEST, Objects, marked, structure
from loaders.readers.sifting import undamaged

CHUNK = 4 << 20
_STRUCTURE = marked(b"[]{},:")
_OPENING, _CLOSING = marked(b"[{"), marked(b"]}")
_PARTNER = {"{": "}", "[": "]"}
_EACH = "[*]"
_MOST_KEYS = 20


def read(path: Path, spec: JsonFile, wanted: Sequence[str]) -> Iterator[Rows]:
    """Batches of rows; an element that is no object is broken. Lines are where one begins."""
    with Utf8(path, spec.encoding) as stream:
        yield from undamaged(
            _rows(stream, path, spec, wanted), lambda: stream.damaged, spec.encoding
        )


def _rows(stream: Utf8, path: Path, spec: JsonFile, wanted: Sequence[str]) -> Iterator[Rows]:
    objects = Objects(wanted, spec.explode)
    splitter = Splitter(path, _steps(spec.records))
    last = 0
    while chunk := stream.read(CHUNK):
        texts, lines = splitter.feed(chunk)
        if texts:
            numbers = ascending(lines, last)
            last = int(numbers[-1])
            yield objects.rows(pa.array(texts, pa.string()), numbers)
    splitter.finish(spec.records)


def _steps(records: str) -> list[str]:
    """`data.items[*]` as data, items, [*]."""
    parts = records.replace(_EACH, f".{_EACH}").split(".")
    return [part for part in parts if part and part != "$"]


@dataclass
class _Open:
    """A bracket that is open: which, whether it lies on the way to the rows, and its key now."""

    bracket: str
    on_the_way: bool
    key: str | None = None


class Splitter:
    """Divides a document fed chunk by chunk into the texts of its rows.

    Brackets, commas and colons outside of strings are found for a whole chunk at once; only those
    above the rows are looked at one by one.
    """

    def __init__(self, path: Path, steps: Sequence[str]) -> None:
        self._path, self._steps = path, steps
        self._text = b""  # what is not done with yet
        self._line = 1  # where that begins
        self._open: list[_Open] = []
        self._depth = 0  # of brackets at the beginning of that, the inner ones counted in
        self._since = 0  # where in it the value or key begins that is being looked at
        self._ended = self._reached = False
        self._keys: dict[str, None] = {}

    def feed(self, chunk: bytes) -> tuple[list[bytes], list[int]]:
        """The rows that have ended, and the lines they begin in."""
        self._text += chunk
        text = np.frombuffer(self._text, np.uint8)
        places = structure(text, _STRUCTURE)
        found: list[tuple[int, int]] = []
        signs = np.where(_OPENING[text[places]], 1, np.where(_CLOSING[text[places]], -1, 0))
        after = self._depth + np.cumsum(signs)
        level = np.where(signs < 0, after + 1, after)
        shallow = level <= len(self._steps)
        for place in places[shallow].tolist():
            self._meet(place, chr(self._text[place]), found)
        return self._taken(text, places, after, found)

    def finish(self, records: str) -> None:
        """Refuse a document that does not end, or has nothing where the rows should be."""
        if not self._ended or self._text.strip():
            nothing = self._line == 1 and not self._open and not self._text.strip()
            zh = "文件为空" if nothing else "不是完整的 JSON 文档"
            en = "the file is empty" if nothing else "it is not one whole JSON document"
            self._refuse(self._line, zh, en)
        if not self._reached:
            raise Refused(
                f"文件中没有“{records}”", f"there is nothing at {records!r}",
                where=str(self._path),
                hint="set file.records; the file has: " + (", ".join(self._keys) or "no keys"),
            )  # fmt: skip

    def _meet(self, place: int, mark: str, found: list[tuple[int, int]]) -> None:
        """One bracket, comma or colon above the rows."""
        if self._ended or (not self._open and self._text[self._since : place].strip()):
            self._refuse(
                self._line_at(place), "JSON 文档前后还有别的内容", "text beside the JSON document"
            )
        if mark in "{[":
            self._open.append(_Open(mark, self._leads(mark)))
            self._reached = self._reached or (mark == "[" and self._here())
        elif not self._open:
            self._refuse(self._line_at(place), "不是合法的 JSON", f"it is no JSON: a stray {mark}")
        elif mark == ":":
            self._open[-1].key = self._key(place)
        else:
            self._value_ends(place, mark, found)
        self._since = place + 1

    def _leads(self, mark: str) -> bool:
        """Whether a bracket that opens now lies on the way to the rows."""
        return not self._open or (self._open[-1].on_the_way and self._fits(self._open[-1]))

    def _fits(self, last: _Open) -> bool:
        """Whether the value at hand is what the path's next step names."""
        step = self._steps[len(self._open) - 1] if len(self._open) <= len(self._steps) else None
        return step == (_EACH if last.bracket == "[" else last.key)

    def _here(self) -> bool:
        """Whether the innermost open bracket is that of the rows."""
        whole = len(self._open) == len(self._steps)
        return whole and self._open[-1].on_the_way and self._steps[-1] == _EACH

    def _is_row(self) -> bool:
        """Whether the value at hand is a row."""
        whole = len(self._open) == len(self._steps)
        return whole and self._open[-1].on_the_way and self._fits(self._open[-1])

    def _value_ends(self, place: int, mark: str, found: list[tuple[int, int]]) -> None:
        if self._is_row() and self._text[self._since : place].strip():
            self._reached = True
            found.append((self._since, place))
        if mark == ",":
            self._open[-1].key = None
            return
        if _PARTNER[self._open.pop().bracket] != mark:
            self._refuse(self._line_at(place), "括号不成对", f"{mark} closes another bracket")
        self._ended = not self._open

    def _key(self, place: int) -> str:
        try:
            key = str(json.loads(self._text[self._since : place]))
        except ValueError:
            self._refuse(self._line_at(place), "不是合法的 JSON", "a key is no JSON string")
        if len(self._keys) < _MOST_KEYS:
            self._keys[".".join([*(one.key or _EACH for one in self._open[:-1]), key])] = None
        return key

    def _taken(
        self, text: npt.NDArray[np.uint8], places: Lines, after: Lines,
        found: Sequence[tuple[int, int]],
    ) -> tuple[list[bytes], list[int]]:  # fmt: skip
        """The texts found; what is not done with is kept for the next chunk."""
        rows = [self._text[begin:end] for begin, end in found]
        blanks = [len(row) - len(row.lstrip()) for row in rows]
        begins = np.array([begin for begin, _ in found], np.int64) + np.array(blanks, np.int64)
        ends = np.flatnonzero(text == ord("\n"))
        lines = (self._line + np.searchsorted(ends, begins)).tolist()
        done, depth = self._since, len(self._open)
        if not self._open or not self._is_row():
            # What is inside and not on the way to rows need not be kept.
            done = max(done, int(places[-1]) + 1 if len(places) else 0)
            depth = int(after[-1]) if len(after) else self._depth
        self._line += int(np.searchsorted(ends, done))
        self._text, self._since, self._depth = self._text[done:], 0, depth
        if len(self._text) > LONGEST:
            size = LONGEST >> 20
            blank = len(self._text) - len(self._text.lstrip())
            self._refuse(
                self._line_at(blank),
                f"一条记录或一个值超过 {size} MB",
                f"a value is longer than {size} MB",
            )
        return rows, lines

    def _line_at(self, place: int) -> int:
        return self._line + self._text.count(b"\n", 0, place)

    def _refuse(self, line: int, zh: str, en: str) -> NoReturn:
        raise Refused(
            f"第 {line} 行:{zh}", f"line {line}: {en}", where=f"{self._path}:{line}",
            hint="ask the department to deliver it again",
        )  # fmt: skip
