"""SQL from files: identifiers are composed, values stay parameters, a mismatch is pointed at."""

from __future__ import annotations

from pathlib import Path

import psycopg2.extensions
import pytest
from psycopg2 import sql

from runtime import sql as files
from runtime.database import engine


@pytest.fixture
def statement(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(files, "FOLDER", tmp_path)
    (tmp_path / "room").mkdir()
    path = tmp_path / "room" / "find.sql"
    path.write_text("SELECT {columns} FROM {table} WHERE {where} AND {key} = %(key)s")
    files._text.cache_clear()
    return path


def written(composed: sql.Composed) -> str:
    connection = engine().raw_connection()
    try:
        raw = connection.driver_connection
        assert isinstance(raw, psycopg2.extensions.connection)
        return composed.as_string(raw)
    finally:
        connection.close()


@pytest.mark.usefixtures("database")
def test_each_kind_of_part_becomes_what_it_is(statement: Path) -> None:
    composed = files.load(
        "room/find",
        columns=["name", 'odd"one'],
        table=("population", "person"),
        where=sql.SQL("true"),
        key="id",
    )
    assert written(composed) == (
        'SELECT "name", "odd""one" FROM "population"."person" WHERE true AND "id" = %(key)s'
    )


def test_a_missing_part_is_named(statement: Path) -> None:
    with pytest.raises(files.SqlError, match=r"nothing was given for \{columns\}\n.*room/find"):
        files.load("room/find", table="t", where=sql.SQL("true"), key="k")


def test_a_part_too_many_is_named(statement: Path) -> None:
    with pytest.raises(files.SqlError, match=r"no placeholder \{extra\}"):
        files.load("room/find", columns=["a"], table="t", where=sql.SQL("true"), key="k", extra="x")


def test_a_stray_brace_is_explained(statement: Path) -> None:
    statement.write_text("SELECT '{1,2}'::int[]")
    files._text.cache_clear()
    with pytest.raises(files.SqlError, match="double literal braces"):
        files.load("room/find")


def test_a_missing_file_is_named(statement: Path) -> None:
    with pytest.raises(files.SqlError, match="there is no SQL named 'room/lost'"):
        files.load("room/lost")
