"""What the embedded cluster contains: its configuration, roles, databases and extensions."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

import psycopg2
from psycopg2 import sql
from psycopg2.extensions import connection as Connection
from psycopg2.extensions import cursor as Cursor

from runtime import ports, secrets
from runtime.settings import REPOSITORY, settings

ADMIN = "siku_admin"
OWNER = "siku"
AIRFLOW = "siku_airflow"
GATE = "siku_gate"

# Role → what it may do. The gate inherits nothing: it sees only what SET ROLE lets it.
ROLES = {
    ADMIN: "LOGIN SUPERUSER",
    OWNER: "LOGIN CREATEROLE",
    AIRFLOW: "LOGIN",
    GATE: "LOGIN NOINHERIT",
}
EXTENSIONS = REPOSITORY / "sql" / "runtime" / "extensions.sql"

CONFIGURATION = """\
# Written by siku at each start; change SIKU_ settings instead.
listen_addresses = '127.0.0.1'
unix_socket_directories = ''
port = {port}
password_encryption = 'scram-sha-256'
timezone = '{timezone}'
max_connections = 100
shared_buffers = {buffers}MB
work_mem = 64MB
maintenance_work_mem = 256MB
effective_cache_size = {cache}MB
max_wal_size = 4GB
checkpoint_timeout = 15min
wal_compression = lz4
random_page_cost = 1.1
jit = off
dynamic_shared_memory_type = {shared_memory}
logging_collector = on
log_directory = '{log}'
log_filename = 'postgresql-%a.log'
log_truncate_on_rotation = on
log_rotation_age = 1d
log_rotation_size = 0
log_line_prefix = '%m [%p] %u@%d %a '
"""


def configuration(port: int, folder: Path) -> str:
    """Our part of the server's configuration. Durability stays as PostgreSQL has it: on."""
    # Containers often give /dev/shm 64 MB, where a parallel hash join would fail.
    memory = os.statvfs("/dev/shm")
    roomy = memory.f_frsize * memory.f_blocks >= 512 * 1024 * 1024
    megabytes = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // 2**20
    return CONFIGURATION.format(
        port=port,
        buffers=min(max(megabytes // 8, 128), 2048),
        cache=megabytes // 2,
        timezone=settings().timezone,
        shared_memory="posix" if roomy else "mmap",
        log=folder / "log",
    )


def wanted() -> str:
    """A mark of everything provisioned: changes when the roles, passwords or extensions do."""
    parts = (repr(sorted(secrets.passwords().items())), repr(ROLES), EXTENSIONS.read_text())
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def stamp() -> str:
    """The mark left when provisioning last ended."""
    return secrets.read(_stamp_file())


def forget() -> None:
    """Drop the mark: the cluster is new."""
    _stamp_file().unlink(missing_ok=True)


def _stamp_file() -> Path:
    return settings().cluster / "provisioned"


def connect(database: str) -> Connection:
    """An autocommitting superuser connection to a database of the embedded cluster."""
    made = psycopg2.connect(
        host="127.0.0.1",
        port=ports.known("cluster"),
        user=ADMIN,
        dbname=database,
        passfile=str(secrets.passfile()),
        application_name="siku set-up",
    )
    made.autocommit = True
    return made


def admin_can_enter() -> bool:
    """Whether the superuser's password is the one we kept."""
    if not set(ROLES) <= set(secrets.passwords()):
        return False
    try:
        connect("postgres").close()
    except psycopg2.OperationalError as error:
        if "authentication failed" in str(error) or "no password" in str(error):
            return False
        raise
    return True


def everything() -> None:
    """Roles, databases, extensions; safe to run again after a kill."""
    connection = connect("postgres")
    try:
        with connection.cursor() as cursor:
            for role, powers in ROLES.items():
                _role(cursor, role, powers)
            _database(cursor, OWNER, OWNER)
            _database(cursor, AIRFLOW, AIRFLOW)
    finally:
        connection.close()
    _extend(OWNER)
    secrets.write(_stamp_file(), wanted())


def _role(cursor: Cursor, role: str, powers: str) -> None:
    """Make the role if missing; give it its powers and the password we keep."""
    name = sql.Identifier(role)
    cursor.execute("SELECT FROM pg_roles WHERE rolname = %s", [role])
    if not cursor.rowcount:
        cursor.execute(sql.SQL("CREATE ROLE {}").format(name))
    cursor.execute(
        sql.SQL("ALTER ROLE {} {} PASSWORD %s").format(name, sql.SQL(powers)),
        [secrets.passwords()[role]],
    )
    if role == OWNER and cursor.connection.server_version >= 160000:
        # From 16 on a creator of roles is not their member unless it asks for that.
        cursor.execute(
            sql.SQL("ALTER ROLE {} SET createrole_self_grant = 'set, inherit'").format(name)
        )
    if role == GATE:
        cursor.execute(
            sql.SQL("GRANT {} TO {} WITH ADMIN OPTION").format(name, sql.Identifier(OWNER))
        )


def _database(cursor: Cursor, name: str, owner: str, template: str | None = None) -> None:
    """Make the database if missing, for its owner and those it lets in."""
    database = sql.Identifier(name)
    cursor.execute("SELECT FROM pg_database WHERE datname = %s", [name])
    if not cursor.rowcount:
        cursor.execute(
            sql.SQL("CREATE DATABASE {} OWNER {} TEMPLATE {}").format(
                database, sql.Identifier(owner), sql.Identifier(template or "template0")
            )
        )
    rights = "TEMPORARY" if owner == OWNER else "ALL"
    cursor.execute(
        sql.SQL("REVOKE {} ON DATABASE {} FROM PUBLIC").format(sql.SQL(rights), database)
    )


def _extend(name: str) -> None:
    """Give a database the extensions that only a superuser may create."""
    connection = connect(name)
    try:
        with connection.cursor() as cursor:
            cursor.execute(EXTENSIONS.read_text())
    finally:
        connection.close()


def create_database(name: str, template: str | None = None) -> None:
    """Make a database of siku's owner: a copy of the template, or an empty one with extensions."""
    connection = connect("postgres")
    try:
        with connection.cursor() as cursor:
            _database(cursor, name, OWNER, template)
    finally:
        connection.close()
    if template is None:
        _extend(name)


def drop_database(name: str) -> None:
    """Drop a database and end whoever is in it."""
    connection = connect("postgres")
    try:
        with connection.cursor() as cursor:
            cursor.execute(
                sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name))
            )
    finally:
        connection.close()
