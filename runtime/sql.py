"""SQL that lives in files: `sql/<name>.sql`, with {placeholders} for identifiers.

A placeholder is `{name}`; a literal brace is doubled. What fills it decides what it becomes:

    "person"                    → "person"                      an identifier
    ("population", "person")    → "population"."person"         a qualified identifier
    ["a", "b"]                  → "a", "b"                      identifiers, comma-joined
    a psycopg2.sql.Composable   → itself                        a condition, a list of expressions…

Values are never filled in: they are parameters of `execute`, written `%(name)s` or `%s`, and then
every other percent sign of the file is doubled. A statement executed without parameters keeps
single percent signs.
"""

from __future__ import annotations

import re
import string
from functools import cache

from psycopg2 import sql

from runtime.errors import SikuError
from runtime.settings import REPOSITORY

FOLDER = REPOSITORY / "sql"

Part = str | tuple[str, ...] | list[str] | sql.Composable


class SqlError(SikuError):
    """A file of SQL and what it was asked to be filled with do not fit."""


def load(name: str, /, **parts: Part) -> sql.Composed:
    """The SQL of `sql/<name>.sql` with its placeholders filled."""
    text = _text(name)
    wanted = {field for _, field, _, _ in string.Formatter().parse(text) if field is not None}
    _must_fit(name, wanted, set(parts))
    return sql.SQL(text).format(**{key: _composable(part) for key, part in parts.items()})


def _must_fit(name: str, wanted: set[str], given: set[str]) -> None:
    where = f"sql/{name}.sql"
    if odd := sorted(field for field in wanted if not re.fullmatch(r"[a-z_][a-z0-9_]*", field)):
        raise SqlError(f"{{{odd[0]}}} is no placeholder", where=where, hint="double literal braces")
    if missing := sorted(wanted - given):
        raise SqlError(f"nothing was given for {{{missing[0]}}}", where=where)
    if unknown := sorted(given - wanted):
        raise SqlError(f"the file has no placeholder {{{unknown[0]}}}", where=where)


@cache
def _text(name: str) -> str:
    path = FOLDER / f"{name}.sql"
    try:
        return path.read_text(encoding="utf-8")
    except FileNotFoundError as error:
        raise SqlError(f"there is no SQL named {name!r}", where=str(path)) from error


def _composable(part: Part) -> sql.Composable:
    if isinstance(part, sql.Composable):
        return part
    if isinstance(part, str):
        return sql.Identifier(part)
    if isinstance(part, tuple):
        return sql.Identifier(*part)
    return sql.SQL(", ").join(map(sql.Identifier, part))
