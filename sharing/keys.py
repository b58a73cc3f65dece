"""API keys: issued once, kept as a hash, and known by their public part."""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
from pathlib import Path
from typing import Any

from psycopg2 import sql
from sqlalchemy import Connection

import audit
from loaders.contract import departments
from runtime.database import execute
from runtime.secrets import folder, read, write
from sharing.errors import NoSuchDepartment, NoSuchKey

# siku_<public part>_<secret part>: a leaked key is recognised, and named in the log without harm.
FORM = re.compile(r"siku_(?P<id>[0-9a-f]{8})_[A-Za-z0-9_-]{43}")


def issue(connection: Connection, department: str, note: str | None = None) -> str:
    """Make a key for a department. It is given back here and can never be read again."""
    known = departments()
    if department not in known:
        raise NoSuchDepartment(
            f"there is no department {department!r}", hint="one of: " + ", ".join(known)
        )
    key_id = secrets.token_hex(4)
    key = f"siku_{key_id}_{secrets.token_urlsafe(32)}"
    statement = sql.SQL(
        "INSERT INTO sharing.api_key (key_id, department, hash, note) VALUES (%s, %s, %s, %s)"
    )
    execute(connection, statement, (key_id, department, _hash(key), note))
    what = {"key": key_id, "department": department, "done": "issued", "note": note}
    audit.append(connection, "key", "siku", what)
    return key


def revoke(connection: Connection, key_id: str) -> None:
    """Make a key worthless from now on."""
    statement = sql.SQL(
        "UPDATE sharing.api_key SET revoked_at = clock_timestamp()"
        " WHERE key_id = %s AND revoked_at IS NULL RETURNING department"
    )
    department = execute(connection, statement, (key_id,)).scalar()
    if department is None:
        raise NoSuchKey(f"no key {key_id!r} is in use", hint="./siku key list")
    what = {"key": key_id, "department": department, "done": "revoked"}
    audit.append(connection, "key", "siku", what)


def listed(connection: Connection, department: str | None = None) -> list[dict[str, Any]]:
    """Every key ever issued, without what makes it a key."""
    statement = sql.SQL(
        "SELECT key_id, department, note, issued_at, revoked_at FROM sharing.api_key"
        " WHERE %(department)s::text IS NULL OR department = %(department)s ORDER BY issued_at"
    )
    found = execute(connection, statement, {"department": department})
    return [dict(row) for row in found.mappings()]


def public_part(key: str) -> str | None:
    """The part of a key that may be written down; none when it has not the form of a key."""
    found = FORM.fullmatch(key)
    return found["id"] if found else None


def holder(connection: Connection, key: str) -> str | None:
    """The department that holds the key, or none."""
    statement = sql.SQL(
        "SELECT department, hash FROM sharing.api_key WHERE key_id = %s AND revoked_at IS NULL"
    )
    row = execute(connection, statement, (public_part(key),)).one_or_none()
    if row is None or not hmac.compare_digest(row.hash, _hash(key)):
        return None
    department: str = row.department
    return department


def _hash(key: str) -> str:
    # A key is 256 random bits: a plain hash cannot be guessed back.
    return hashlib.sha256(key.encode()).hexdigest()


def kept_here(connection: Connection, department: str) -> Path:
    """The file with a key of the department's for use on this machine; issued when there is none.

    The demonstration and its reader use it; a real department is given a key of its own.
    """
    file = folder() / f"api-key-{department}"
    key = read(file)
    if not key or holder(connection, key) != department:
        write(file, issue(connection, department, "kept on this machine"))
    return file
