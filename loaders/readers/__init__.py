"""Readers by format: from a file to batches of raw text with their lines."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from loaders.files import FileSpec
from loaders.readers import (
    crosstab,
    csv,
    fixed,
    json,
    ndjson,
    parquet,
    query,
    sdmx,
    vector,
    xlsx,
    xml,
)
from loaders.readers.base import WHOLE_ROW, Broken, Rows
from loaders.readers.unpacking import numbered, unpacked

__all__ = ["READERS", "WHOLE_ROW", "Broken", "Rows", "read"]

READERS: Mapping[str, Callable[[Path, Any, Sequence[str]], Iterator[Rows]]] = {
    "csv": csv.read,
    "xlsx": xlsx.read,
    "json": json.read,
    "ndjson": ndjson.read,
    "fixed": fixed.read,
    "parquet": parquet.read,
    "xml": xml.read,
    "vector": vector.read,
    "crosstab": crosstab.read,
    "sdmx": sdmx.read,
    "query": query.read,
}


def read(path: Path, spec: FileSpec, wanted: Sequence[str]) -> Iterator[Rows]:
    """The rows of a landing copy, however it was packed, in batches; `wanted` are the columns its
    contract names."""
    with unpacked(path, spec) as parts:
        yield from numbered(parts, lambda part: READERS[spec.format](part, spec, wanted))
