"""SDMX data messages of every kind: which it is, and its observations as rows.

pysdmx reads whole messages into memory and does not tell where an observation stands; here a file
of any size is read within bounds, and a bad figure can be pointed at. The tests hold these readers
against pysdmx.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from loaders.errors import Refused
from loaders.files import SdmxFile
from loaders.readers import sdmx_csv, sdmx_json, sdmx_ml
from loaders.readers.base import BATCH, Rows, ascending, table_of
from loaders.readers.sdmx_words import ACTION, DELETE, Observation

_HEAD = 4096


def read(path: Path, spec: SdmxFile, wanted: Sequence[str]) -> Iterator[Rows]:
    """Batches of observations with the components of their series and data set.

    `ACTION` is a column of its own where the contract asks for it: Append, Replace, Delete…
    """
    head = _head(path)
    if head.startswith(b"{"):
        yield from _batches(sdmx_json.observations(path), path, wanted)
    elif head.startswith((b"<", b"\xff\xfe<", b"\xfe\xff\0<")):
        yield from _batches(sdmx_ml.observations(path), path, wanted)
    else:
        for rows in sdmx_csv.read(path, head, wanted):
            _must_not_delete(rows, path, wanted)
            yield rows


def _head(path: Path) -> bytes:
    with path.open("rb") as file:
        head = file.read(_HEAD).removeprefix(b"\xef\xbb\xbf").lstrip()
    if not head:
        raise Refused("文件为空", "the file is empty", where=str(path))
    return head


def _batches(
    observations: Iterator[Observation], path: Path, wanted: Sequence[str]
) -> Iterator[Rows]:
    rows, lines, last = [], [], 0
    for row, action, line in observations:
        if ACTION in wanted:
            row[ACTION] = action
        elif action == DELETE:
            raise _deletes(path, line)
        rows.append(row)
        lines.append(line)
        if len(rows) >= BATCH:
            numbers = ascending(lines, last)
            yield Rows(numbers, table_of(rows, wanted))
            last = int(numbers[-1])
            rows, lines = [], []
    yield Rows(ascending(lines, last), table_of(rows, wanted))


def _must_not_delete(rows: Rows, path: Path, wanted: Sequence[str]) -> None:
    if ACTION in wanted or ACTION not in rows.columns:
        return
    for line, action in zip(rows.lines, rows.columns[ACTION].to_pylist(), strict=True):
        if action == DELETE:
            raise _deletes(path, int(line))


def _deletes(path: Path, line: int) -> Refused:
    return Refused(
        "报文要删除观测值,而合同没有说明如何处理",
        "the message deletes observations, of which the contract says nothing",
        where=f"{path}:{line}",
        hint="add to the contract  operation: {column: ACTION, delete: [Delete]}",
    )
