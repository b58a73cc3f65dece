"""`./siku deliver` and `./siku delivery`, as a person meets them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from console.main import run
from runtime.settings import settings
from tests.pipeline.deliver import AUGUST, PERSON, written

Capture = pytest.CaptureFixture[str]
BAD = {**PERSON, "人员编号": "2", "性别": "外星", "出生日期": "20261301"}


@pytest.fixture
def sent(fresh_database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A file with one good row and one bad, in the folder of its date."""
    for name in ("LANDING_DIR", "REPORTS_DIR"):
        monkeypatch.setenv(f"SIKU_{name}", str(tmp_path / name.lower()))
    settings.cache_clear()
    yield written(tmp_path / AUGUST.isoformat(), "ps_person", [PERSON, BAD])
    settings.cache_clear()


def told(capsys: Capture, *words: str) -> Any:
    """What a command prints as JSON."""
    assert run([*words, "--json"]) == 0
    return json.loads(capsys.readouterr().out)


def test_a_file_is_delivered_with_progress_and_its_ledger(sent: Path, capsys: Capture) -> None:
    assert run(["deliver", "ps_person", str(sent)]) == 0
    said = capsys.readouterr()
    for step in ("received", "stage", "check", "match", "merge", "publish"):
        assert f"delivery 1: {step}" in said.err
    assert "published" in said.out
    assert "set aside" in said.out


def test_delivered_again_it_changes_nothing(sent: Path, capsys: Capture) -> None:
    first = told(capsys, "deliver", "ps_person", str(sent))
    again = told(capsys, "deliver", "ps_person", str(sent))
    assert again == first
    assert (first["delivered"], first["staged"], first["quarantined"]) == (2, 1, 1)
    assert [row["rows"] for row in first["set_aside"]] == [1]


def test_deliveries_are_listed_and_shown(sent: Path, capsys: Capture) -> None:
    told(capsys, "deliver", "ps_person", str(sent))
    (listed,) = told(capsys, "delivery", "list", "--dataset", "ps_person", "--state", "published")
    assert (listed["delivery"], listed["as_of"]) == (1, "2026-08-01")
    assert told(capsys, "delivery", "list", "--state", "held") == []
    assert told(capsys, "delivery", "show", "1")["source"] == sent.name


def test_faults_say_what_where_and_what_next(sent: Path, capsys: Capture) -> None:
    for words, what, following in (
        (["deliver", "ps_persn", str(sent)], "did you mean ps_person?", "one of: "),
        (["deliver", "ps_person", "nowhere.csv"], "there is no file nowhere.csv", "name the file"),
        (["deliver", "ps_person", str(sent), "--as-of", "soon"], "'soon' is no date", "2026-09-01"),
        (["delivery", "show", "7"], "there is no delivery 7", "./siku delivery list"),
        (["delivery", "list", "--state", "lost"], "no delivery can be 'lost'", "published"),
    ):
        assert run(words) == 1
        said = capsys.readouterr().err
        assert what in said
        assert following in said.split("next: ")[1]


def test_a_held_delivery_is_no_success(sent: Path, capsys: Capture) -> None:
    rows = [{**BAD, "人员编号": str(number)} for number in range(6)]
    path = written(sent.parent, "ps_person", [PERSON, *rows])
    assert run(["deliver", "ps_person", str(path)]) == 1
    said = capsys.readouterr().err
    assert "is held" in said
    assert "next: ./siku quarantine list --delivery 1" in said


def test_a_held_delivery_is_released_with_a_reason(sent: Path, capsys: Capture) -> None:
    rows = [{**BAD, "人员编号": str(number)} for number in range(6)]
    path = written(sent.parent, "ps_person", [PERSON, *rows])
    assert run(["deliver", "ps_person", str(path)]) == 1
    assert run(["delivery", "release", "1"]) == 2, "nobody releases without saying why"
    capsys.readouterr()
    found = told(capsys, "delivery", "release", "1", "--reason", "已与公安核实", "--who", "王主任")
    assert (found["state"], found["gate"]) == ("published", "hold")
    (act,) = found["interventions"]
    assert (act["act"], act["who"], act["reason"]) == ("release", "王主任", "已与公安核实")
    assert run(["delivery", "release", "1", "--reason", "再放行一次"]) == 0
    assert "delivery 1 was released already, by 王主任 at" in capsys.readouterr().err
    assert run(["delivery", "hold", "1", "--reason", "太晚了"]) == 1
    assert "delivery 1 is published" in capsys.readouterr().err


def test_an_undo_is_tried_then_done_then_replayed(sent: Path, capsys: Capture) -> None:
    told(capsys, "deliver", "ps_person", str(sent))
    trial = told(capsys, "delivery", "undo", "1", "--reason", "误报", "--dry-run")
    assert (trial["masters_withdrawn"], trial["done"]) == (1, False)
    done = told(capsys, "delivery", "undo", "1", "--reason", "误报")
    assert {**trial, "done": True} == done
    assert run(["delivery", "undo", "1", "--reason", "误报"]) == 0
    assert "delivery 1 is undone already, by " in capsys.readouterr().err
    again = told(capsys, "delivery", "replay", "1", "--reason", "其实无误")
    assert (again["delivery"], again["state"], again["predecessor"]) == (2, "published", 1)
    assert run(["delivery", "replay", "1", "--reason", "其实无误"]) == 0
    assert "delivery 1 was replayed already, as delivery 2" in capsys.readouterr().err
