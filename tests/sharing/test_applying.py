"""Applying brings the database to what is agreed, again and again, and takes the rest away."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Iterator
from pathlib import Path

import psycopg2
import pytest
from psycopg2 import errors, sql

import audit
from models.migrate import stand_aside
from runtime.database import engine, execute, transaction
from runtime.settings import REPOSITORY
from sharing import applying, reading, roles
from sharing.agreement import Agreement
from sharing.compiler import compiled
from sharing.errors import NoSuchAgreement, NoSuchFolder
from tests.sharing import province
from tests.sharing.conftest import signed_in


@pytest.fixture
def folder(tmp_path: Path, gate: None) -> Iterator[Path]:
    """The repository's agreements in a folder of the test's own; afterwards nothing is applied."""
    agreements = tmp_path / "agreements"
    shutil.copytree(REPOSITORY / "agreements", agreements)
    yield agreements
    with transaction() as connection:
        execute(connection, sql.SQL("DELETE FROM sharing.agreement"))
    empty = tmp_path / "empty"
    empty.mkdir()
    applying.apply(empty)


@pytest.fixture(scope="module", autouse=True)
def masters(gate: None) -> None:
    with transaction() as connection:
        province.settle(connection)


def seen(department: str) -> set[str]:
    with signed_in(department) as cursor:
        cursor.execute(
            "SELECT c.relname FROM pg_class c WHERE c.relkind = 'v'"
            " AND c.relnamespace = to_regnamespace(%s)",
            [roles.schema_of(department)],
        )
        return {name for (name,) in cursor.fetchall()}


def drift(folder: Path) -> list[str]:
    with engine().connect() as connection:
        return applying.drift(connection, folder)


def test_applying_again_changes_nothing(folder: Path) -> None:
    first = applying.apply(folder)
    assert {one.department for one in first if one.changed} == {
        "tax", "audit_office", "agriculture",
    }  # fmt: skip
    assert not any(one.changed for one in applying.apply(folder))
    assert drift(folder) == []


def test_a_changed_agreement_shows_what_it_says_now(folder: Path) -> None:
    applying.apply(folder)
    file = folder / "tax.yml"
    file.write_text(file.read_text().replace("      sex: plain\n", ""))
    assert drift(folder) == ["tax-registration: changed, not applied; ./siku agreement apply"]
    changed = [one.department for one in applying.apply(folder) if one.changed]
    assert changed == ["tax"]
    with signed_in("tax") as cursor, pytest.raises(errors.UndefinedColumn):
        cursor.execute("SELECT sex FROM person")


def test_an_agreement_whose_file_is_gone_is_taken_away(folder: Path) -> None:
    applying.apply(folder)
    (folder / "tax.yml").unlink()
    applying.apply(folder)
    assert seen("tax") == set()
    with engine().connect() as connection:
        entry = audit.entries(connection, kind="agreement")[0]
    assert entry["what"]["done"] == "withdrawn"


def test_a_revoked_agreement_is_gone_at_once_and_stays_gone(folder: Path) -> None:
    applying.apply(folder)
    done = applying.revoke("tax-registration", "the purpose has ended")
    assert done.views == ()
    assert seen("tax") == set()
    applying.apply(folder)
    assert seen("tax") == set()
    assert "person" in seen("audit_office")
    with engine().connect() as connection:
        states = {s.agreement: s.state for s in applying.states(connection, folder)}
        what = audit.entries(connection, kind="agreement")[0]["what"]
    assert states["tax-registration"] == "revoked"
    assert (what["done"], what["why"]) == ("revoked", "the purpose has ended")
    with pytest.raises(NoSuchAgreement):
        applying.revoke("tax-registration", "again")


def test_a_missing_folder_is_not_taken_for_one_without_agreements(folder: Path) -> None:
    applying.apply(folder)
    with pytest.raises(NoSuchFolder):
        applying.apply(folder / "nowhere")
    assert "person" in seen("tax")


def test_an_expired_agreement_is_not_compiled(folder: Path) -> None:
    file = folder / "tax.yml"
    file.write_text(file.read_text().replace("until: 2034-12-31", "until: 2024-12-31"))
    applying.apply(folder)
    assert seen("tax") == set()


@pytest.mark.parametrize(("days", "rows"), [(-1, 0), (0, 2), (1, 2)])
def test_a_view_shows_nothing_past_its_last_day_even_if_nobody_applies(
    folder: Path, days: int, rows: int
) -> None:
    applying.apply(folder)
    agreement = reading.find("tax-registration", folder)
    last = dt.datetime.now(dt.timezone(dt.timedelta(hours=8))).date() + dt.timedelta(days)
    valid = agreement.valid.model_copy(update={"last": last})
    ending: Agreement = agreement.model_copy(update={"valid": valid})
    with transaction() as connection:
        for statement in compiled("tax", [ending]).statements:
            execute(connection, statement)
    with signed_in("tax") as cursor:
        # Whoever turns the session's clock round the earth gains no hour.
        cursor.execute("SET timezone = 'Etc/GMT+12'")
        for view in ("person", "person_as_of('2026-03-10')"):
            cursor.execute(f"SELECT count(*) FROM {view}")
            assert cursor.fetchone() == (rows,)


def test_a_view_dropped_by_hand_is_noticed_and_made_again(folder: Path) -> None:
    applying.apply(folder)
    with transaction() as connection:
        execute(connection, sql.SQL("DROP VIEW share_tax.branch"))
    assert drift(folder) == ["tax: the view share_tax.branch is missing"]
    applying.apply(folder)
    assert drift(folder) == []


def test_a_grant_by_hand_is_noticed(folder: Path) -> None:
    applying.apply(folder)
    grant = "GRANT USAGE ON SCHEMA macro TO {0}; GRANT SELECT (code) ON macro.indicator TO {0}"
    revoke = grant.replace("GRANT", "REVOKE").replace(" TO ", " FROM ")
    role = sql.Identifier(roles.role_of("tax"))
    with transaction() as connection:
        execute(connection, sql.SQL(grant).format(role))
    assert drift(folder) == ["tax: may read macro.indicator, which no agreement says"]
    with transaction() as connection:
        execute(connection, sql.SQL(revoke).format(role))


def test_views_stand_aside_for_migrations(folder: Path) -> None:
    applying.apply(folder)
    with transaction() as connection:
        stand_aside(connection)
    assert seen("tax") == set()
    applying.apply(folder)
    assert "person" in seen("tax")


def test_pseudonyms_outlive_the_agreement(folder: Path) -> None:
    """A department that is granted again finds the pseudonyms it knew."""

    def pseudonyms() -> list[tuple[object, ...]]:
        with signed_in("audit_office") as cursor:
            cursor.execute("SELECT master_id FROM person ORDER BY 1")
            return list(cursor.fetchall())

    applying.apply(folder)
    before = pseudonyms()
    kept = (folder / "audit_office.yml").read_text()
    (folder / "audit_office.yml").unlink()
    applying.apply(folder)
    (folder / "audit_office.yml").write_text(kept)
    applying.apply(folder)
    assert len(before) == 2
    assert pseudonyms() == before


def test_a_lost_password_is_replaced(folder: Path) -> None:
    # A department of this test's own: roles are shared with tests that run meanwhile.
    text = (folder / "agriculture.yml").read_text()
    text = text.replace("department: agriculture", "department: water")
    (folder / "water.yml").write_text(text.replace("agriculture-land", "water-land"))
    applying.apply(folder)
    roles.passfile("water").unlink()
    applying.apply(folder)
    psycopg2.connect(roles.address("water")).close()
