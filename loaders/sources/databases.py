"""What differs between databases: drivers, how to be read only, how to be patient, exact texts."""

from __future__ import annotations

import time
from typing import Any

import psycopg2
import psycopg2.extensions as pg
from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

from runtime.settings import settings

DRIVERS = {
    "postgresql": "postgresql+psycopg2",
    "mysql": "mysql+pymysql",
    "mariadb": "mariadb+pymysql",
    "sqlite": "sqlite+pysqlite",
}
_MYSQL_SHAPE = 255
# A server that cannot be reached, is starting, or went away; lost connections of MySQL.
_GONE = (2002, 2003, 2006, 2013, 1040, 1053)
# Said by PostgreSQL before there is a session, so without a code.
_REFUSED = ("authentication failed", "does not exist", "pg_hba", "no password", "permission denied")
_STEPS = 10_000  # of SQLite's engine between two looks at the clock


def arguments(backend: str) -> dict[str, Any]:
    """What a driver is told when it connects."""
    seconds = settings().fetch_timeout
    limit = settings().statement_timeout
    if backend == "postgresql":
        options = (
            f"-c default_transaction_read_only=on -c statement_timeout={limit}s"
            f" -c lock_timeout={seconds}s -c datestyle=ISO -c timezone={settings().timezone}"
        )
        return {"connect_timeout": seconds, "options": options, "application_name": "siku"}
    if backend in ("mysql", "mariadb"):
        from pymysql.converters import encoders

        # The server ends a long statement itself and says so; one that is silent for longer has
        # gone away. Without decoders every value stays its text, dates of zeros included.
        return {"connect_timeout": seconds, "read_timeout": limit + seconds if limit else None,
                "conv": dict(encoders), "charset": "utf8mb4"}  # fmt: skip
    return {"timeout": seconds}


def restrict(connection: Connection) -> None:
    """Let nothing be written, and no statement run for ever."""
    limit = settings().statement_timeout
    raw: Any = connection.connection.driver_connection
    backend = connection.dialect.name
    if backend == "postgresql":
        pg.register_type(_AS_TEXT, raw)
        pg.register_type(_BOOLEAN, raw)
    elif backend in ("mysql", "mariadb"):
        is_mariadb = bool(getattr(connection.dialect, "is_mariadb", False))
        name, value = ("max_statement_time", limit) if is_mariadb else (
            "max_execution_time", limit * 1000)  # fmt: skip
        connection.exec_driver_sql(f"SET SESSION {name} = {value}")
        connection.exec_driver_sql("SET SESSION TRANSACTION READ ONLY")
        connection.rollback()
    else:
        raw.execute("PRAGMA query_only = on")
        ends = time.monotonic() + limit
        raw.set_progress_handler(lambda: bool(limit) and time.monotonic() > ends, _STEPS)


def shape_kinds(connection: Connection) -> frozenset[int]:
    """The types of columns that hold shapes."""
    if connection.dialect.name == "postgresql":
        found = connection.exec_driver_sql(
            "SELECT oid::int8 FROM pg_type WHERE typname IN ('geometry', 'geography')"
        )
        return frozenset(int(oid) for (oid,) in found)
    return frozenset({_MYSQL_SHAPE} if connection.dialect.name in ("mysql", "mariadb") else ())


def may_pass(error: DBAPIError) -> bool:
    """Whether the same question may find an answer later."""
    original: Any = error.orig
    code = original.args[0] if original.args else None
    if isinstance(code, int):
        return code in _GONE
    told = str(original)
    if isinstance(original, psycopg2.OperationalError):
        state = original.pgcode or ""
        refused = any(words in told for words in _REFUSED)
        return state.startswith(("57P", "08", "55P03")) or (not state and not refused)
    return "locked" in told


# PostgreSQL's own text of every built-in type.
_OIDS = (17, 20, 21, 23, 26, 114, 600, 700, 701, 790, 1082, 1083, 1114, 1184, 1186, 1266, 1700,
         2950, 3802, 1000, 1005, 1007, 1009, 1015, 1016, 1021, 1022, 1115, 1182, 1183, 1185, 1187,
         1231, 199, 2951, 3904, 3906, 3908, 3910, 3912, 3926)  # fmt: skip
_AS_TEXT = pg.new_type(_OIDS, "AS_TEXT", lambda value, cursor: value)
_BOOLEAN = pg.new_type(
    (16,), "BOOLEAN", lambda value, cursor: {"t": "true", "f": "false"}.get(str(value), value)
)
