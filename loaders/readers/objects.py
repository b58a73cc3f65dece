"""JSON objects, one to a text, as rows: a dotted column name reaches into nested objects."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from loaders.readers.base import Broken, Lines, Rows, ascending
from loaders.readers.sifting import Mask
from runtime.duck import duck

Bytes = npt.NDArray[np.uint8]

LONGEST = 16 << 20  # bytes of one object
DEEPEST = 500  # brackets within brackets
_SAMPLED = 1000

# AND looks at both sides, and the right one fails on what is no JSON.
_FAULT = """
    SELECT CASE
        WHEN NOT json_valid(line) THEN 'json'
        WHEN json_type(line) <> 'OBJECT' THEN 'json'
        WHEN len(json_keys(line)) <> len(list_distinct(json_keys(line))) THEN 'duplicate'
        ELSE '' END AS fault FROM lines
"""
_SENTENCES = {
    "json": ("第 {} 行不是一个 JSON 对象", "line {} is not one JSON object"),
    "duplicate": ("第 {} 行的 JSON 对象中有重复的键", "line {} has a key twice in its JSON object"),
    "nesting": ("第 {} 行的 JSON 嵌套过深", "line {} is JSON nested too deeply"),
}


class Objects:
    """Turns texts into rows; the columns are what is wanted and what the first objects have."""

    def __init__(self, wanted: Sequence[str], explode: str | None = None) -> None:
        self._engine = duck(threads=1)
        self._wanted, self._explode = tuple(wanted), explode
        self._names: list[str] | None = None
        self._last = 0
        self.rows_found = 0

    def rows(self, texts: pa.Array, lines: Lines) -> Rows:
        """The objects as a batch; blank texts are no rows, one that is no object is broken."""
        blank = np.asarray(pc.equal(pc.binary_length(pc.utf8_trim_whitespace(texts)), 0))
        faults = self._faults(texts)
        if self._names is None:
            self._names = self._columns(texts.filter(pa.array(faults == "")))
        broken = [
            _broken(str(faults[place]), int(lines[place]), texts[place].as_py())
            for place in np.flatnonzero((faults != "") & ~blank).tolist()
        ]
        good = faults == ""
        if self._explode:
            return self._exploded(texts.filter(pa.array(good)), lines[good], broken)
        columns = self._extracted(texts.filter(pa.array(good)), {"line": self._names})
        self.rows_found += int(good.sum())
        return Rows(lines[good], columns, None, broken=broken)

    def _faults(self, texts: pa.Array) -> npt.NDArray[np.str_]:
        """Per text what is wrong with it; '' is nothing."""
        brackets = pc.add(pc.count_substring(texts, "["), pc.count_substring(texts, "{"))
        deep = np.zeros(len(texts), bool)
        for place in np.flatnonzero(np.asarray(brackets) > DEEPEST).tolist():
            deep[place] = depth(texts[place].as_py().encode()) > DEEPEST
        if deep.any():
            texts = pc.if_else(pa.array(deep), "", texts)
        self._engine.register("lines", pa.table({"line": texts}))
        found = self._engine.sql(_FAULT).to_arrow_table()["fault"].combine_chunks()
        faults: npt.NDArray[np.str_] = np.array(found.to_pylist(), "U9")
        faults[deep] = "nesting"
        return faults

    def _columns(self, texts: pa.Array) -> list[str]:
        """What is wanted, then the keys of the first objects that nobody asked for."""
        self._engine.register("lines", pa.table({"line": texts.slice(0, _SAMPLED)}))
        found = self._engine.execute(
            "SELECT DISTINCT unnest(json_keys(line)) AS key FROM lines ORDER BY key"
        ).fetchall()
        spared = {self._explode} if self._explode else set()
        return [*self._wanted, *(k for (k,) in found if k not in spared and not self._covered(k))]

    def _covered(self, name: str) -> bool:
        return any(want == name or want.startswith(f"{name}.") for want in self._wanted)

    def _extracted(self, texts: pa.Array, parts: dict[str, list[str]]) -> dict[str, pa.Array]:
        """Columns of texts; `parts` says from which of the query's columns each is taken."""
        self._engine.register("lines", pa.table({"line": texts}))
        paths = [_pointer(name) for names in parts.values() for name in names]
        asked = ", ".join(
            f"json_extract_string({part}, ?)" for part, names in parts.items() for _ in names
        )
        table = self._engine.sql(f"SELECT {asked} FROM lines", params=paths).to_arrow_table()
        names = [name for names in parts.values() for name in names]
        return {
            name: column.combine_chunks().cast(pa.string())
            for name, column in zip(names, table.columns, strict=True)
        }

    def _exploded(self, texts: pa.Array, lines: Lines, broken: list[Broken]) -> Rows:
        """A row for each element of an inner array, with the columns of its object beside."""
        assert self._explode is not None
        self._engine.register("lines", pa.table({"line": texts, "place": np.arange(len(texts))}))
        each = self._engine.sql(
            "SELECT place, unnest(json_extract(line, ?)) AS element FROM lines ORDER BY place",
            params=[_path(self._explode) + "[*]"],
        ).to_arrow_table().combine_chunks()  # fmt: skip
        places = each["place"].combine_chunks() if len(each) else pa.array([], pa.int64())
        elements = each["element"].cast(pa.string())
        elements = elements.combine_chunks() if len(each) else pa.array([], pa.string())
        inner = f"{self._explode}."
        names = self._names or []
        own = [name for name in names if not name.startswith(inner)]
        theirs = [name.removeprefix(inner) for name in names if name.startswith(inner)]
        columns = self._extracted(texts.take(places), {"line": own}) if own else {}
        if theirs:
            found = self._extracted(elements, {"line": theirs})
            columns |= {inner + name: column for name, column in found.items()}
        numbers, broken = self._numbered(lines[places.to_numpy()], broken)
        self.rows_found += len(numbers)
        return Rows(numbers, columns, None, broken=broken)

    def _numbered(self, lines: Lines, broken: Sequence[Broken]) -> tuple[Lines, list[Broken]]:
        """A line of its own for each row and each broken object, in their order."""
        together = np.append(lines, np.array([one.line for one in broken], np.int64))
        order = np.argsort(together, kind="stable")
        numbers = np.empty(len(together), np.int64)
        numbers[order] = ascending(together[order].tolist(), self._last)
        self._last = int(numbers.max(initial=self._last))
        moved = zip(broken, numbers[len(lines) :].tolist(), strict=True)
        return numbers[: len(lines)], [replace(one, line=line) for one, line in moved]


