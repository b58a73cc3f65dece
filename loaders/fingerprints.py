"""Fingerprints of raw rows: whether a row came before is known without reading what it means."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import TracebackType
from typing import Self

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from loaders.batch import source_key
from loaders.contract import Contract
from loaders.readers import Rows
from loaders.readers.base import Lines
from runtime.duck import duck

Hashes = npt.NDArray[np.uint64]


@dataclass(frozen=True)
class Prints:
    """For rows by their lines: a hash of all that the contract reads of them, one of their key.

    Two rows are the same where both agree. `keys` are the keys themselves, null where none is.
    """

    lines: Lines
    rows: Hashes
    key_hashes: Hashes
    keys: pa.Array


class Printer:
    """Takes fingerprints, in the thread that made it."""

    def __enter__(self) -> Self:
        self._connection = duck(threads=1)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._connection.close()

    def prints(self, rows: Rows, names: Mapping[str, str], contract: Contract) -> Prints:
        """Those of a batch; `names` are the file's names of the contract's columns."""
        columns = {ours: rows.column(theirs) for ours, theirs in names.items()}
        keys = source_key(columns, contract)
        told = {f"c{place}": column for place, column in enumerate(columns.values())}
        if rows.shapes is not None:
            told["shape"] = rows.shapes
        batch = pa.table({**told, "key": keys})
        self._connection.register("batch", batch)
        whole = ", ".join(told)
        hashes = self._connection.sql(
            f"select hash($1, {whole}) as whole, hash(key) as key from batch",
            params=[rows.crs or ""],
        ).to_arrow_table()
        self._connection.unregister("batch")
        return Prints(rows.lines, _hashes(hashes["whole"]), _hashes(hashes["key"]), keys)

    def hashes(self, values: pa.Array) -> Hashes:
        """Those of a column's values."""
        self._connection.register("batch", pa.table({"value": values}))
        found = self._connection.sql("select hash(value) as hash from batch").to_arrow_table()
        self._connection.unregister("batch")
        return _hashes(found["hash"])


def _hashes(column: pa.ChunkedArray) -> Hashes:
    return np.asarray(column.to_numpy(), np.uint64)
