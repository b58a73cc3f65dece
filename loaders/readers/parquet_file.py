"""A program of its own that reads one Parquet file, so that a malicious one harms only itself.

Arrow's parser ends the whole process on some files that are broken in a cunning way. Here that
ends nothing else. The rows go to the standard output as an Arrow stream of texts; the reason why
a file is refused goes to the standard error as JSON, with the exit code REFUSED. It imports
nothing of ours, to be quick to start.
"""

from __future__ import annotations

import json
import resource
import sys
from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import parquet

REFUSED = 3
BATCH = 32_768
DAY = r"^(\d{4}-\d{2}-\d{2})[ T]00:00:00(\.0+)?$"
MEMORY = 8 << 30
LARGEST_CHUNK = 2 << 30  # bytes of one column of a row group, unpacked
LARGEST_COLUMN = 256 << 20  # bytes of one column of a batch, as text


class Refused(Exception):
    """The file cannot be read, and why, in both languages."""

    def __init__(self, zh: str, en: str, *, where: str, hint: str) -> None:
        super().__init__(en)
        self.told = {"zh": zh, "en": en, "where": where, "hint": hint}


def main(path: Path) -> int:
    """Write the file's rows; the exit code."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        _write(path)
    except Refused as error:
        sys.stderr.write(json.dumps(error.told))
        return REFUSED
    return 0


def _write(path: Path) -> None:
    batches = _batches(path)
    first = next(batches)
    with pa.ipc.new_stream(sys.stdout.buffer, first.schema) as stream:
        stream.write_batch(first)
        for batch in batches:
            stream.write_batch(batch)


def _batches(path: Path) -> Iterator[pa.RecordBatch]:
    """The rows as texts; the names as the file has them stand in the schema's metadata."""
    first = 1
    try:
        with _opened(path) as file:
            for batch in file.iter_batches(BATCH, use_threads=False):
                yield _named(_flattened(batch, path, first))
                first += batch.num_rows
            if first == 1:
                yield _named(_flattened(file.schema_arrow.empty_table(), path, first))
    except (pa.ArrowException, OSError, ValueError, LookupError, MemoryError) as error:
        raise Refused(
            "不是可读取的 Parquet 文件,或文件已损坏",
            f"it is no Parquet file, or broken after row {first - 1}: {error}",
            where=str(path), hint="ask the department to deliver it again",
        ) from error  # fmt: skip


def _named(columns: list[tuple[str, pa.Array]]) -> pa.RecordBatch:
    metadata = {"header": json.dumps([name for name, _ in columns])}
    fields = [(str(place), pa.string()) for place in range(len(columns))]
    arrays = [column for _, column in columns]
    return pa.RecordBatch.from_arrays(arrays, schema=pa.schema(fields, metadata))


def _opened(path: Path) -> parquet.ParquetFile:
    """The file, its texts in dictionaries left in them so that none can swell unseen."""
    metadata = parquet.read_metadata(path)
    coded: dict[str, None] = {}
    for group in range(metadata.num_row_groups):
        for number in range(metadata.num_columns):
            column = metadata.row_group(group).column(number)
            if column.total_uncompressed_size > LARGEST_CHUNK:
                raise Refused(
                    f"列“{column.path_in_schema}”展开后过大",
                    f"column {column.path_in_schema!r} would unpack to"
                    f" {column.total_uncompressed_size >> 20} MB in one row group",
                    where=str(path), hint="ask for smaller row groups",
                )  # fmt: skip
            if column.physical_type == "BYTE_ARRAY" and column.has_dictionary_page:
                coded[column.path_in_schema] = None
    return parquet.ParquetFile(
        path, read_dictionary=list(coded), pre_buffer=False, buffer_size=1 << 20,
        page_checksum_verification=True,
    )  # fmt: skip


def _flattened(
    batch: pa.RecordBatch | pa.Table, path: Path, first: int
) -> list[tuple[str, pa.Array]]:
    """The columns by name, those within others by dotted names."""
    found: list[tuple[str, pa.Array]] = []

    def add(name: str, column: pa.Array) -> None:
        if pa.types.is_struct(column.type):
            inner = [column.type.field(place).name for place in range(column.type.num_fields)]
            for part, values in zip(inner, column.flatten(), strict=True):
                add(f"{name}.{part}", values)
        else:
            found.append((name, _text(name, column, path, first)))

    for name, column in zip(batch.schema.names, batch.columns, strict=True):
        add(name, column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column)
    return found


def _text(name: str, column: pa.Array, path: Path, first: int) -> pa.Array:
    """A column as texts that say what its values say."""
    if pa.types.is_dictionary(column.type):
        column = _decoded(name, column, path, first)
    kind = column.type
    if pa.types.is_timestamp(kind):
        written = pc.replace_substring_regex(column.cast(pa.string()), r"\.0+(Z|[+-]\d+)?$", r"\1")
        return pc.replace_substring_regex(written, DAY, r"\1")
    if pa.types.is_nested(kind) or pa.types.is_duration(kind) or pa.types.is_interval(kind):
        return pa.array([_json(value) for value in column.to_pylist()], pa.string())
    if pa.types.is_binary(kind) or pa.types.is_large_binary(kind) or pa.types.is_binary_view(kind):
        return _characters(column)
    if pa.types.is_fixed_size_binary(kind):
        return pa.array([value and value.hex() for value in column.to_pylist()], pa.string())
    if pa.types.is_floating(kind):
        column = pc.if_else(pc.is_nan(column), pa.scalar(None, kind), column)
        return pc.replace_substring_regex(column.cast(pa.string()), r"\.0$", "")
    return _valid(column) if pa.types.is_string(kind) else column.cast(pa.string())


def _valid(column: pa.Array) -> pa.Array:
    """Texts that are UTF-8; a file may say so of bytes that are not."""
    try:
        column.validate(full=True)
    except pa.ArrowInvalid:
        return _characters(column.cast(pa.binary()))
    return column


def _decoded(name: str, column: pa.DictionaryArray, path: Path, first: int) -> pa.Array:
    """The values of a dictionary, unless a few of them make far more than the file is."""
    dictionary = column.dictionary
    if pa.types.is_string(dictionary.type) or pa.types.is_binary(dictionary.type):
        size = pc.sum(pc.binary_length(dictionary).cast(pa.int64()).take(column.indices)).as_py()
        if (size or 0) > LARGEST_COLUMN:
            raise Refused(
                f"第 {first} 行起列“{name}”的文本过大",
                f"column {name!r} holds {size >> 20} MB of text within {len(column)} rows",
                where=f"{path}:{first}", hint="it may be an attack; ask the department",
            )  # fmt: skip
    return column.dictionary_decode()


def _characters(column: pa.Array) -> pa.Array:
    """Bytes that are text as text, others by their digits."""
    try:
        return column.cast(pa.string())
    except pa.ArrowInvalid:
        values = (None if value is None else _readable(value) for value in column.to_pylist())
        return pa.array(values, pa.string())


def _readable(value: bytes) -> str:
    try:
        return value.decode()
    except UnicodeDecodeError:
        return value.hex()


def _json(value: object) -> str | None:
    """A list or map as JSON, a span of time as its text."""
    if value is None:
        return None
    if isinstance(value, list | dict | tuple):
        return json.dumps(value, ensure_ascii=False, default=str)
    return str(value)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
