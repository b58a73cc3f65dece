"""Sheets of an Excel workbook, with title rows above their header, in batches of exact text."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import replace
from fnmatch import fnmatchcase
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from loaders.errors import Refused
from loaders.files import XlsxFile
from loaders.readers.base import Broken, Lines, Rows, labels, running
from loaders.readers.cells import Block
from loaders.readers.sheets import Modern, Old, heads, opened
from loaders.readers.sifting import Mask, without

_FAULTS = {
    "digits": (
        "是超过 15 位的数字,单元格只存下前 15 位,应以文本填写",
        "is a number of more than 15 digits, of which a cell keeps 15; it should be a text",
    ),
    "error": ("是公式错误", "is the error of a formula"),
}


def read(path: Path, spec: XlsxFile, wanted: Sequence[str]) -> Iterator[Rows]:
    """Batches of rows; an empty row is no row. Lines are the sheet's rows, one sheet after
    another."""
    with opened(path) as book:
        before = 0
        for name in chosen(book, spec, path):
            last = before
            for rows in without(_sheet(book, name, path, spec, wanted), spec.skip_beginning):
                shifted = replace(rows, lines=rows.lines + before, broken=_later(rows, before))
                last = max([last, *shifted.lines[-1:].tolist()])
                last = max([last, *(one.line for one in shifted.broken)])
                yield _with_label(shifted, spec.sheet_label, name)
            before = last


def chosen(book: Modern | Old, spec: XlsxFile, path: Path) -> list[str]:
    """The sheets that are read."""
    names = book.names
    patterns = spec.sheets or ((spec.sheet,) if spec.sheet is not None else ())
    if not patterns:
        return names[:1]
    for pattern in patterns:
        if pattern not in names and not any(fnmatchcase(name, pattern) for name in names):
            raise Refused(
                f"没有名为“{pattern}”的工作表", f"there is no sheet {pattern!r}", where=str(path),
                hint="the workbook has: " + ", ".join(names),
            )  # fmt: skip
    return [n for n in names if any(n == p or fnmatchcase(n, p) for p in patterns)]


def _sheet(
    book: Modern | Old, name: str, path: Path, spec: XlsxFile, wanted: Sequence[str]
) -> Iterator[Rows]:
    header: tuple[str, ...] | None = None
    above: dict[int, dict[int, str | None]] = {}
    last = spec.header_row + spec.header_rows - 1
    for block in book.blocks(name, last):
        if header is None:
            collect(block, range(spec.header_row, last + 1), above)
            if block.rows[-1] <= last:
                continue
            header = _header(book, name, above, path, spec)
        rows = _rows(block, header, last, wanted)
        yield rows
    if header is None:
        header = _header(book, name, above, path, spec)
        nothing = {label: pa.array([], pa.string()) for label in labels(header)}
        yield Rows(running(1, 0), nothing, header)


def collect(block: Block, wanted: range, found: dict[int, dict[int, str | None]]) -> None:
    """Add the cells of some rows to those found."""
    for place in np.flatnonzero((block.rows >= wanted.start) & (block.rows < wanted.stop)).tolist():
        cells = {number: column[place].as_py() for number, column in block.columns.items()}
        found[int(block.rows[place])] = cells


def _header(
    book: Modern | Old, name: str, above: dict[int, dict[int, str | None]], path: Path,
    spec: XlsxFile,
) -> tuple[str, ...]:  # fmt: skip
    names = named(book, name, above, spec.header_row, spec.header_rows)
    if not names:
        raise Refused(
            f"工作表“{name}”第 {spec.header_row} 行没有表头",
            f"sheet {name!r} has no header in row {spec.header_row}",
            where=f"{path}:{spec.header_row}",
            hint="see file.sheet and file.header_row in the contract",
        )
    return tuple(names)


def named(
    book: Modern | Old, name: str, above: dict[int, dict[int, str | None]], first: int, count: int
) -> list[str]:
    """The columns' names, up to the last that has one."""
    found = [above.get(row, {}) for row in range(first, first + count)]
    filled = [place for row in found for place, text in row.items() if text and text.strip()]
    width = max(filled, default=-1) + 1
    names = heads(book, name, [[row.get(place) for place in range(width)] for row in found], first)
    while names and not names[-1]:
        names.pop()
    return names


def _rows(block: Block, header: tuple[str, ...], last: int, wanted: Sequence[str]) -> Rows:
    """The rows of a block below the header, without empty ones; those with faults are broken."""
    names = dict(enumerate(labels(header)))
    for place in sorted(block.columns):
        names.setdefault(place, f"第{place + 1}列")
    nothing = pa.nulls(len(block.rows), pa.string())
    filled = np.zeros(len(block.rows), bool)
    columns: dict[str, pa.Array] = {}
    for place, name in names.items():
        column = block.columns.get(place, nothing)
        some = np.asarray(pc.fill_null(pc.greater(pc.binary_length(column), 0), False))
        if place < len(header) or some.any():
            columns[name] = column
        filled |= some
    for row, _ in block.faults:
        filled[row] = True
    filled &= block.rows > last
    faulty, broken = _faulty(block, names, columns, filled, wanted)
    mask = pa.array(filled & ~faulty)
    kept = {name: column.filter(mask) for name, column in columns.items()}
    lines: Lines = block.rows[filled & ~faulty]
    return Rows(lines, kept, header, broken=broken)


def _faulty(
    block: Block, names: dict[int, str], columns: dict[str, pa.Array], filled: Mask,
    wanted: Sequence[str],
) -> tuple[Mask, list[Broken]]:  # fmt: skip
    """Rows in which a cell that is wanted is no good."""
    asked = {_alike(name) for name in wanted}
    mask = np.zeros(len(block.rows), bool)
    broken: list[Broken] = []
    for (row, place), fault in sorted(block.faults.items()):
        name = names[place]
        if mask[row] or not filled[row] or _alike(name) not in asked:
            continue
        mask[row] = True
        values = {label: column[row].as_py() for label, column in columns.items()}
        line, (zh, en) = int(block.rows[row]), _FAULTS[fault]
        told = values.get(name) or ""
        broken.append(
            Broken(
                line, None, fault, f"第 {line} 行“{name}”的“{told}”{zh}。",
                f'Line {line}, column {name}: "{told}" {en}.', values, name,
            )
        )  # fmt: skip
    return mask, broken


def _later(rows: Rows, before: int) -> list[Broken]:
    return [replace(one, line=one.line + before) for one in rows.broken]


def _with_label(rows: Rows, label: str | None, name: str) -> Rows:
    """Rows with the name of their sheet beside."""
    if label is None:
        return rows
    column = pa.array([name] * len(rows.lines), pa.string())
    broken = [replace(one, values={**one.values, label: name}) for one in rows.broken]
    header = (*(rows.header or ()), label)
    return replace(rows, columns={**rows.columns, label: column}, header=header, broken=broken)


def _alike(name: str) -> str:
    return "".join(unicodedata.normalize("NFKC", name).split())
