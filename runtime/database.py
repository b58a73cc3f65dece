"""Connections to siku's one database, for every room."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import psycopg2
from psycopg2 import errorcodes, sql
from sqlalchemy import Connection, CursorResult, Engine, create_engine
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError

from runtime import cluster, provision, secrets
from runtime.settings import settings

if TYPE_CHECKING:
    from adbc_driver_postgresql.dbapi import Connection as AdbcConnection

Parameters = Mapping[str, Any] | tuple[Any, ...] | None


_COLLISIONS = (errorcodes.DEADLOCK_DETECTED, errorcodes.SERIALIZATION_FAILURE)
_AWAY = (
    OperationalError, InterfaceError, psycopg2.OperationalError, psycopg2.InterfaceError,
    OSError, MemoryError,
)  # fmt: skip
_MISSING = (FileNotFoundError, PermissionError, IsADirectoryError, NotADirectoryError)


def collided(error: BaseException) -> bool:
    """Whether the database broke this transaction off to let another one through."""
    cause = error.orig if isinstance(error, DBAPIError) else error
    return getattr(cause, "pgcode", None) in _COLLISIONS


def transient(error: BaseException) -> bool:
    """Whether the same may well succeed when it is tried again: the database was away or let
    another transaction through, disk or network failed. A fault of the program is none of these."""
    if isinstance(error, DBAPIError) and error.connection_invalidated:
        return True
    return collided(error) or (isinstance(error, _AWAY) and not isinstance(error, _MISSING))


def database_url() -> str:
    """The settings' address of the database, or the embedded cluster's, without a password."""
    return settings().database_url or embedded_url(provision.OWNER, provision.OWNER)


def gate_url() -> str:
    """The same database for the sharing services, which SET ROLE to the department they serve."""
    if settings().database_url:
        return settings().gate_database_url or database_url()
    return embedded_url(provision.GATE, provision.OWNER)


def airflow_url() -> str | None:
    """Airflow's metadata database; None when an existing server is used and none was named."""
    if settings().database_url:
        return settings().airflow_database_url
    return embedded_url(provision.AIRFLOW, provision.AIRFLOW)


def embedded_url(role: str, database: str) -> str:
    """A role's address of a database in the running embedded cluster."""
    return URL.create(
        "postgresql",
        username=role,
        host="127.0.0.1",
        port=cluster.port(),
        database=database,
        query={"passfile": str(secrets.passfile())},
    ).render_as_string(hide_password=False)


def engine(url: str | None = None) -> Engine:
    """The pool of connections to an address, by default to siku's database; one per process."""
    return _engine(url or database_url())


@lru_cache
def _engine(url: str) -> Engine:
    return create_engine(
        make_url(url).set(drivername="postgresql+psycopg2"),
        pool_pre_ping=True,
        connect_args={"application_name": "siku", "options": session_options()},
    )


def session_options() -> str:
    """What holds in every session of ours, as libpq's `options`."""
    return f"-c statement_timeout={settings().statement_timeout}s -c timezone={settings().timezone}"


@contextmanager
def transaction() -> Iterator[Connection]:
    """One transaction: commits at the end, rolls back on an exception."""
    with engine().begin() as connection:
        yield connection


def execute(
    connection: Connection, statement: sql.Composable, parameters: Parameters = None
) -> CursorResult[Any]:
    """Run SQL composed by `runtime.sql.load`, with values as parameters."""
    raw = connection.connection.driver_connection
    if raw is None:
        raise RuntimeError("the connection is closed")
    text = statement.as_string(raw)
    # Without parameters psycopg2 leaves percent signs alone.
    options = {"no_parameters": parameters is None}
    return connection.exec_driver_sql(text, parameters, execution_options=options)


def adbc() -> AdbcConnection:
    """An Arrow connection to the same database; use it as a context manager and commit()."""
    from adbc_driver_postgresql import dbapi

    url = make_url(database_url()).set(drivername="postgresql")
    url = url.update_query_dict({"application_name": "siku", "options": session_options()})
    return dbapi.connect(url.render_as_string(hide_password=False).replace("+", "%20"))
