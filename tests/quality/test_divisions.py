"""A division that had ended by the record's own date is advice that names what followed it."""

from __future__ import annotations

import datetime as dt

import pytest
import sqlalchemy as sa
from sqlalchemy import Connection

from quality.suite import assess
from tests.quality.support import PERSON_1, PERSON_2, contract, delivery, staged

ENTER = sa.text(
    "INSERT INTO spatial.division_history"
    " (master_id, code, name, successors, claims, valid_from, valid_to, known_from, known_to,"
    " delivery_id) VALUES (:id, :code, :name, :successors, '{}', :begins, :ends, now(),"
    " 'infinity', 1)"
)


@pytest.fixture
def stock(connection: Connection) -> None:
    """990101 until 2015, when it went into 990111 and 990112; 990102 until 1980."""
    connection.execute(sa.text("DELETE FROM spatial.division_history"))
    values = [
        (1, "990101", "高河县", "990111;990112", dt.date(1970, 1, 1), dt.date(2015, 6, 1)),
        (2, "990102", "西山县", "990101", dt.date(1970, 1, 1), dt.date(1980, 1, 1)),
    ]
    names = ("id", "code", "name", "successors", "begins", "ends")
    for row in values:
        connection.execute(ENTER, dict(zip(names, row, strict=True)))


@pytest.mark.usefixtures("stock")
def test_a_code_that_had_ended_is_advice_with_its_successors(connection: Connection) -> None:
    agreed = contract()
    delivery(connection, agreed, 1)
    before, after = dt.date(2014, 1, 1), dt.date(2016, 1, 1)
    rows = [PERSON_1 | {"valid_from": before}, PERSON_2 | {"valid_from": after}]
    staged(connection, agreed, rows, 1)
    found = {f.rule: f for f in assess(connection, 1, agreed)}
    advice = found["division_on_date:registered_division"]
    assert (advice.severity, advice.assessed, advice.satisfied) == ("advice", 2, 1)
    [example] = advice.examples
    assert example["values"] == {
        "户籍地区划": "990101", "撤销 ended": "2015-06-01", "后继 successors": "990111 990112",
    }  # fmt: skip


@pytest.mark.usefixtures("stock")
def test_a_number_outlives_its_division_but_is_not_older(connection: Connection) -> None:
    agreed = contract()
    delivery(connection, agreed, 1)
    late = {"citizen_number": "990102199001010011", "birth_date": dt.date(1990, 1, 1)}
    staged(connection, agreed, [PERSON_1, PERSON_2 | late], 1)
    found = {f.rule: f for f in assess(connection, 1, agreed)}
    advice = found["division_on_date:citizen_number"]
    assert (advice.severity, advice.assessed, advice.satisfied) == ("advice", 2, 1)


def test_where_no_division_ended_nothing_is_said(connection: Connection) -> None:
    connection.execute(sa.text("DELETE FROM spatial.division_history"))
    agreed = contract()
    delivery(connection, agreed, 1)
    staged(connection, agreed, [PERSON_1], 1)
    assert not [f for f in assess(connection, 1, agreed) if f.rule.startswith("division_on")]
