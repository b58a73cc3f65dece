"""A program of its own that reads one .xls workbook, so that a malicious one harms only itself.

An .xls can claim any number of cells in a few bytes, and its parser takes it at its word. Memory
and time are bounded here, where the parser's end is nobody else's. It imports nothing of ours.
"""

from __future__ import annotations

import json
import resource
import sys
from typing import Any

MEMORY = 3 << 30
SECONDS = 300
EXACT = 1e15


def main(path: str, sheet: str, header_ends: str) -> None:
    """Write the sheets' names, or a sheet as an Arrow stream, to the standard output."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    import fastexcel

    book = fastexcel.read_excel(path)
    if not header_ends:
        sys.stdout.write(json.dumps(book.sheet_names))
        return
    _write_sheet(book, sheet, int(header_ends))


def _write_sheet(book: Any, sheet: str, header_ends: int) -> None:
    """The sheet's cells as texts, with the places of errors and of numbers that lost digits.

    As text calamine gives numbers nine decimals; columns that are all numbers below the header
    are read as such, and written exactly.
    """
    import numpy as np
    import pyarrow as pa
    import pyarrow.compute as pc

    def loaded(skipped: int, **options: Any) -> Any:
        return book.load_sheet(sheet, header_row=None, skip_rows=skipped, **options)

    told, errors = loaded(0, dtypes="string").to_arrow_with_errors()
    faults = [[*error.offset_position, "error"] for error in (errors.errors if errors else ())]
    columns = [column.cast(pa.string()) for column in told.columns]
    if told.num_rows:
        below = pa.array(np.arange(told.num_rows) >= header_ends)
        exact = loaded(header_ends, schema_sample_rows=None).to_arrow()
        aligned = exact.num_rows == told.num_rows - header_ends
        for place, texts in enumerate(columns):
            if aligned and pa.types.is_floating(exact.column(place).type):
                numbers = exact.column(place)
                written = pc.replace_substring_regex(numbers.cast(pa.string()), r"\.0$", "")
                columns[place] = pc.replace_with_mask(texts, below, written)
                lost = np.asarray(pc.fill_null(pc.greater_equal(pc.abs(numbers), EXACT), False))
                rows = np.flatnonzero(lost) + header_ends
                faults += [[row, place, "digits"] for row in rows.tolist()]
    names = [str(place) for place in range(len(columns))]
    batch = pa.RecordBatch.from_arrays(columns, names=names)
    batch = batch.replace_schema_metadata({"faults": json.dumps(faults)})
    with pa.ipc.new_stream(sys.stdout.buffer, batch.schema) as stream:
        stream.write_batch(batch)


if __name__ == "__main__":
    main(*sys.argv[1:])
