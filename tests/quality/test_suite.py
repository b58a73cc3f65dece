"""The suite derived from the dictionary catches what it should, and nothing else."""

from __future__ import annotations

import datetime as dt
import sys
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy import Connection

from quality import engine, findings
from quality.dimensions import DIMENSIONS
from quality.findings import Finding
from quality.rows import set_aside
from quality.suite import assess
from tests.quality.support import (
    AS_OF,
    PARCEL_COLUMNS,
    PERSON_1,
    PERSON_2,
    SQUARE,
    contract,
    delivery,
    staged,
)  # fmt: skip

PARCEL = {
    "parcel_code": "990101001001GB00001", "division_code": "990101", "area": 10_700,
    "shape": f"SRID=4490;{SQUARE}",
}  # fmt: skip
ENTITY_COLUMNS = {
    "代码": "credit_code", "名称": "name", "组织机构代码": "organization_code", "状态": "state",
    "行业": "industry",
}  # fmt: skip
ENTITY = {
    "credit_code": "91990101MA0000003X", "name": "云山县粮油有限公司",
    "organization_code": "MA0000003", "state": "1", "industry": "1310",
}  # fmt: skip
SWAPPED = "MULTIPOLYGON(((30 114, 30.001 114, 30.001 114.001, 30 114)))"
COLUMNS = {"parcel": PARCEL_COLUMNS, "entity": ENTITY_COLUMNS}
SOUND: dict[str, dict[str, Any]] = {"person": PERSON_1, "parcel": PARCEL, "entity": ENTITY}


def judged(
    connection: Connection, rows: list[dict[str, Any]], thing: str = "person", **more: Any
) -> dict[str, Finding]:
    """The findings of a new delivery of these rows, by rule."""
    agreed = contract(thing, COLUMNS.get(thing), **more)
    delivery(connection, agreed)
    staged(connection, agreed, rows)
    set_aside(connection, 1, agreed)
    return {finding.rule: finding for finding in assess(connection, 1, agreed)}


def failed(found: dict[str, Finding]) -> dict[str, int]:
    return {f.rule: f.failed for f in found.values() if f.failed and f.severity != "advice"}


@pytest.mark.parametrize("thing", SOUND)
def test_sound_rows_satisfy_every_rule(connection: Connection, thing: str) -> None:
    found = judged(connection, [SOUND[thing]], thing)
    assert failed(found) == {}
    assert all(finding.score == 1 for finding in found.values() if finding.severity != "advice")


BROKEN: dict[str, list[tuple[str, dict[str, Any]]]] = {
    "person": [
        ("format:citizen_number", {"citizen_number": "99010119900101001"}),
        ("code:sex", {"sex": "3"}),
        ("format:name", {"name": "张3"}),
        ("format:registered_division", {"registered_division": "99010"}),
        ("consistent:born", {"birth_date": dt.date(1990, 1, 2)}),
        ("consistent:sex", {"sex": "2"}),
        ("identified", {"citizen_number": None}),
        ("not_after_delivery", {"valid_from": AS_OF + dt.timedelta(1)}),
        ("format:death_date", {"death_date": dt.date(2201, 1, 1)}),
    ],
    "parcel": [
        ("consistent:area", {"area": 12_000}),
        ("consistent:division", {"division_code": "990102"}),
        ("format:shape", {"shape": f"SRID=4490;{SWAPPED}", "area": 10_000}),
    ],
    "entity": [
        ("format:credit_code", {"credit_code": "I1990101MA0000003X"}),
        ("consistent:organization_code", {"organization_code": "MA0000011"}),
        ("format:organization_code", {"organization_code": "MA00000-3", "credit_code": None}),
        ("code:state", {"state": "7"}),
        ("code:industry", {"industry": "ZZ"}),
        ("format:name", {"name": "12345"}),
    ],
}


