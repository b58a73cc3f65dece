"""The cells of an .xlsx sheet, some hundred thousand at a time, as columns of exact text."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from loaders.readers.base import DAY, Lines
from loaders.readers.sifting import Mask
from loaders.readers.workbook import Workbook, plains, position, runs

LAST_ROW, LAST_COLUMN = 1_048_576, 16_384
# From here on a number has lost digits that it was typed with.
EXACT = 1e15
_CELL = re.compile(
    rb'<c r="([A-Z]{1,3})(\d{1,9})"([^>/]*)(?:/>|>'
    rb"(?:<f[^>]*?(?:/>|>[^<]*</f>))?"
    rb"(?:<v(?: [^>]*)?>([^<]*)</v>|<v */>|"
    rb"<is><t(?: [^>]*)?>([^<]*)</t></is>|<is>(.*?)</is>|<is */>)?"
    rb"(?:<extLst>.*?</extLst>)?</c>)",
    re.DOTALL,
)
_GROUPS = _CELL.groups + 1
_TYPE, _STYLE = re.compile(rb'\bt="(\w+)"'), re.compile(rb'\bs="(\d+)"')
_TAGGED = re.compile(rb"<(?:[A-Za-z_][\w.-]*:)?c[\s/>]")
_PREFIXED = re.compile(rb"<(/?)[A-Za-z_][\w.-]*:(?=(?:c|v|f|is|t|r|row|sheetData|si|rPh|extLst)\b)")
_NUMBER, _SHARED, _INLINE, _FORMULA, _BOOLEAN, _ERROR, _DAY = range(7)
_DATED = 16
_TYPES = {
    b"n": _NUMBER, b"s": _SHARED, b"inlineStr": _INLINE, b"str": _FORMULA, b"b": _BOOLEAN,
    b"e": _ERROR, b"d": _DAY,
}  # fmt: skip


@dataclass
class Block:
    """Some rows of a sheet: their numbers, and the cells of each column as texts.

    `faults` names cells that are errors ("error") or numbers beyond what a cell holds exactly
    ("digits"), by place among the rows and column.
    """

    rows: Lines
    columns: dict[int, pa.Array]
    faults: dict[tuple[int, int], str] = field(default_factory=dict)


def blocks(book: Workbook, part: str) -> Iterator[Block]:
    """The rows of a sheet that have any cell, in their order."""
    last = 0
    for chunk in book.chunks(part, b"</row>"):
        # Not findall: so many tuples would keep the collector of garbage busy.
        found = _CELL.split(chunk)
        if _cells_between(found):
            found = _CELL.split(_usual(chunk, last))
            if _cells_between(found):
                raise book.broken(f"{part} has cells of an unknown form after row {last}")
        if len(found) < _GROUPS:
            continue
        block = _block(book, found)
        if block.rows[0] <= last or block.rows[-1] > LAST_ROW or max(block.columns) >= LAST_COLUMN:
            raise book.broken(f"{part} has rows out of order or out of bounds after row {last}")
        last = int(block.rows[-1])
        yield block


def _cells_between(found: Sequence[bytes]) -> bool:
    """Whether there are cells that were not recognised."""
    between = b"".join(found[::_GROUPS])
    return _TAGGED.search(between) is not None


def _block(book: Workbook, found: Sequence[bytes]) -> Block:
    names, numbers, attributes, values, inline, rich = (
        found[group::_GROUPS] for group in range(1, _GROUPS)
    )
    numbered = pa.array(numbers, pa.binary()).cast(pa.string()).cast(pa.int64()).to_numpy()
    rows, places = np.unique(numbered, return_inverse=True)
    if (np.diff(numbered) < 0).any():
        raise book.broken("a sheet has rows out of order")
    columns = _each(names, position)
    kinds = _each(attributes, lambda one: _kind(one, book))
    dated, kinds = kinds >= _DATED, kinds % _DATED
    raw = pc.coalesce(pa.array(values, pa.binary()), pa.array(inline, pa.binary()))
    texts, lost = _texts(book, kinds, dated, pc.fill_null(raw, b""), rich)
    faults = {
        (int(places[cell]), int(columns[cell])): "digits" if lost[cell] else "error"
        for cell in np.flatnonzero(lost | (kinds == _ERROR)).tolist()
    }
    by_column: dict[int, pa.Array] = {}
    order = np.argsort(columns, kind="stable")
    bounds = np.flatnonzero(np.diff(columns[order])) + 1
    for cells in np.split(order, bounds):
        index = np.full(len(rows), -1, np.int64)
        index[places[cells]] = cells
        by_column[int(columns[cells[0]])] = texts.take(pa.array(index, mask=index < 0))
    return Block(rows.astype(np.int64), by_column, faults)


def _each(values: Sequence[bytes], meaning: Callable[[bytes], int]) -> Lines:
    """What values mean, each looked up once."""
    coded = pa.array(values, pa.binary()).dictionary_encode()
    known = np.array([meaning(one) for one in coded.dictionary.to_pylist()], np.int64)
    found: Lines = known[coded.indices.to_numpy()]
    return found


def _kind(attributes: bytes, book: Workbook) -> int:
    """A cell's type, with _DATED added where its number is shown as a date."""
    told, style = _TYPE.search(attributes), _STYLE.search(attributes)
    kind = _TYPES.get(told[1], _FORMULA) if told else _NUMBER
    number = min(int(style[1]), len(book.dates) - 1) if style else 0
    return kind + (_DATED if book.dates[number] else 0)