def depth(text: bytes) -> int:
    """How deep brackets stand within brackets, outside of strings."""
    places, signs = brackets_of(np.frombuffer(text, np.uint8))
    return int(np.cumsum(signs).max()) if len(places) else 0


def brackets_of(text: Bytes) -> tuple[Lines, Lines]:
    """Where brackets open (+1) and close (-1) outside of strings."""
    places = structure(text, _BRACKETS)
    found = text[places]
    return places, np.where((found == ord("{")) | (found == ord("[")), 1, -1)


def structure(text: Bytes, marks: Mask) -> Lines:
    """Where some characters stand outside of strings."""
    quotes = unescaped_quotes(text)
    places = np.flatnonzero(marks[text])
    outside: Lines = places[np.searchsorted(quotes, places) % 2 == 0]
    return outside


def unescaped_quotes(text: Bytes) -> Lines:
    """Where strings begin and end."""
    quotes = np.flatnonzero(text == ord('"'))
    escaped = _escaped(text)
    if len(escaped):
        quotes = quotes[~np.isin(quotes, escaped, assume_unique=True)]
    return quotes


def marked(characters: bytes) -> Mask:
    """A table that tells these characters from others."""
    table = np.zeros(256, bool)
    table[list(characters)] = True
    return table


_BRACKETS = marked(b"[]{}")


def _escaped(text: Bytes) -> Lines:
    """The places that follow an odd run of backslashes."""
    slashes = np.flatnonzero(text == ord("\\"))
    if not len(slashes):
        return slashes
    ends = np.flatnonzero(np.append(np.diff(slashes) != 1, True))
    lengths = np.diff(np.append(-1, ends))
    odd: Lines = slashes[ends[lengths % 2 == 1]] + 1
    return odd


def _path(name: str) -> str:
    """`母亲.姓名` as a JSON path."""
    parts = (part.replace("\\", r"\\").replace('"', r"\"") for part in name.split("."))
    return "$" + "".join(f'."{part}"' for part in parts)


def _pointer(name: str) -> str:
    """The same as a JSON pointer, which any key can stand in; `*` and no name at all are keys."""
    parts = (part.replace("~", "~0").replace("/", "~1") for part in name.split("."))
    return "".join(f"/{part}" for part in parts)


def _broken(fault: str, line: int, text: str) -> Broken:
    zh, en = (sentence.format(line) for sentence in _SENTENCES[fault])
    return Broken(line, text.rstrip("\r\n"), fault, zh, en)
