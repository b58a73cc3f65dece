"""The truth beside the deliveries: which row is which thing, and what noise each row carries."""

import io
from pathlib import Path
from typing import Final

import pyarrow as pa
import pyarrow.parquet as pq

from samples.noise import Sheet, Spoiler
from samples.population_files import true_ids
from samples.writers import batches

RECORDS: Final = pa.schema(
    [
        ("dataset", pa.string()), ("date", pa.string()), ("source_key", pa.string()),
        ("thing", pa.string()), ("truth_id", pa.int64()),
    ]
)  # fmt: skip
NOISE: Final = pa.schema(
    [
        ("dataset", pa.string()), ("date", pa.string()), ("source_key", pa.string()),
        ("column", pa.string()), ("kind", pa.string()),
    ]
)  # fmt: skip


def records(dataset: str, date: str, sheet: Sheet) -> bytes:
    """Which true thing each row of a sheet is."""
    count = len(sheet)
    columns = [
        _constant(dataset, count), _constant(date, count), sheet.keys,
        _constant(sheet.thing, count), pa.array(true_ids(sheet)),
    ]  # fmt: skip
    return _stream(pa.table(columns, schema=RECORDS))


def noise(dataset: str, date: str, sheet: Sheet, spoiler: Spoiler | None) -> bytes:
    """What was done to which row of a sheet."""
    tables = [NOISE.empty_table()]
    keys = sheet.keys
    for kind, column, rows in spoiler.done if spoiler else ():
        count = len(rows)
        columns = [
            _constant(dataset, count), _constant(date, count), keys.take(pa.array(rows)),
            _constant(column, count), _constant(kind, count),
        ]  # fmt: skip
        tables.append(pa.table(columns, schema=NOISE))
    return _stream(pa.concat_tables(tables).combine_chunks())


def parquet(pieces: list[Path], target: Path) -> int:
    """Put the pieces of a truth file together; how many rows it has."""
    reader = batches(pieces)
    rows = 0
    with pq.ParquetWriter(target, reader.schema, compression="zstd") as writer:
        for batch in reader:
            writer.write_batch(batch)
            rows += batch.num_rows
    return rows


def _constant(value: str, count: int) -> pa.Array:
    return pa.repeat(pa.scalar(value, pa.string()), count)


def _stream(table: pa.Table) -> bytes:
    sink = io.BytesIO()
    with pa.ipc.new_stream(sink, table.schema) as writer:
        writer.write_table(table)
    return sink.getvalue()