def _texts(
    book: Workbook, kinds: Lines, dated: Mask, raw: pa.Array, rich: Sequence[bytes]
) -> tuple[pa.Array, Mask]:
    """The cells' texts, and which of them are numbers that lost digits."""
    lost = np.zeros(len(kinds), bool)
    parts: list[pa.Array] = [pa.array([], pa.string())]
    cells: list[Lines] = []
    filled = np.asarray(pc.greater(pc.binary_length(raw), 0))

    def take(which: Mask, made: Callable[[pa.Array], pa.Array]) -> None:
        if which.any():
            cells.append(np.flatnonzero(which))
            parts.append(made(raw.filter(pa.array(which))))

    def numbers(told: pa.Array) -> pa.Array:
        found = _numbers(book, told)
        lost[numeric] = (np.abs(found) >= EXACT) & ~dated[numeric]
        return _written(found, dated[numeric], book.begins_1904)

    numeric = (kinds == _NUMBER) & filled
    take(numeric, numbers)
    take((kinds == _SHARED) & filled, lambda told: _shared(book, told))
    for kind, made in _MADE.items():
        take((kinds == kind) & filled, made)
    runs_in = (kinds == _INLINE) & ~filled
    if runs_in.any():
        cells.append(np.flatnonzero(runs_in))
        parts.append(pa.array([runs(rich[cell]) for cell in cells[-1].tolist()], pa.string()))
    order = np.full(len(kinds), -1, np.int64)
    if cells:
        order[np.concatenate(cells)] = np.arange(sum(map(len, parts)))
    return pa.concat_arrays(parts).take(pa.array(order, mask=order < 0)), lost


def _day(raw: pa.Array) -> pa.Array:
    told = pc.replace_substring(plains(raw), "T", " ")
    return pc.replace_substring_regex(told, DAY, r"\1")


def _boolean(raw: pa.Array) -> pa.Array:
    return pc.if_else(pc.equal(plains(raw), "1"), "true", "false")


_MADE: Mapping[int, Callable[[pa.Array], pa.Array]] = {
    _INLINE: plains, _FORMULA: plains, _ERROR: plains, _DAY: _day, _BOOLEAN: _boolean,
}  # fmt: skip


def _numbers(book: Workbook, raw: pa.Array) -> npt.NDArray[np.float64]:
    try:
        found: npt.NDArray[np.float64] = raw.cast(pa.string()).cast(pa.float64()).to_numpy()
    except pa.ArrowInvalid as error:
        raise book.broken(f"a number cell reads {str(error)[:100]}") from error
    return found


def _shared(book: Workbook, raw: pa.Array) -> pa.Array:
    try:
        return book.texts.take(raw.cast(pa.string()).cast(pa.int64()))
    except (pa.ArrowInvalid, IndexError) as error:
        raise book.broken(f"a cell names a text that is not there: {error}") from error


def _written(numbers: npt.NDArray[np.float64], dated: Mask, begins_1904: bool) -> pa.Array:
    """Numbers as briefly as says them exactly; dates as days, moments or times."""
    whole = (numbers == np.trunc(numbers)) & (np.abs(numbers) < 2.0**63)
    integers = pa.array(np.where(whole, numbers, 0).astype(np.int64)).cast(pa.string())
    written = pc.if_else(pa.array(whole), integers, pa.array(numbers).cast(pa.string()))
    # Beyond these there is no year of four digits.
    days = dated & (numbers >= 0) & (numbers < 2_900_000)
    if not days.any():
        return written
    serial = np.where(days, numbers, 0) + (1462 if begins_1904 else 0)
    serial = np.where((serial < 60) & (serial >= 1), serial + 1, serial)
    moments = np.round(serial * 86_400_000).astype(np.int64)
    since = np.datetime64("1899-12-30", "ms") + moments.astype("timedelta64[ms]")
    told = pa.array(since.astype("datetime64[ms]")).cast(pa.string())
    told = pc.replace_substring_regex(told, r"\.000$", "")
    told = pc.replace_substring_regex(told, DAY, r"\1")
    clock = pa.array(days & (numbers < 1) & (numbers > 0) & ~np.bool_(begins_1904))
    told = pc.if_else(clock, pc.replace_substring_regex(told, r"^[\d-]+ ", ""), told)
    return pc.if_else(pa.array(days), told, written)


def _usual(chunk: bytes, last: int) -> bytes:
    """Cells in a rarer form, written as most programs write them."""
    rows = re.split(rb"(?=<row[ >/])", _PREFIXED.sub(rb"<\1", chunk))
    found = []
    for row in rows:
        named = re.match(rb"<row\b[^>]*?\sr=[\"'](\d+)[\"']", row)
        last = int(named[1]) if named else last + row.startswith(b"<row")
        column = -1

        def rewritten(cell: re.Match[bytes], row_number: int = last) -> bytes:
            nonlocal column
            attributes = cell[1].replace(b"'", b'"')
            place = re.search(rb'\br\s*=\s*"([A-Z]{1,3})(\d+)"', attributes)
            column = position(place[1]) if place else column + 1
            kind = re.search(rb'\bt\s*=\s*"(\w+)"', attributes)
            style = re.search(rb'\bs\s*=\s*"(\d+)"', attributes)
            told = (b' t="%s"' % kind[1] if kind else b"") + (
                b' s="%s"' % style[1] if style else b""
            )
            name = letters(column).encode()
            return b'<c r="%s%d"%s%s' % (name, row_number, told, cell[2])

        tight = re.sub(rb">\s+<(?=/?(?:c|v|f|is)\b)", b"><", row)
        found.append(re.sub(rb"<c((?:\s[^>]*?)?)\s*(/?>)", rewritten, tight))
    return b"".join(found)


def letters(position: int) -> str:
    """A column's letters as Excel shows them: A to Z, AA…"""
    found = ""
    position += 1
    while position:
        position, rest = divmod(position - 1, 26)
        found = chr(ord("A") + rest) + found
    return found
