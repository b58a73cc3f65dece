"""One JSON object a line; a dotted column name reaches into nested objects."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import pyarrow as pa

from loaders.errors import Refused
from loaders.files import NdjsonFile
from loaders.readers.base import Rows, running
from loaders.readers.decoding import Utf8
from loaders.readers.objects import LONGEST, Objects
from loaders.readers.sifting import undamaged


def read(path: Path, spec: NdjsonFile, wanted: Sequence[str]) -> Iterator[Rows]:
    """Batches of rows; blank lines are no rows, a line that is no JSON object is broken."""
    with Utf8(path, spec.encoding) as stream:
        yield from undamaged(
            _rows(stream, path, spec, wanted), lambda: stream.damaged, spec.encoding
        )


def _rows(stream: Utf8, path: Path, spec: NdjsonFile, wanted: Sequence[str]) -> Iterator[Rows]:
    objects = Objects(wanted, spec.explode)
    line = 1
    for texts in _lines(stream, path):
        yield objects.rows(texts, running(line, len(texts)))
        line += len(texts)
    if line == 1:
        raise Refused("文件为空", "the file is empty", where=str(path))


def _lines(stream: Utf8, path: Path) -> Iterator[pa.Array]:
    """The lines of the file, some thousands at a time, each an element of an array."""
    rest: list[bytes] = []
    line = 1
    while chunk := stream.read(1 << 20):
        whole, found, rest_of_chunk = chunk.rpartition(b"\n")
        if found:
            texts = _array(b"".join([*rest, whole, b"\n"]))
            yield texts
            line += len(texts)
            rest = []
        rest.append(rest_of_chunk)
        if sum(map(len, rest)) > LONGEST:
            raise Refused(
                f"第 {line} 行超过 {LONGEST >> 20} MB",
                f"line {line} is longer than {LONGEST >> 20} MB",
                where=f"{path}:{line}",
                hint="is it one JSON object a line? For one document set file.format to json",
            )
    if any(rest):
        yield _array(b"".join([*rest, b"\n"]))


def _array(text: bytes) -> pa.Array:
    """Lines as texts without copying them; line ends stay, JSON does not mind."""
    ends = np.flatnonzero(np.frombuffer(text, np.uint8) == 10) + 1
    offsets = np.concatenate([[0], ends]).astype(np.int32)
    return pa.StringArray.from_buffers(len(ends), pa.py_buffer(offsets), pa.py_buffer(text))
