"""SDMX-CSV, 1.0 and 2.0: delimited text whose columns are components."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from loaders.errors import Refused
from loaders.files import CsvFile
from loaders.readers import csv
from loaders.readers.base import Rows
from loaders.readers.sdmx_words import ACTION, action, value

_BEGINS = re.compile(rb'^"?(?:DATAFLOW|STRUCTURE|DATASTRUCTURE)(?:\[.?\])?(?::[^,;\t|"]*)?"?(.)')
# Columns that say which structure it is and not what was observed.
_FRAME = frozenset({"DATAFLOW", "STRUCTURE", "STRUCTURE_ID", "STRUCTURE_NAME"})
_LABELLED = r"^([A-Za-z0-9_@$-]+):\s*.*$"


def read(path: Path, head: bytes, wanted: Sequence[str]) -> Iterator[Rows]:
    """Batches of observations; lines are those of the file."""
    begin = _BEGINS.match(head)
    if begin is None:
        raise Refused(
            "不是 SDMX 数据报文", "it is no SDMX message: neither XML nor JSON nor SDMX-CSV",
            where=str(path), hint="SDMX-CSV begins with DATAFLOW or STRUCTURE; "
            "for other text say format: csv",
        )  # fmt: skip
    spec = CsvFile(pattern="*", format="csv", delimiter=begin.group(1).decode("latin-1"))
    for rows in csv.read(path, spec, wanted):
        columns = dict(_component(name, texts) for name, texts in rows.columns.items())
        columns = {name: texts for name, texts in columns.items() if name not in _FRAME}
        for name in wanted:
            columns.setdefault(name, pa.nulls(len(rows.lines), pa.string()))
        yield replace(rows, columns=columns, header=None)


def _component(name: str, texts: pa.Array) -> tuple[str, pa.Array]:
    """A column under its component's id; where labels stand beside codes, the codes alone."""
    component, _, label = (name or "").partition(":")
    component = component.strip().partition("[")[0]
    if label:
        texts = pc.replace_substring_regex(texts, _LABELLED, r"\1")
    encoded = texts.dictionary_encode()
    means: Callable[[str | None], str | None] = action if component == ACTION else value
    meant = [means(text) for text in encoded.dictionary.to_pylist()]
    return component, pa.array(meant, pa.string()).take(encoded.indices)
