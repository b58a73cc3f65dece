"""Departments' database roles: made once, locked down, with a password that is never shown."""

from __future__ import annotations

from pathlib import Path

from psycopg2 import sql
from psycopg2.extensions import encrypt_password
from sqlalchemy import Connection
from sqlalchemy.engine import make_url

from runtime import cluster, provision, secrets
from runtime.database import database_url, execute, gate_url, transaction
from runtime.locks import only_one
from runtime.sql import load
from sharing.errors import RoleTooPowerful

# What a department's session may cost. It reads only, whatever it tries.
CONNECTIONS = 10
SETTINGS = {
    "statement_timeout": "5min",
    "idle_in_transaction_session_timeout": "5min",
    "default_transaction_read_only": "on",
}


def role_of(department: str) -> str:
    """The role that a department logs in as."""
    return f"siku_dept_{department}"


def schema_of(department: str) -> str:
    """The schema that holds what a department may see, and nothing else."""
    return f"share_{department}"


def gate_role() -> str:
    """The role of the sharing services."""
    return make_url(gate_url()).username or provision.GATE


def address(department: str) -> str:
    """The address for psql and other tools; the password is in the file it names."""
    url = make_url(database_url()).set(username=role_of(department), password=None)
    url = url.set(drivername="postgresql", query={"passfile": str(passfile(department))})
    return url.render_as_string(hide_password=False)


def passfile(department: str) -> Path:
    """The department's own password file, which can be handed to it."""
    return secrets.folder() / f"{role_of(department)}.pgpass"


def ensure(department: str) -> None:
    """Make the department's role, or bring it back to what it should be.

    Roles belong to the whole cluster, where siku may be at work in other databases: so one at a
    time, in a transaction of its own, and nothing is done that already holds. A role without
    grants sees nothing.
    """
    role, word = role_of(department), ""
    with only_one("departments"):
        with transaction() as connection:
            known = execute(
                connection, sql.SQL("SELECT FROM pg_roles WHERE rolname = %s"), (role,)
            ).rowcount
            if not known:
                execute(connection, sql.SQL("CREATE ROLE {}").format(sql.Identifier(role)))
            if not known or not secrets.read(passfile(department)):
                word = secrets.new_password()
                _set_password(connection, role, word)
            if not _settled(connection, department):
                _settle(connection, department)
                _must_be_settled(connection, department)
        if word:
            # Any host and port: the embedded cluster's port may change, the password stays.
            secrets.write(passfile(department), f"*:*:*:{role}:{word}")
        _log_statements(role)


def _set_password(connection: Connection, role: str, word: str) -> None:
    """Give the role a password; the server and its log see only the scrambled one."""
    raw = connection.connection.driver_connection
    scrambled = encrypt_password(word, role, scope=raw, algorithm="scram-sha-256")
    statement = sql.SQL("ALTER ROLE {} PASSWORD {}")
    execute(connection, statement.format(sql.Identifier(role), sql.Literal(scrambled)))


def _configuration(department: str) -> dict[str, str]:
    # public holds PostGIS, whose operators a GIS writes without a schema.
    return SETTINGS | {"search_path": f"{schema_of(department)}, public"}


def _settled(connection: Connection, department: str) -> bool:
    wanted = [f"{name}={value}" for name, value in _configuration(department).items()]
    found = execute(
        connection,
        load("sharing/role_settled"),
        {
            "role": role_of(department),
            "gate": gate_role(),
            "connections": CONNECTIONS,
            "configuration": wanted,
        },
    )
    return bool(found.scalar_one())


def _must_be_settled(connection: Connection, department: str) -> None:
    if not _settled(connection, department):
        role = role_of(department)
        raise RoleTooPowerful(
            f"the role {role} has powers or memberships that no department should have",
            where="pg_roles, pg_auth_members",
            hint=f"as a superuser take them away: \\du {role} in psql shows them",
        )


def _settle(connection: Connection, department: str) -> None:
    role = sql.Identifier(role_of(department))
    execute(
        connection,
        load(
            "sharing/role_settle",
            role=role,
            gate=gate_role(),
            connections=sql.Literal(CONNECTIONS),
        ),
    )
    for name, value in _configuration(department).items():
        # A list of schemas is several words, not one text.
        words = sql.SQL(", ").join(map(sql.Literal, value.split(", ")))
        statement = sql.SQL("ALTER ROLE {} SET {} = {}")
        execute(connection, statement.format(role, sql.Identifier(name), words))


def _log_statements(role: str) -> None:
    """Let the server log what the department's own sessions ask; only a superuser can say so.

    On a server that is not ours its administrator decides; docs/sharing.md says what to run.
    """
    if not _on_embedded_cluster():
        return
    admin = provision.connect("postgres")
    try:
        with admin.cursor() as cursor:
            cursor.execute(
                "SELECT FROM pg_db_role_setting s JOIN pg_roles r ON r.oid = s.setrole"
                " WHERE r.rolname = %s AND 'log_statement=all' = ANY (s.setconfig)",
                [role],
            )
            if not cursor.rowcount:
                statement = sql.SQL("ALTER ROLE {} SET log_statement = 'all'")
                cursor.execute(statement.format(sql.Identifier(role)))
    finally:
        admin.close()


def _on_embedded_cluster() -> bool:
    url = make_url(database_url())
    own = cluster.status()
    return own.running and (url.host, url.port) == ("127.0.0.1", own.port)
