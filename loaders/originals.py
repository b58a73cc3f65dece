"""Rows of a delivery as they stand in its landing copy: all columns, their own text."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import shapely

from loaders.contract import Contract
from loaders.readers import WHOLE_ROW, Broken, Rows, read
from loaders.readers.base import Lines

Row = Mapping[str, str | None]


@dataclass
class Originals:
    """The source's columns in their order, rows by line, and the system its shapes are in."""

    columns: list[str] = field(default_factory=list)
    rows: dict[int, Row] = field(default_factory=dict)
    crs: str | None = None


def originals(landing: Path, contract: Contract, lines: Collection[int]) -> Originals:
    """The rows in these lines. One that could not be divided into columns has what could be read
    of it, and its whole text beside."""
    found = Originals()
    wanted = np.array(sorted(lines), np.int64)
    names: dict[str, None] = {}
    for rows in read(landing, contract.file, contract.sources):
        found.crs = found.crs or rows.crs
        names.update(dict.fromkeys(rows.columns))
        found.rows.update(_told(rows, wanted))
        for broken in rows.broken:
            if broken.line in lines:
                found.rows[broken.line] = _of_broken(broken)
    if any(WHOLE_ROW in row for row in found.rows.values()):
        names[WHOLE_ROW] = None
    found.columns = list(names)
    return found


def _told(rows: Rows, wanted: Lines) -> Iterator[tuple[int, Row]]:
    """The wanted ones of a batch."""
    mask = np.isin(rows.lines, wanted)
    if not mask.any():
        return
    keep = pa.array(mask)
    columns = {name: pc.filter(column, keep) for name, column in rows.columns.items()}
    if rows.shapes is not None:
        columns[list(columns)[-1]] = _written(pc.filter(rows.shapes, keep))
    texts: Sequence[Sequence[str | None]] = [column.to_pylist() for column in columns.values()]
    for line, *values in zip(rows.lines[mask].tolist(), *texts, strict=True):
        yield line, dict(zip(columns, values, strict=True))


def _written(wkb: pa.Array) -> pa.Array:
    """Shapes as text, as far as they can be read."""
    with np.errstate(invalid="ignore"):
        found = shapely.from_wkb(wkb.to_numpy(zero_copy_only=False), on_invalid="ignore")
    return pa.array(np.array(shapely.to_wkt(found, rounding_precision=-1), object), pa.string())


def _of_broken(broken: Broken) -> Row:
    return {**broken.values, WHOLE_ROW: broken.text} if broken.text else dict(broken.values)
