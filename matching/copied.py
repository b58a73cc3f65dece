"""Reads what a COPY of the database yields as an Arrow table, within its transaction."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from typing import Any

import pyarrow as pa
import pyarrow.csv
from psycopg2 import sql
from sqlalchemy import Connection


def copied(
    connection: Connection, copy: sql.Composable, kind: Callable[[str], pa.DataType]
) -> pa.Table:
    """What a COPY … TO STDOUT (format csv, header) yields; `kind` tells the type of a column."""
    raw: Any = connection.connection.driver_connection
    with tempfile.TemporaryFile() as file:
        with raw.cursor() as cursor:
            cursor.copy_expert(copy.as_string(raw), file)
        file.seek(0)
        header = file.readline().decode().strip().split(",")
        file.seek(0)
        return pa.csv.read_csv(
            file,
            parse_options=pa.csv.ParseOptions(newlines_in_values=True),
            convert_options=pa.csv.ConvertOptions(
                column_types={name: kind(name) for name in header}, strings_can_be_null=True,
                quoted_strings_can_be_null=False, null_values=[""], true_values=["t"],
                false_values=["f"],
            ),
        )  # fmt: skip
