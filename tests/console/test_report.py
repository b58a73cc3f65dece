"""`./siku report` lists the deliveries that were judged, and shows why one scored as it did."""

from __future__ import annotations

import json

import pytest

from console.main import run
from quality import findings
from quality.findings import Finding
from runtime.database import transaction
from tests.quality.support import contract, delivery


@pytest.fixture
def judged(fresh_database: str) -> None:
    """Two deliveries: one that was judged, with a rule that failed, and one not yet."""
    found = [
        Finding("required:name", "name", "completeness", "fatal", 100, 98, "姓名为必填项",
                "Name is required", [{"line": 7, "source_key": "k7", "values": {"姓名": "张三"}}]),
        Finding("code:sex", "sex", "conformity", "warning", 98, 98, "性别", "Sex"),
    ]  # fmt: skip
    with transaction() as connection:
        delivery(connection, contract(), 1, gate="warn", score=0.99)
        delivery(connection, contract(), 2)
        findings.write(connection, 1, found)


def test_the_list_has_what_was_judged(judged: None, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["report", "list", "--json"]) == 0
    [listed] = json.loads(capsys.readouterr().out)
    assert (listed["delivery"], listed["score"], listed["gate"]) == (1, 0.99, "warn")
    assert run(["report", "list", "another_dataset", "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == []


def test_a_report_shows_scores_and_failed_rules_but_no_values(
    judged: None, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["report", "show", "1"]) == 0
    shown = capsys.readouterr().out
    assert "gate: warn" in shown
    assert "report: not written yet" in shown
    assert "Name is required" in shown
    assert "98.0%" in shown
    assert run(["report", "show", "1", "--json"]) == 0
    data = capsys.readouterr().out
    assert json.loads(data)["dimensions"] == {"conformity": 1.0, "completeness": 0.98}
    assert "张三" not in shown + data


def test_a_delivery_that_is_not_there_is_an_error(
    judged: None, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["report", "show", "404"]) == 1
    assert "there is no delivery 404" in capsys.readouterr().err
