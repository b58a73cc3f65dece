"""A DuckDB of our own: in memory, drawing nothing on anybody's terminal, fetching nothing."""

from __future__ import annotations

from typing import TypeAlias

import duckdb

Bound: TypeAlias = str | bool | int


def duck(**bounds: Bound) -> duckdb.DuckDBPyConnection:
    """One with nothing in it, within these bounds."""
    alone: dict[str, Bound] = {
        "autoinstall_known_extensions": False, "autoload_known_extensions": False,
    }  # fmt: skip
    connection = duckdb.connect(":memory:", config={**alone, **bounds})
    connection.execute("set enable_progress_bar = false")
    return connection
