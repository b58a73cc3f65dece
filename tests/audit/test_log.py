"""The sealed log: what was appended can be proved, what was altered shows."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from psycopg2 import errors, sql
from sqlalchemy import Connection
from sqlalchemy.exc import ProgrammingError

import audit
from audit.proof import sm3
from runtime.database import engine, execute, transaction


@pytest.fixture
def connection(database: object) -> Iterator[Connection]:
    """A transaction whose tampering is undone."""
    with engine().connect() as connection:
        yield connection
        connection.rollback()


def looked(master: int) -> dict[str, object]:
    return {"owner": "person", "thing": "person", "masters": [master], "outcome": "shown"}


def test_sm3_is_the_national_standard() -> None:
    assert sm3("abc") == "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"


def test_an_untouched_log_holds(connection: Connection) -> None:
    before = audit.verify(connection).entries
    for master in range(3):
        audit.append(connection, "access", "tax", looked(master))
    verdict = audit.verify(connection)
    assert verdict.sound
    assert verdict.entries == before + 3
    assert verdict.head.startswith(f"{before + 3}:")


def test_an_empty_log_holds(connection: Connection) -> None:
    assert audit.verify(connection).sound


def test_writers_at_the_same_time_make_one_chain(database: object) -> None:
    def write(writer: int) -> None:
        for number in range(10):
            with transaction() as connection:
                audit.append(connection, "access", f"department_{writer}", looked(number))

    with engine().connect() as connection:
        before = audit.verify(connection).entries
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(write, range(4)))
    with engine().connect() as connection:
        verdict = audit.verify(connection)
    assert verdict.sound
    assert verdict.entries == before + 40


def test_what_is_rolled_back_leaves_no_gap(database: object) -> None:
    with engine().connect() as undone:
        audit.append(undone, "access", "tax", looked(1))
        undone.rollback()
    with transaction() as connection:
        audit.append(connection, "access", "tax", looked(2))
        assert audit.verify(connection).sound


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit.entry SET who = 'nobody'",
        "DELETE FROM audit.entry",
        "TRUNCATE audit.entry",
        "DELETE FROM audit.head",
        "TRUNCATE audit.head",
    ],
)
def test_the_log_is_append_only(connection: Connection, statement: str) -> None:
    audit.append(connection, "access", "tax", looked(1))
    with pytest.raises(ProgrammingError) as refused:
        execute(connection, sql.SQL(statement))
    assert isinstance(refused.value.orig, errors.InsufficientPrivilege)


@pytest.mark.parametrize(
    ("tampering", "seen"),
    [
        ("UPDATE audit.entry SET who = 'x' WHERE position = {last} - 1", "not what was sealed"),
        (
            "UPDATE audit.entry SET what = what - 'outcome' WHERE position = {last}",
            "not what was sealed",
        ),
        (
            "UPDATE audit.entry SET at = at - interval '1 day' WHERE position = {last}",
            "not what was sealed",
        ),
        ("DELETE FROM audit.entry WHERE position = {last} - 1", "entries are missing"),
        ("DELETE FROM audit.entry WHERE position = {last}", "was cut"),
    ],
)
def test_tampering_by_the_owner_shows(connection: Connection, tampering: str, seen: str) -> None:
    for master in range(3):
        last = audit.append(connection, "access", "tax", looked(master))
    execute(connection, sql.SQL("ALTER TABLE audit.entry DISABLE TRIGGER append_only"))
    execute(connection, sql.SQL(tampering.format(last=last)))
    verdict = audit.verify(connection)
    assert not verdict.sound
    assert any(seen in fault.what for fault in verdict.faults)


def test_a_head_noted_earlier_proves_that_nothing_was_cut_off_and_resealed(
    connection: Connection,
) -> None:
    last = audit.append(connection, "access", "tax", looked(1))
    noted = audit.verify(connection).head
    assert audit.verify(connection, noted).sound
    execute(connection, sql.SQL("ALTER TABLE audit.entry DISABLE TRIGGER append_only"))
    execute(connection, sql.SQL("DELETE FROM audit.entry WHERE position = %s"), (last,))
    rewind = sql.SQL(
        "UPDATE audit.head SET position = %s - 1, seal ="
        " coalesce((SELECT seal FROM audit.entry ORDER BY position DESC LIMIT 1), repeat('0', 64))"
    )
    execute(connection, rewind, (last,))
    assert audit.verify(connection).sound
    verdict = audit.verify(connection, noted)
    assert [fault.what for fault in verdict.faults] == [
        f"the head noted earlier is not in the chain: {noted}"
    ]


def test_a_sealed_report_that_was_altered_shows(connection: Connection, tmp_path: Path) -> None:
    report = tmp_path / "report.html"
    report.write_text("score 97")
    audit.append_file(connection, "report", "siku", report, {"delivery_id": 1})
    assert audit.verify(connection).sound
    report.write_text("score 99")
    assert "was altered" in audit.verify(connection).faults[-1].what
    report.unlink()
    assert "cannot be read" in audit.verify(connection).faults[-1].what


def test_who_looked_at_a_master_is_found(connection: Connection) -> None:
    audit.append(connection, "access", "tax", looked(4711))
    audit.append(connection, "access", "audit_office", looked(4712))
    found = audit.entries(connection, thing="person", master_id=4711)
    assert [entry["who"] for entry in found] == ["tax"]
    row = execute(
        connection, sql.SQL("SELECT department, masters FROM audit.access ORDER BY position DESC")
    ).first()
    assert row is not None
    assert (row.department, row.masters) == ("audit_office", [4712])
