"""Writing to the sealed log, and reading who looked."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

from psycopg2 import sql
from sqlalchemy import Connection

from runtime.database import execute
from runtime.sql import load


def append(connection: Connection, kind: str, who: str, what: dict[str, Any]) -> int:
    """Append an entry and return its position; it stands when the transaction commits.

    Do it last in a transaction: whoever else appends waits until this one ends.
    """
    statement = sql.SQL("SELECT audit.append(%s, %s, %s::jsonb)")
    text = json.dumps(what, ensure_ascii=False, default=str)
    return int(execute(connection, statement, (kind, who, text)).scalar_one())


def append_file(
    connection: Connection, kind: str, who: str, path: Path, what: dict[str, Any]
) -> int:
    """Append an entry about a file, so that `verify` can prove the file was not altered since."""
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return append(connection, kind, who, {**what, "file": str(path.resolve()), "sha256": digest})


def entries(
    connection: Connection,
    *,
    department: str | None = None,
    kind: str | None = None,
    thing: str | None = None,
    master_id: int | None = None,
    limit: int = 50,
) -> list[dict[str, Any]]:
    """The newest entries, newest first; of one department, kind or master where asked."""
    touched = {"owner": thing, "masters": [master_id]} if master_id is not None else None
    found = execute(
        connection,
        load("audit/entries"),
        {
            "who": department,
            "kind": "access" if touched else kind,
            "touched": json.dumps({k: v for k, v in touched.items() if v}) if touched else None,
            "limit": limit,
        },
    )
    return [dict(row) for row in found.mappings()]
