"""Files of records as tables of text, whatever form they have."""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from pathlib import Path

import pyarrow as pa

from loaders.drafting.form import form_of
from loaders.drafting.sample import head_of
from loaders.readers import read
from runtime.errors import SikuError


class NoRecords(SikuError):
    """A file that nothing can be matched from."""


def records(path: Path, wanted: Sequence[str]) -> pa.Table:
    """The wanted columns of a file: CSV, Parquet, NDJSON, JSON, workbooks, XML, geodata, packed or
    not. A column that every row leaves out is not there; one that is missing is a fault."""
    if not path.is_file():
        raise NoRecords(f"there is no file {path}", hint="name a file of records")
    batches: list[dict[str, pa.Array]] = []
    header: dict[str, None] = {}
    count = 0
    with head_of(path) as head:
        spec = form_of(head).spec(path.name)
    for rows in read(path, spec, wanted):
        columns = dict(rows.columns)
        header.update(dict.fromkeys(rows.header or columns))
        size = len(rows.lines)
        batches.append({name: columns.get(name, pa.nulls(size, pa.string())) for name in wanted})
        count += size
    if not count:
        raise NoRecords(f"{path.name} has no rows", where=str(path))
    _all_there(path, wanted, header)
    return pa.concat_tables(
        [pa.table({n: c.cast(pa.string()) for n, c in batch.items()}) for batch in batches]
    )


def _all_there(path: Path, wanted: Sequence[str], header: dict[str, None]) -> None:
    missing = [name for name in wanted if name not in header]
    if not missing:
        return
    close = difflib.get_close_matches(missing[0], header, n=1)
    question = f"; did you mean {close[0]}?" if close else ""
    raise NoRecords(
        f"{path.name} has no column {', '.join(missing)}{question}",
        where=str(path),
        hint="its columns are: " + ", ".join(header),
    )
