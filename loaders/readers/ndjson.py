"""One JSON object a line; a dotted column name reaches into nested objects."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from loaders.errors import Refused
from loaders.files import NdjsonFile
from loaders.readers.base import Broken, Rows
from loaders.readers.decoding import Utf8

# AND looks at both sides, and the right one fails on what is no JSON.
_OBJECT = "CASE WHEN json_valid(line) THEN json_type(line) = 'OBJECT' ELSE false END"
LONGEST = 16 << 20  # bytes of one line


def read(path: Path, spec: NdjsonFile, wanted: Sequence[str]) -> Iterator[Rows]:
    """Batches of rows; blank lines are no rows, a line that is no JSON object is broken."""
    engine = duckdb.connect(":memory:", config={"threads": 1})
    names: list[str] = list(wanted)
    line = 1
    with Utf8(path, spec.encoding) as stream:
        for texts in _lines(stream, path):
            if line == 1:
                names += [name for name in _keys(engine, texts) if not _covered(name, wanted)]
            yield _rows(engine, texts, names, line)
            line += len(texts)
    if line == 1:
        raise Refused("文件为空", "the file is empty", where=str(path))


def _lines(stream: Utf8, path: Path) -> Iterator[pa.Array]:
    """The lines of the file, some thousands at a time, each an element of an array."""
    rest = b""
    while chunk := stream.read(1 << 20):
        whole, found, rest_of_chunk = (rest + chunk).rpartition(b"\n")
        rest = rest_of_chunk
        if found:
            yield _array(whole + b"\n")
        elif len(rest) > LONGEST:
            raise Refused(
                f"有一行超过 {LONGEST >> 20} MB", f"a line is longer than {LONGEST >> 20} MB",
                where=str(path), hint="is it one JSON object a line?",
            )  # fmt: skip
    if rest:
        yield _array(rest + b"\n")


def _array(text: bytes) -> pa.Array:
    """Lines as texts without copying them; line ends stay, JSON does not mind."""
    ends = np.flatnonzero(np.frombuffer(text, np.uint8) == 10) + 1
    offsets = np.concatenate([[0], ends]).astype(np.int32)
    return pa.StringArray.from_buffers(len(ends), pa.py_buffer(offsets), pa.py_buffer(text))


def _keys(engine: duckdb.DuckDBPyConnection, texts: pa.Array) -> list[str]:
    """The keys of the first lines, so that a column nobody asked for is seen."""
    lines = pa.table({"line": texts.slice(0, 1000)})
    engine.register("lines", lines)
    found = engine.execute(
        f"SELECT DISTINCT unnest(json_keys(line)) AS key FROM lines WHERE {_OBJECT} ORDER BY key"
    ).fetchall()
    return [key for (key,) in found]


def _covered(name: str, wanted: Sequence[str]) -> bool:
    return any(want == name or want.startswith(f"{name}.") for want in wanted)


def _rows(
    engine: duckdb.DuckDBPyConnection, texts: pa.Array, names: Sequence[str], first: int
) -> Rows:
    lines = np.arange(first, first + len(texts), dtype=np.int64)
    blank = pc.equal(pc.binary_length(pc.utf8_trim_whitespace(texts)), 0)
    engine.register("lines", pa.table({"line": texts}))
    good = np.asarray(
        engine.sql(
            f"SELECT {_OBJECT} AS good FROM lines"
        ).to_arrow_table()["good"].combine_chunks()
    )  # fmt: skip
    bad = ~good & ~np.asarray(blank)
    engine.register("lines", pa.table({"line": texts.filter(pa.array(good))}))
    values = engine.sql(
        "SELECT " + ", ".join("json_extract_string(line, ?)" for _ in names) + " FROM lines",
        params=[_path(name) for name in names],
    ).to_arrow_table()
    columns = {
        name: column.combine_chunks().cast(pa.string())
        for name, column in zip(names, values.columns, strict=True)
    }
    broken = [
        _broken(int(lines[place]), texts[int(place)].as_py()) for place in np.flatnonzero(bad)
    ]
    return Rows(lines[good], columns, None, broken=broken)


def _path(name: str) -> str:
    """`母亲.姓名` as a JSON path."""
    parts = (part.replace('"', r"\"") for part in name.split("."))
    return "$" + "".join(f'."{part}"' for part in parts)


def _broken(line: int, text: str) -> Broken:
    return Broken(
        line, text.rstrip("\r\n"), "json",
        f"第 {line} 行不是一个 JSON 对象", f"line {line} is not one JSON object",
    )  # fmt: skip
