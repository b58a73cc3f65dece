"""Timelines and as_of functions answer for both time axes, fast; claims say who won."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pytest
from psycopg2 import sql
from sqlalchemy import Connection, Table, text

from models import THINGS, Thing, migrate, objects
from models.codes import CODES
from runtime.database import engine, execute

pytestmark = pytest.mark.usefixtures("database")

HISTORIES = list(objects.histories())
MARCH = dt.date(2026, 3, 1)
APRIL = dt.date(2026, 4, 1)
MAY = dt.date(2026, 5, 1)
KNOWN_1 = dt.datetime(2026, 3, 5, tzinfo=dt.UTC)
KNOWN_2 = dt.datetime(2026, 4, 5, tzinfo=dt.UTC)


@pytest.fixture
def connection(database: object) -> Iterator[Connection]:
    """A connection whose changes are thrown away."""
    with engine().connect() as made, made.begin() as transaction:
        yield made
        transaction.rollback()


def run(connection: Connection, statement: str, **values: object) -> list[tuple[object, ...]]:
    return [tuple(row) for row in connection.execute(text(statement), values)]


def plan(connection: Connection, query: sql.Composable) -> str:
    connection.execute(text("SET LOCAL enable_seqscan = off"))
    return "\n".join(execute(connection, sql.SQL("EXPLAIN {}").format(query)).scalars())


def a_move(connection: Connection) -> None:
    """Someone lives at 甲 since March; in April we learn that since April it is 乙."""
    rows = "population.residence{} (master_id, kind, address, record_id, valid_from, known_from, "
    here, ended = rows.format(""), rows.format("_history")
    run_values = {"march": MARCH, "april": APRIL, "known_1": KNOWN_1, "known_2": KNOWN_2}
    for statement in (
        f"{here} delivery_id) VALUES (1, 'actual', '乙', 7, :april, :known_2, 2)",
        f"{ended} delivery_id, valid_to, known_to)"
        " VALUES (1, 'actual', '甲', 7, :march, :known_1, 1, 'infinity', :known_2)",
        f"{ended} delivery_id, valid_to, known_to)"
        " VALUES (1, 'actual', '甲', 7, :march, :known_2, 2, :april, 'infinity')",
    ):
        connection.execute(text(f"INSERT INTO {statement}"), run_values)


@pytest.mark.parametrize(
    ("valid", "known", "address"),
    [
        (MARCH, KNOWN_1, "甲"),
        (MARCH, KNOWN_2, "甲"),
        (APRIL, KNOWN_1, "甲"),
        (APRIL, KNOWN_2, "乙"),
        (MAY, KNOWN_2, "乙"),
        (MARCH - dt.timedelta(days=1), KNOWN_2, None),
        (MARCH, KNOWN_1 - dt.timedelta(seconds=1), None),
    ],
)
def test_as_of_answers_for_a_day_as_it_was_known_at_a_moment(
    connection: Connection, valid: dt.date, known: dt.datetime, address: str | None
) -> None:
    a_move(connection)
    found = run(
        connection,
        "SELECT address FROM population.residence_as_of(:valid, :known) WHERE master_id = 1",
        valid=valid,
        known=known,
    )
    assert found == ([(address,)] if address else [])


def test_as_of_without_arguments_is_what_stands_now(connection: Connection) -> None:
    a_move(connection)
    connection.execute(text("UPDATE population.residence SET valid_from = current_date"))
    assert run(connection, "SELECT address FROM population.residence_as_of()") == [("乙",)]


def test_the_timeline_has_every_slice_with_its_ends(connection: Connection) -> None:
    a_move(connection)
    found = run(
        connection,
        "SELECT address, valid_from, valid_to = 'infinity', known_to = 'infinity'"
        " FROM population.residence_timeline",
    )
    assert set(found) == {
        ("甲", MARCH, True, False),
        ("甲", MARCH, False, True),
        ("乙", APRIL, True, True),
    }


@pytest.mark.parametrize(
    ("table", "history"), HISTORIES, ids=[table.fullname for table, _ in HISTORIES]
)
def test_a_filter_reaches_the_indexes_of_current_and_past_rows(
    connection: Connection, table: Table, history: Table
) -> None:
    owner = table.columns[0].name
    query = sql.SQL("SELECT * FROM {}(date '2026-03-01', now()) WHERE {} = 5")
    made = plan(
        connection, query.format(sql.Identifier(*objects.as_of_of(table)), sql.Identifier(owner))
    )
    assert "Function Scan" not in made
    for name in (table.name, history.name):
        assert f" on {name} " in made.replace('"', "")
    assert "Seq Scan" not in made


def test_a_shape_is_found_through_its_index_in_the_present_and_the_past(
    connection: Connection,
) -> None:
    box = sql.SQL("SELECT * FROM spatial.parcel_as_of() WHERE shape && {}").format(
        sql.SQL("ST_MakeEnvelope(110, 30, 110.01, 30.01, 4490)")
    )
    made = plan(connection, box)
    assert "ix_parcel_shape" in made
    assert "ix_parcel_history_shape" in made


def two_departments_disagree(connection: Connection) -> None:
    position = run(
        connection, "SELECT position FROM ops.attribute WHERE thing = 'person' AND name = 'phone'"
    )[0][0]
    for statement in (
        "INSERT INTO ops.department VALUES ('police', '公安', 'Police', NULL, true, false)",
        "INSERT INTO ops.dataset (dataset_id, name, department, base, thing, zh, en, contract)"
        " VALUES (91, 'a', 'police', 'population', 'person', '甲', 'A', '{}'),"
        " (92, 'b', 'police', 'population', 'person', '乙', 'B', '{}')",
        "INSERT INTO population.person_record (record_id, dataset_id, source_key, name, phone,"
        " valid_from, known_from, delivery_id)"
        " VALUES (1, 91, 'x', '王一', '111', :march, now(), 1),"
        " (2, 92, 'y', NULL, '222', :march, now(), 2)",
        "INSERT INTO population.person_link (record_id, master_id, method, decider, delivery_id,"
        " known_from) VALUES (1, 5, 'new', 'siku', 1, now()), (2, 5, 'strong', 'siku', 2, now())",
        "INSERT INTO population.person (master_id, name, phone, claims, valid_from, known_from,"
        " delivery_id) VALUES (5, '王一', '222',"
        " array_fill(NULL::bigint, ARRAY[100]), :march, now(), 2)",
        f"UPDATE population.person SET claims[{position}] = 2",
    ):
        connection.execute(text(statement), {"march": MARCH} if ":march" in statement else {})


def test_claims_show_what_won_and_what_lost(connection: Connection) -> None:
    two_departments_disagree(connection)
    found = run(
        connection,
        "SELECT attribute, value, record_id, dataset, delivery_id, valid_from, won"
        " FROM population.person_claim WHERE master_id = 5 ORDER BY attribute, record_id",
    )
    assert found == [
        ("name", "王一", 1, "a", 1, MARCH, False),
        ("phone", "111", 1, "a", 1, MARCH, False),
        ("phone", "222", 2, "b", 2, MARCH, True),
    ]


@pytest.mark.parametrize("thing", THINGS.values(), ids=list(THINGS))
def test_claims_of_one_master_are_found_through_indexes(
    connection: Connection, thing: Thing
) -> None:
    query = sql.SQL("SELECT * FROM {} WHERE master_id = 5")
    made = plan(connection, query.format(sql.Identifier(*objects.claims_of(thing))))
    for table in (thing.link, thing.record):
        assert f"Seq Scan on {table.name}" not in made.replace('"', "")


def positions(connection: Connection) -> dict[tuple[object, object], object]:
    rows = run(connection, "SELECT thing, name, position FROM ops.attribute")
    return {(thing, name): position for thing, name, position in rows}


def test_every_attribute_has_a_position_of_its_own(connection: Connection) -> None:
    for thing in THINGS.values():
        held = [p for (name, _), p in positions(connection).items() if name == thing.name]
        assert sorted(map(str, held)) == sorted(str(n + 1) for n in range(len(thing.attributes)))


def test_a_new_attribute_comes_last_and_no_other_moves(connection: Connection) -> None:
    before = positions(connection)
    connection.execute(
        text("DELETE FROM ops.attribute WHERE thing = 'person' AND name = 'former_name'")
    )
    for statement in objects.attributes():
        execute(connection, statement)
    after = positions(connection)
    moved = {key for key in before if before[key] != after[key]}
    assert moved <= {("person", "former_name")}
    assert after[("person", "former_name")] == max(
        int(str(p)) for (thing, _), p in after.items() if thing == "person"
    )


def test_the_database_has_the_codes_of_the_dictionary(connection: Connection) -> None:
    rows = run(connection, "SELECT list, code, zh, en FROM ops.code")
    said = {
        (codes.name, code.code, code.zh, code.en)
        for codes in CODES.values()
        for code in codes.codes.values()
    }
    assert set(rows) == said


def test_codes_follow_the_dictionary(connection: Connection) -> None:
    connection.execute(text("UPDATE ops.code SET zh = '?' WHERE list = 'sex'"))
    connection.execute(text("INSERT INTO ops.code VALUES ('sex', '7', '旧', 'Gone')"))
    for statement in objects.code_lists():
        execute(connection, statement)
    test_the_database_has_the_codes_of_the_dictionary(connection)


def test_derived_sql_is_made_anew_when_its_columns_change(connection: Connection) -> None:
    for statement in (
        "DROP VIEW population.residence_timeline CASCADE",
        "CREATE VIEW population.residence_timeline AS SELECT 1 AS something_else",
    ):
        connection.execute(text(statement))
    for composed in objects.timelines():
        execute(connection, composed)
    assert run(connection, "SELECT address FROM population.residence_as_of()") == []


def test_derived_sql_stands_aside_while_migrations_change_a_column(connection: Connection) -> None:
    migrate.stand_aside(connection)
    for table in ("person", "person_history", "person_record", "person_record_history"):
        connection.execute(text(f"ALTER TABLE population.{table} DROP COLUMN phone"))


def test_what_stands_on_derived_sql_survives_when_nothing_changed() -> None:
    with engine().begin() as connection:
        connection.execute(
            text("CREATE VIEW sharing.moves AS SELECT * FROM population.residence_timeline")
        )
        connection.execute(text("DELETE FROM runtime.repeatable"))
    migrate.upgrade()
    with engine().begin() as connection:
        assert run(connection, "SELECT * FROM sharing.moves") == []
        connection.execute(text("DROP VIEW sharing.moves"))
