"""What is put aside among a reader's rows: rows that are none, and rows not decoded whole."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from loaders.readers.base import Broken, Rows
from loaders.readers.decoding import MARK

Mask = npt.NDArray[np.bool_]


def without(rows: Iterator[Rows], beginnings: Sequence[str]) -> Iterator[Rows]:
    """The rows that do not begin with one of these texts: totals, notes, comments."""
    if not beginnings:
        yield from rows
        return
    for some in rows:
        keep = np.ones(len(some.lines), bool)
        first = _first_texts(some)
        for beginning in beginnings:
            keep &= ~np.asarray(pc.starts_with(first, beginning))
        broken = [
            one for one in some.broken
            if not (one.text or "").lstrip(' \t"\u3000').startswith(tuple(beginnings))
        ]  # fmt: skip
        yield replace(_kept(some, keep), broken=broken)


def undamaged(rows: Iterator[Rows], damaged: Callable[[], bool], encoding: str) -> Iterator[Rows]:
    """Rows without the marks of undecodable bytes; those that have them are broken."""
    for some in rows:
        yield _sifted(some, encoding) if damaged() else some


def clear(text: str) -> str:
    """A text that writes its undecodable bytes like `\\xff` in place of their marks."""
    return text.replace(MARK, "\\x")


def holds(column: pa.Array, text: str) -> Mask | None:
    """Which values have a text in them; None, at the cost of a glance, when none has."""
    data = column.buffers()[2] if len(column) else None
    if data is None or text.encode() not in memoryview(data).tobytes():
        return None
    mask = np.asarray(pc.fill_null(pc.match_substring(column, text), False))
    return mask if mask.any() else None


def _first_texts(rows: Rows) -> pa.Array:
    """The first text of each row."""
    first = pa.nulls(len(rows.lines), pa.string())
    for column in rows.columns.values():
        texts = pc.utf8_trim_whitespace(column)
        filled = pc.greater(pc.binary_length(texts), 0)
        first = pc.coalesce(first, pc.if_else(filled, texts, pa.scalar(None, pa.string())))
        if not first.null_count:
            break
    return pc.fill_null(first, "")


def _kept(rows: Rows, keep: Mask) -> Rows:
    if keep.all():
        return rows
    mask = pa.array(keep)
    columns = {name: column.filter(mask) for name, column in rows.columns.items()}
    return replace(rows, lines=rows.lines[keep], columns=columns)


def _sifted(rows: Rows, encoding: str) -> Rows:
    where: dict[str, Mask] = {}
    for name, column in rows.columns.items():
        mask = holds(column, MARK)
        if mask is not None:
            where[name] = mask
    broken = [
        replace(
            one, text=one.text and clear(one.text),
            values={name: text and clear(text) for name, text in one.values.items()},
        )
        for one in rows.broken
    ]  # fmt: skip
    if not where:
        return replace(rows, broken=broken)
    bad = np.logical_or.reduce(list(where.values()))
    for place in np.flatnonzero(bad).tolist():
        column = next(name for name, mask in where.items() if mask[place])
        broken.append(_undecoded(rows, place, column, encoding))
    broken.sort(key=lambda one: one.line)
    return replace(_kept(rows, ~bad), broken=broken)


def _undecoded(rows: Rows, place: int, column: str, encoding: str) -> Broken:
    line = int(rows.lines[place])
    values = {
        name: None if (text := cells[place].as_py()) is None else clear(text)
        for name, cells in rows.columns.items()
    }
    return Broken(
        line, None, "encoding",
        f"第 {line} 行“{column}”有字节不是 {encoding} 编码:“{values[column]}”。",
        f'Line {line}, column {column} has bytes that are not {encoding}: "{values[column]}".',
        values, column,
    )  # fmt: skip
