"""A first load writes an empty table: indexed and measured once, after, not row by row."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, Table
from sqlalchemy.exc import OperationalError

from models.history import table_name
from runtime.database import execute
from runtime.sql import load

# From here on building an index at once is worth more than the lock it takes.
MANY = 20_000


@contextmanager
def indexed_after(connection: Connection, table: Table, rows: int) -> Iterator[None]:
    """Fill a table within the block; if it is empty and much is coming, index it at the end, and
    let the planner know what is in it.

    Readers of a table wait while it has no indexes, so only a table in which there is nothing to
    read yet is treated so, and only if nobody is looking into it at this moment.
    """
    if rows < MANY or not _is_empty(connection, table) or not _locked(connection, table):
        yield
        return
    definitions = execute(
        connection, load("bulk/indexes"), {"table": f'{table.schema}."{table.name}"'}
    ).all()
    for index in definitions:
        connection.exec_driver_sql(index.gone)
    yield
    for index in definitions:
        connection.exec_driver_sql(index.again)
    execute(connection, load("merge/analyze", table=table_name(table)))


def _is_empty(connection: Connection, table: Table) -> bool:
    return bool(execute(connection, load("bulk/empty", table=table_name(table))).scalar_one())


def _locked(connection: Connection, table: Table) -> bool:
    """Lock the table against everybody if that can be had at once."""
    try:
        with connection.begin_nested():
            execute(connection, load("bulk/lock", table=table_name(table)))
    except OperationalError:
        return False
    return True
