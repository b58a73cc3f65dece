"""`./siku down --wipe` removes what siku wrote, asks before, and touches nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from console.main import run
from runtime.settings import settings


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A home in which siku has been, and somebody else too."""
    monkeypatch.setenv("SIKU_HOME", str(tmp_path))
    settings.cache_clear()
    for path in ("drop/2026-08-01/ps_person.csv", "landing/x", "demo.json", "letters/mine.txt"):
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text("x")
    yield tmp_path
    settings.cache_clear()


def test_it_asks_and_takes_no_answer_for_a_no(
    home: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    with (home / "silence").open("w+") as silence:
        monkeypatch.setattr("sys.stdin", silence)
        assert run(["down", "--wipe"]) == 1
    said = capsys.readouterr().err
    assert str(home / "landing") in said
    assert "next: answer yes, or give --yes" in said
    assert (home / "landing" / "x").exists()


def test_what_is_not_ours_stays(home: Path) -> None:
    assert run(["down", "--wipe", "--yes"]) == 0
    assert [path.name for path in home.iterdir()] == ["letters"]


def test_an_existing_servers_database_is_not_ours(
    home: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SIKU_DATABASE_URL", "postgresql://siku@db/siku")
    settings.cache_clear()
    assert run(["down", "--wipe", "--yes"]) == 1
    assert "existing server" in capsys.readouterr().err
    assert (home / "landing" / "x").exists()


def test_without_wipe_all_stays(home: Path) -> None:
    assert run(["down"]) == 0
    assert (home / "demo.json").exists()
