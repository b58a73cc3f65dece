"""What a query gave: the landing copy of a database's answer, never the database itself."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from loaders.errors import Refused
from loaders.files import QueryFile
from loaders.readers.base import BATCH, Rows, running

# In the landing copy's metadata: the coordinate system of its shapes.
CRS = b"siku.crs"


def read(path: Path, spec: QueryFile, wanted: Sequence[str]) -> Iterator[Rows]:
    """Batches of rows, numbered as the database gave them; a shape stands last, as WKB."""
    try:
        with pq.ParquetFile(path) as file:
            schema = file.schema_arrow
            _must_be_ours(schema)
            crs = (file.metadata.metadata or {}).get(CRS, b"").decode() or None
            first = 1
            for batch in file.iter_batches(BATCH):
                batch.validate(full=True)
                yield _rows(batch, first, crs)
                first += batch.num_rows
            if first == 1:
                yield _rows(pa.RecordBatch.from_pylist([], schema=schema), first, crs)
    except (pa.ArrowException, OSError, ValueError, LookupError) as error:
        raise Refused(
            "查询结果的落地副本已损坏", f"the landing copy of the query is broken: {error}",
            where=str(path), hint="deliver it again: ./siku deliver DATASET",
        ) from error  # fmt: skip


def _must_be_ours(schema: pa.Schema) -> None:
    """What `ask` writes is text, each column by a name of its own, but for a shape at the end."""
    kinds = schema.types[:-1] if schema.types[-1:] == [pa.binary()] else schema.types
    if any(kind != pa.string() for kind in kinds) or len(set(schema.names)) < len(schema.names):
        raise pa.ArrowInvalid("it has columns that are no texts, or a name twice")


def _rows(batch: pa.RecordBatch, first: int, crs: str | None) -> Rows:
    columns = dict(zip(batch.schema.names, batch.columns, strict=True))
    shapes = None
    if batch.num_columns and pa.types.is_binary(batch.schema.types[-1]):
        name = batch.schema.names[-1]
        shapes, columns[name] = columns[name], pa.nulls(batch.num_rows, pa.string())
    lines = running(first, batch.num_rows)
    return Rows(lines, columns, tuple(batch.schema.names), shapes, crs)