@pytest.mark.parametrize("thing", BROKEN)
def test_each_rule_fails_for_the_row_that_breaks_it_and_for_no_other(
    connection: Connection, thing: str
) -> None:
    """One sound row, then a row per rule that breaks it and no other rule."""
    rows = [SOUND[thing], *(SOUND[thing] | broken for _, broken in BROKEN[thing])]
    found = judged(connection, rows, thing)
    lines = {f.rule: [e["line"] for e in f.examples] for f in found.values() if failed({"": f})}
    # The rows are all about one thing, so its identifiers do stand many times.
    lines = {rule: where for rule, where in lines.items() if not rule.startswith("unique:")}
    expected = {rule: [line] for line, (rule, _) in enumerate(BROKEN[thing], 2)}
    if thing == "parcel":
        expected["consistent:area"].append(expected["format:shape"][0])
    assert lines == expected


def test_an_identifier_that_stands_twice_is_found_unless_the_source_has_rows_per_thing(
    connection: Connection,
) -> None:
    rows = [PERSON_1, PERSON_1, PERSON_2]
    found = judged(connection, rows)
    assert (found["unique:citizen_number"].assessed, found["unique:citizen_number"].failed) == (
        3,
        2,
    )
    more = contract(key=["编号", "险种"])
    assert "unique:citizen_number" not in {f.rule for f in assess(connection, 1, more)}


def test_examples_show_every_value_a_condition_is_about(connection: Connection) -> None:
    found = judged(connection, [PERSON_1, PERSON_2 | {"birth_date": dt.date(1985, 2, 4)}])
    assert found["consistent:born"].examples == [
        {
            "line": 2,
            "source_key": "k2",
            "values": {"公民身份号码": "990101198502030029", "出生日期": "1985-02-04"},
        }
    ]


def test_rows_set_aside_count_against_their_rule(connection: Connection) -> None:
    found = judged(connection, [PERSON_1, PERSON_2 | {"name": None}, PERSON_2])
    required = found["required:name"]
    assert (required.assessed, required.satisfied) == (3, 2)
    assert required.examples == [{"line": 2, "source_key": "k2", "values": {"姓名": None}}]
    assert failed(found) == {"required:name": 1}


def test_values_nobody_could_read_count_against_their_format(connection: Connection) -> None:
    unread = {"citizen_number": None, "original": {"citizen_number": "990101199001010011"}}
    altered = {"original": {"name": "張三"}}
    found = judged(connection, [PERSON_1 | unread, PERSON_2 | altered])
    number = found["format:citizen_number"]
    assert (number.assessed, number.satisfied) == (2, 1)
    assert number.examples == [
        {"line": 1, "source_key": "k1", "values": {"公民身份号码": "990101199001010011"}}
    ]
    assert failed(found) == {"format:citizen_number": 1, "identified": 1}


def test_rows_that_staging_could_not_read_are_counted(connection: Connection) -> None:
    agreed = contract()
    delivery(connection, agreed)
    staged(connection, agreed, [PERSON_1])
    connection.execute(
        sa.text(
            'INSERT INTO ops.quarantine (delivery_id, line, step, rule, "column", value, zh, en,'
            " raw) VALUES (1, 2, 'stage', 'form', '出生日期', '昨天', '…', '…', '{}'),"
            " (1, 3, 'stage', 'required', '姓名', NULL, '…', '…', '{}'),"
            " (1, 4, 'stage', 'broken', NULL, NULL, '…', '…', '{}')"
        )
    )
    found = {finding.rule: finding for finding in assess(connection, 1, agreed)}
    assert (found["readable"].assessed, found["readable"].satisfied) == (4, 1)
    assert (found["format:birth_date"].assessed, found["format:birth_date"].satisfied) == (2, 1)
    assert (found["required:name"].assessed, found["required:name"].satisfied) == (2, 1)
    assert failed(found) == {"readable": 3, "format:birth_date": 1, "required:name": 1}


def test_withdrawals_are_not_assessed(connection: Connection) -> None:
    found = judged(connection, [PERSON_1, {"op": "d"}])
    assert found["required:name"].assessed == 1
    assert failed(found) == {}


