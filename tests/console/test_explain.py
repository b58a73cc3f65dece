"""`./siku explain` tells why a master says what it says, to people and to programs."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from console.main import run
from runtime.settings import settings
from tests.pipeline.deliver import AUGUST, HOUSEHOLD, INSURED, PERSON, delivered

NUMBER = PERSON["公民身份号码"]


@pytest.fixture(scope="module")
def known(database: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A person whom two departments know, with her household."""
    folder = tmp_path_factory.mktemp("explain")
    with pytest.MonkeyPatch.context() as patch:
        for name in ("LANDING_DIR", "REPORTS_DIR", "DROP_DIR"):
            patch.setenv(f"SIKU_{name}", str(folder / name.lower()))
        settings.cache_clear()
        delivered(folder / "sent", "ps_household", AUGUST, HOUSEHOLD)
        delivered(
            folder / "sent", "ps_person", AUGUST, {**PERSON, "姓名": "王晓明", "曾用名": "王小明"}
        )
        delivered(folder / "sent", "social_insured", AUGUST, INSURED)
        yield folder
    settings.cache_clear()


def said(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    assert run(["explain", *words]) == 0
    return capsys.readouterr().out


def complaint(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    assert run(["explain", *words]) != 0
    return capsys.readouterr().err


def test_it_tells_all_that_makes_a_master(known: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shown = said(capsys, "person", "1")
    for word in ("自然人 · Person 1", "公安厅", "ps_person", "social_insured", "strong", "王晓明",
                 "王小明 (social_insured", "authority · 部门权威", "says the same"):  # fmt: skip
        assert word in shown


def test_a_master_is_found_by_what_it_bears(
    known: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    by_number = json.loads(said(capsys, "--citizen-number", NUMBER, "--json"))
    assert by_number["master_id"] == 1
    assert json.loads(said(capsys, "person", "--number", NUMBER, "--json")) == by_number
    household = json.loads(said(capsys, "household", "--number", "H1", "--json"))
    assert household["founded"]["natural_key"] == "H1"


def test_a_program_gets_winners_losers_and_weights(
    known: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    told = json.loads(said(capsys, "person", "1", "--attribute", "name", "--json"))
    (name,) = told["attributes"]
    assert name["rules"] == ["validity", "authority", "agreement", "recency"]
    assert [c["won"] for c in name["claims"]] == [True, False]
    assert name["claims"][1]["lost_by"] == "authority"
    assert name["claims"][1]["weights"]["authority"] > name["claims"][0]["weights"]["authority"]


def test_it_can_look_back(known: Path, capsys: pytest.CaptureFixture[str]) -> None:
    told = json.loads(said(capsys, "person", "1", "--on", "2021-01-01", "--json"))
    assert [row["dataset"] for row in told["records"]] == ["ps_person"]
    assert "withdrawn, or not known yet" in said(capsys, "person", "1", "--known", "2020-01-01")


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ([], "no thing was named"),
        (["persn", "1"], "did you mean person?"),
        (["person"], "neither its id nor anything it bears"),
        (["person", "99"], "there is no person 99"),
        (["--citizen-number", "990101198512120020"], "no person bears"),
        (["person", "1", "--attribute", "nam"], "no attribute 'nam'"),
        (["entity", "--citizen-number", NUMBER], "no entity bears a citizen_number"),
        (["population", "1"], "population is no thing"),
    ],
)
def test_what_cannot_be_told_is_told(
    known: Path, capsys: pytest.CaptureFixture[str], words: list[str], told: str
) -> None:
    assert told in complaint(capsys, *words)
