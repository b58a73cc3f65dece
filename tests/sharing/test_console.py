"""Agreements, keys and the log from the command line."""

from __future__ import annotations

import json
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text

from console.main import run
from runtime.database import transaction
from runtime.settings import settings
from sharing import serving


@pytest.fixture(autouse=True)
def at_home(gate: None) -> None:
    """Every command works in the module's database."""


def said(capsys: pytest.CaptureFixture[str], line: str, *more: str, status: int = 0) -> str:
    assert run([*line.split(), *more]) == status
    return capsys.readouterr().out


def test_agreements_are_applied_listed_shown_and_checked(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert "not applied" in said(capsys, "agreement list")
    applied = json.loads(said(capsys, "agreement apply --json"))
    tax = next(row for row in applied if row["department"] == "tax")
    assert tax["address"].startswith("postgresql://siku_dept_tax@127.0.0.1:")
    file = Path(tax["address"].split("passfile=")[1].replace("%2F", "/"))
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    listed = json.loads(said(capsys, "agreement list --json"))
    assert {row["state"] for row in listed} == {"in force"}
    shown = said(capsys, "agreement show agriculture-land")
    assert "only rows where division_code starts_with 9901, 9902" in shown
    assert said(capsys, "agreement check --json") == "[]\n"


def test_a_database_that_shows_something_else_fails_the_check(
    capsys: pytest.CaptureFixture[str],
) -> None:
    said(capsys, "agreement apply")
    with transaction() as connection:
        connection.execute(text("DROP VIEW share_tax.branch"))
    assert "share_tax.branch is missing" in said(capsys, "agreement check --json", status=1)
    said(capsys, "agreement apply")


def test_a_key_is_printed_once(capsys: pytest.CaptureFixture[str]) -> None:
    key = said(capsys, "key issue tax --note", "hall 3").strip()
    assert key.startswith("siku_")
    listed = said(capsys, "key list --json")
    assert key not in listed
    (found,) = json.loads(listed)
    assert (found["key_id"], found["note"]) == (key.split("_")[1], "hall 3")
    said(capsys, f"key revoke {found['key_id']}")
    assert json.loads(said(capsys, "key list --json"))[0]["revoked_at"]


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("agreement show nothing", "there is no agreement 'nothing'"),
        ("agreement revoke nothing --why x", "no agreement 'nothing' is applied"),
        ("key issue taxes", "there is no department 'taxes'"),
        ("key revoke 00000000", "no key '00000000' is in use"),
    ],
)
def test_a_fault_says_what_and_what_next(
    capsys: pytest.CaptureFixture[str], line: str, says: str
) -> None:
    assert run(line.split()) == 1
    error = capsys.readouterr().err
    assert says in error
    assert "next: " in error


def test_the_log_is_listed_and_proved(capsys: pytest.CaptureFixture[str]) -> None:
    said(capsys, "agreement apply")
    verdict = json.loads(said(capsys, "audit verify --json"))
    assert verdict["sound"]
    assert verdict["entries"] > 0
    listed = json.loads(said(capsys, "audit list --kind agreement --json"))
    assert listed[0]["what"]["done"] == "applied"
    said(capsys, f"audit verify --head {verdict['head']}")
    said(capsys, f"audit verify --head 1:{'0' * 64}", status=1)


@pytest.fixture
def background(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The API in the background, its process and port remembered in the test's own folder."""
    monkeypatch.setattr(type(settings()), "run", property(lambda _: tmp_path))
    monkeypatch.setattr(type(settings()), "logs", property(lambda _: tmp_path))
    yield serving.start()
    serving.stop()


def test_the_api_runs_in_the_background_until_stopped(background: str) -> None:
    assert serving.answers()
    assert serving.start() == background
    serving.stop()
    assert serving.SERVICE.pid is None
    assert not serving.answers()
