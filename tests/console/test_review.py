"""`./siku review`: what a reviewer reads and types, in Chinese and English."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from console.main import run
from runtime.settings import settings
from tests.pipeline.desk import asked, delivered_people

Review = Callable[..., str]
WHY = {"weight": 3.7, "agreed": {"name": 9.1}, "disagreed": {"birth_date": -5.4}}


@pytest.fixture(scope="module")
def people(database: object, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    folder = tmp_path_factory.mktemp("people")
    with pytest.MonkeyPatch.context() as patch:
        for name in ("LANDING_DIR", "REPORTS_DIR", "DROP_DIR"):
            patch.setenv(f"SIKU_{name}", str(folder / name.lower()))
        settings.cache_clear()
        delivered_people(folder / "sent", count=3)
        yield folder
    settings.cache_clear()


@pytest.fixture
def review(people: Path, capsys: pytest.CaptureFixture[str]) -> Review:
    """Run a verb of the review; what it printed, and said beside."""

    def verb(*words: str, status: int = 0) -> str:
        assert run(["review", *words]) == status
        told = capsys.readouterr()
        return told.out + told.err

    return verb


def told(review: Review, *words: str) -> Any:
    """The JSON a verb printed, whatever it said beside."""
    return json.JSONDecoder().raw_decode(review(*words, "--json"))[0]


def test_an_empty_queue_says_so(review: Review) -> None:
    assert "nothing awaits a decision" in review("list")
    assert "nothing awaits a decision of 王芳" in review("next", "--by", "王芳")
    assert "待决 waiting: 0" in review("stats")


def test_a_pair_is_handed_out_decided_and_taken_back(review: Review) -> None:
    pair = str(asked("S1", "P1", 0.93, why=WHY))
    listed = review("list")
    assert "李晓一 ≠ 王小一" in listed

    shown = review("next", "--by", "王芳")
    for word in (
        "自然人 Person", "社会保险参保人员", "户籍人口登记 P1", "93.0% likely",
        "1 男性 Male", "极有力支持", "speaks strongly against", "chance that what stands is wrong",
    ):  # fmt: skip
        assert word in shown
    assert "nothing awaits" in review("next", "--by", "李强")

    assert "no reason" in review("decide", pair, "same", "--reason", " ", "--by", "王芳", status=1)
    decided = told(review, "decide", pair, "same", "--reason", "同一户", "--by", "王芳")
    assert (decided["verdict"], decided["wanted"]) == ("same", 0)
    again = review("decide", pair, "same", "--reason", "同一户", "--by", "李强", status=1)
    assert "decided same by 王芳" in again
    assert f"revoke {decided['decision']}" in again
    assert "同一户" in review("show", pair)

    stats = told(review, "stats")
    assert stats["decided"][0]["same"] == 1
    assert stats["reviewers"][0]["median_seconds"] >= 0
    assert stats["calibration"][0]["confirmed"] == 1.0

    number = str(decided["decision"])
    assert "waits again" in review("revoke", number, "--reason", "看错了", "--by", "王芳")
    assert "was taken back by 王芳" in review("revoke", number, "--reason", "x", status=1)


def test_the_pair_as_json_has_both_sides(review: Review) -> None:
    pair = asked("S2", "P2", 0.5)
    found = told(review, "show", str(pair))
    assert found["attributes"]["name"] == ["李晓二", "王小二"]
    assert found["dataset"] == "social_insured"
    assert [each["review"] for each in told(review, "list", "--limit", "1")] != []


def test_agreement_and_labels(
    review: Review,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("SIKU_REVIEW_TWO_PEOPLE", "*:different")
    settings.cache_clear()
    pair = str(asked("S3", "P3", 0.2))
    first = review("decide", pair, "different", "--reason", "两人", "--by", "王芳")
    assert "one more person must judge it" in first
    second = review("decide", pair, "different", "--reason", "两人", "--by", "李强")
    assert "is decided: different" in second
    shown = review("stats")
    assert "Krippendorff α" in shown
    assert "Cohen κ" in shown
    monkeypatch.undo()
    settings.cache_clear()

    file = tmp_path / "判定.csv"
    assert "1 decided pairs written" in review("export", "--labels", str(file), "--by", "王芳")
    with file.open(encoding="utf-8", newline="") as lines:
        (label,) = csv.DictReader(lines)
    assert (label["verdict"], label["left_name"]) == ("different", "李晓三")

    assert run(["match", "evaluate", "--model", "person", "--truth-pairs", str(file)]) == 0
    scored = capsys.readouterr().out
    assert "1 不同 different" in scored
    assert run(["match", "evaluate", "--model", "person"]) == 1


def test_what_does_not_exist_is_told(review: Review) -> None:
    assert "there is no pair 999" in review("show", "999", status=1)
    assert "nobody is asked about 'people'" in review("list", "--thing", "people", status=1)
    assert "there is no decision 999" in review("revoke", "999", "--reason", "x", status=1)
