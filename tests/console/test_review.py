"""`./siku review list` shows the pairs that await a decision, side by side."""

from __future__ import annotations

import json

import pytest
from sqlalchemy import Connection, text

from console.main import run
from runtime.database import transaction
from tests.matching.given import World

pytestmark = pytest.mark.usefixtures("database")


def a_doubtful_pair(connection: Connection) -> None:
    connection.execute(
        text(
            "insert into ops.department (code, zh, en, delivers, receives)"
            " values ('ps', '公安厅', 'Public security', true, false)"
        )
    )
    connection.execute(
        text(
            "insert into ops.dataset (dataset_id, name, department, base, thing, zh, en, contract)"
            " overriding system value values"
            " (7, 'ps_person', 'ps', 'population', 'person', '人', 'Persons', '{}')"
        )
    )
    world = World(connection, "person")
    world.knows(
        {"name": "张伟", "birth_date": "1990-01-01"}, {"name": "张玮", "birth_date": "1990-01-01"},
        dataset=7,
    )  # fmt: skip
    connection.execute(
        text(
            "insert into ops.review (review_id, thing, record_id, master_id, score, delivery_id)"
            " values (1, 'person', 1, 2, 0.9, 1)"
        )
    )


def test_pairs_are_listed_side_by_side(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["review", "list"]) == 0
    assert "no pair awaits a decision" in capsys.readouterr().err
    with transaction() as connection:
        a_doubtful_pair(connection)
    assert run(["review", "list"]) == 0
    shown = capsys.readouterr().out
    assert "张伟" in shown
    assert "张玮" in shown
    assert run(["review", "list", "--json"]) == 0
    (pair,) = json.loads(capsys.readouterr().out)
    assert pair["attributes"]["name"] == ["张伟", "张玮"]