def test_only_what_the_contract_delivers_is_assessed(connection: Connection) -> None:
    found = judged(connection, [PERSON_1])
    assert "code:sex" in found
    assert "code:marital_status" not in found
    assert "filled:phone" not in found


def test_how_far_an_optional_attribute_is_filled_is_advice(connection: Connection) -> None:
    filled = judged(connection, [PERSON_1, PERSON_2 | {"sex": None}])["filled:sex"]
    assert (filled.severity, filled.assessed, filled.satisfied) == ("advice", 2, 1)


@pytest.mark.parametrize(("days", "score"), [(31, 1.0), (80, 0.5)])
def test_a_gap_between_deliveries_costs_timeliness(
    connection: Connection, days: int, score: float
) -> None:
    ledger = dict.fromkeys(
        ("delivered", "staged", "quarantined", "created", "changed", "unchanged", "held",
         "withdrawn"), 0,
    )  # fmt: skip
    earlier = AS_OF - dt.timedelta(days)
    delivery(connection, contract(), 9, earlier, state="published", **ledger)
    fresh = judged(connection, [PERSON_1])["fresh"]
    assert fresh.score == score
    assert fresh.dimension == "timeliness"


def test_a_first_delivery_has_no_gap(connection: Connection) -> None:
    assert "fresh" not in judged(connection, [PERSON_1])


def test_an_empty_delivery_can_be_assessed(connection: Connection) -> None:
    assert failed(judged(connection, [])) == {}


def test_where_there_is_nothing_every_rule_finds_what_the_suite_would(
    connection: Connection,
) -> None:
    nothing = judged(connection, [])
    staged(connection, contract(), [PERSON_1 | {"op": "d"}])
    assert nothing == {one.rule: one for one in assess(connection, 1, contract())}
    assert {(one.assessed, one.satisfied) for one in nothing.values()} == {(0, 0)}


def test_findings_are_kept_and_replaced(connection: Connection) -> None:
    found = judged(connection, [PERSON_1 | {"sex": "3"}])
    kept = {finding.rule: finding for finding in findings.read(connection, 1)}
    assert kept == found
    assert {finding.dimension for finding in kept.values()} <= set(DIMENSIONS)
    staged(connection, contract(), [PERSON_1])
    assess(connection, 1, contract())
    assert failed({f.rule: f for f in findings.read(connection, 1)}) == {}


def test_the_suite_sees_what_its_transaction_has_not_committed_and_does_not_end_it(
    connection: Connection,
) -> None:
    marker = connection.scalar(sa.text("SELECT pg_current_xact_id()::text"))
    found = judged(connection, [PERSON_1, PERSON_2, PERSON_2])
    assert found["required:name"].assessed == 3
    assert connection.scalar(sa.text("SELECT pg_current_xact_id()::text")) == marker
    connection.rollback()
    assert connection.scalar(sa.text("SELECT to_regclass('stage.d1')")) is None
    assert connection.scalar(sa.text("SELECT count(*) FROM ops.finding")) == 0


def test_an_expectation_that_cannot_be_evaluated_is_an_error(connection: Connection) -> None:
    judged(connection, [PERSON_1])
    expectation = engine.library().expectations.ExpectColumnValuesToNotBeNull(column="nowhere")
    connection.execute(sa.text("CREATE TEMP VIEW seen AS SELECT line FROM stage.d1"))
    with pytest.raises(engine.ExpectationFailed, match="nowhere"):
        engine.run(connection, "seen", {"some rule": expectation}, ["line"])


def test_what_great_expectations_imports_for_nothing_is_put_off() -> None:
    engine.library()
    assert "great_expectations.compatibility.pyspark" in sys.modules
    assert sys.modules.get("pyspark", sys) is not None
    deferred = [sys.modules.get(name) for name in engine.HEAVY]
    assert not [module for module in deferred if isinstance(module, engine._Deferred)]
    kl = "great_expectations.expectations.core.expect_column_kl_divergence_to_be_less_than"
    assert sys.modules[kl].stats.entropy([0.5, 0.5]) > 0
