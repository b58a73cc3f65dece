"""Redeliveries, changes, decisions, natural keys: what a link survives, and that answers repeat."""

from __future__ import annotations

import subprocess
import sys

import pytest
from sqlalchemy import Connection, text

from tests.matching.given import Row, World, who

ZHANG: Row = {
    "citizen_number": "990102199001011234", "name": "张伟", "birth_date": "1990-01-01", "sex": "1",
}  # fmt: skip
WANG: Row = {
    "citizen_number": "990102198505055678", "name": "王芳", "birth_date": "1985-05-05", "sex": "2",
}  # fmt: skip


def test_pairs_scored_in_portions_are_decided_together(
    connection: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    world = World(connection, "person")
    unnumbered = {**ZHANG, "citizen_number": None, "phone": "14200000001"}
    for name in ("张伟", "张玮", "张炜"):
        world.knows({**unnumbered, "name": name}, dataset=1)
    lines = [{**unnumbered, "name": name} for name in ("张伟", "张玮", "张苇")]
    at_once = world.receives(*lines), world.reviews
    monkeypatch.setattr("matching.score.PORTION", 2)
    assert (world.receives(*lines), world.reviews) == at_once
    assert at_once[1]


def test_what_some_records_teach_holds_in_every_portion(
    connection: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    world = World(connection, "person")
    unnumbered = {**ZHANG, "citizen_number": None}
    world.knows({**unnumbered, "name": "艾力·买买提", "phone": "14200000001"}, dataset=1)
    both = {"name": "艾力·买买提", "script_name": "ئەلى مەمەت"}
    days = ("1990-01-02", "1990-01-03", "1990-01-04")
    teachers = [{**unnumbered, **both, "birth_date": day} for day in days for _ in "12"]
    lines = [*teachers, {**unnumbered, "name": "ئەلى مەمەت", "phone": "14200000001"}]
    at_once = world.receives(*lines), world.reviews
    monkeypatch.setattr("matching.score.PORTION", 2)
    assert (world.receives(*lines), world.reviews) == at_once


def test_a_known_record_keeps_its_link(connection: Connection) -> None:
    world = World(connection, "person")
    world.knows({**ZHANG, "source_key": "a", "method": "strong", "score": 0.9}, dataset=2)
    (row,) = world.receives({**ZHANG, "source_key": "a", "phone": "14200000001"})
    assert (row["record_id"], row["master_id"]) == (1, 1)
    assert (row["method"], row["score"]) == ("strong", 0.9)
    assert world.counts.known == 1


def test_a_known_record_that_is_corrected_stays(connection: Connection) -> None:
    world = World(connection, "person")
    world.knows({**ZHANG, "source_key": "a"}, dataset=2)
    decided = world.receives({**ZHANG, "source_key": "a", "name": "张玮"})
    assert who(decided) == [1]


def test_a_known_record_moves_to_where_its_new_number_points(connection: Connection) -> None:
    world = World(connection, "person")
    world.knows({**ZHANG, "citizen_number": None, "source_key": "a"}, dataset=2)
    world.knows(ZHANG, dataset=1)
    decided = world.receives({**ZHANG, "source_key": "a"})
    assert who(decided) == [2]
    assert decided[0]["record_id"] == 1


def test_a_source_key_given_to_somebody_else_is_somebody_else(connection: Connection) -> None:
    world = World(connection, "person")
    world.knows({**ZHANG, "source_key": "a"}, dataset=2)
    (row,) = world.receives({**WANG, "source_key": "a"})
    assert (row["record_id"], row["master_id"]) == (1, None)


def test_a_decision_outranks_the_machine(connection: Connection) -> None:
    world = World(connection, "person")
    world.knows({**WANG, "source_key": "a", "method": "decision"}, dataset=2)
    world.knows(ZHANG, dataset=1)
    (row,) = world.receives({**ZHANG, "source_key": "a"})
    assert (row["master_id"], row["method"]) == (1, "decision")


def decided_different(connection: Connection, record: int, master: int) -> None:
    """A person said that the record is not whom the master is."""
    connection.execute(
        text(
            "insert into ops.decision (decision_id, thing, record_id, master_id, verdict, reason,"
            " decided_by, decided_at)"
            " values (1, 'person', :record, :master, 'different', 'two people', 'Li', now())"
        ),
        {"record": record, "master": master},
    )


def test_a_pair_decided_different_is_never_linked_again(connection: Connection) -> None:
    world = World(connection, "person")
    world.knows({**WANG, "source_key": "a"}, dataset=2)
    world.knows(ZHANG, dataset=1)
    decided_different(connection, record=1, master=2)
    decided = world.receives({**ZHANG, "source_key": "a"})
    assert who(decided) == ["new 1"]


def test_nor_is_the_founder_of_the_master_with_that_record(connection: Connection) -> None:
    world = World(connection, "person")
    world.knows({**WANG, "source_key": "a"}, dataset=2)
    world.knows(ZHANG, dataset=1)
    decided_different(connection, record=2, master=1)
    decided = world.receives({**ZHANG, "source_key": "a"})
    assert who(decided) == ["new 1"]


def test_a_decision_holds_where_the_founder_went(connection: Connection) -> None:
    world = World(connection, "person")
    world.knows({**WANG, "source_key": "a"}, dataset=2)
    world.knows(ZHANG, ZHANG, dataset=1)
    decided_different(connection, record=1, master=3)
    connection.execute(text("update population.person_link set master_id = 2 where record_id = 3"))
    decided = world.receives({**ZHANG, "source_key": "a"})
    assert who(decided) == ["new 1"]


def test_two_lines_decided_different_do_not_found_one_master(connection: Connection) -> None:
    world = World(connection, "person")
    world.knows({**WANG, "source_key": "a"}, {**WANG, "source_key": "b"}, dataset=2)
    decided_different(connection, record=2, master=1)
    decided = world.receives({**ZHANG, "source_key": "a"}, {**ZHANG, "source_key": "b"})
    assert who(decided) == ["new 1", "new 2"]


def test_a_revoked_decision_keeps_nobody_apart(connection: Connection) -> None:
    world = World(connection, "person")
    world.knows({**WANG, "source_key": "a"}, dataset=2)
    world.knows(ZHANG, dataset=1)
    decided_different(connection, record=1, master=2)
    connection.execute(
        text("update ops.decision set revoked_at = now(), revoked_by = 'Li', revoked_reason = 'no'")
    )
    assert who(world.receives({**ZHANG, "source_key": "a"})) == [2]


def test_a_withdrawn_record_comes_back_as_itself(connection: Connection) -> None:
    world = World(connection, "person")
    world.knows({**ZHANG, "source_key": "a"}, dataset=2)
    withdraw(connection, "person_record", "record_id, dataset_id, source_key")
    (row,) = world.receives({**ZHANG, "source_key": "a"})
    assert (row["record_id"], row["master_id"]) == (1, 1)


def test_who_changed_while_away_is_compared_with_what_was_known_last(
    connection: Connection,
) -> None:
    world = World(connection, "person")
    unnumbered = {**ZHANG, "citizen_number": None, "phone": "14200000001"}
    world.knows({**unnumbered, "source_key": "a"}, dataset=2)
    world.knows({**unnumbered, "name": "张玮", "birth_date": "1990-01-11"}, dataset=1)
    withdraw(connection, "person_record", "record_id, dataset_id, source_key")
    withdraw(connection, "person", "master_id, claims")
    (row,) = world.receives({**unnumbered, "name": "张炜", "source_key": "a"})
    assert (row["record_id"], row["master_id"]) == (1, 1)
    (row,) = world.receives({**WANG, "citizen_number": None, "source_key": "a"})
    assert (row["record_id"], row["master_id"]) == (1, None), "another person under the key"


def withdraw(connection: Connection, table: str, own: str) -> None:
    """The first record is gone since March, and its master with it."""
    first = own.partition(",")[0]
    said = (
        f"{own}, name, citizen_number, birth_date, sex, phone, valid_from, known_from, delivery_id"
    )
    connection.execute(
        text(
            f"insert into population.{table}_history ({said}, valid_to, known_to)"
            f" select {said}, date '2024-03-01', 'infinity' from population.{table}"
            f" where {first} = 1"
        )
    )
    connection.execute(text(f"delete from population.{table} where {first} = 1"))


def test_deletions_name_the_record_they_end(connection: Connection) -> None:
    world = World(connection, "person")
    world.knows({**ZHANG, "source_key": "a"}, dataset=2)
    known, unknown = world.receives(
        {"source_key": "a", "op": "d", "name": "张伟"},
        {"source_key": "b", "op": "d", "name": "李强"},
    )
    assert (known["record_id"], known["master_id"]) == (1, 1)
    assert (unknown["record_id"], unknown["master_id"], unknown["method"]) == (None, None, "none")


def test_a_merged_master_speaks_through_the_other(connection: Connection) -> None:
    world = World(connection, "person")
    world.knows(ZHANG, WANG)
    connection.execute(
        text("update population.person_identity set merged_into = 2 where master_id = 1")
    )
    assert who(world.receives(ZHANG)) == [2]


def test_things_with_a_natural_key_are_found_by_it(connection: Connection) -> None:
    world = World(connection, "household")
    world.knows({"household_number": "H1", "natural_key": "H1"})
    decided = world.receives(
        {"household_number": "H1"}, {"household_number": "H2"}, {"household_number": "H3"},
        {"household_number": "H2"},
    )  # fmt: skip
    assert who(decided) == [1, "new 2", "new 3", "new 2"]
    assert {row["method"] for row in decided} == {"key"}


def test_a_natural_key_keeps_its_parts_apart(connection: Connection) -> None:
    world = World(connection, "observation")
    key = dict.fromkeys(world.thing.key)
    first, second = world.thing.key[:2]
    decided = world.receives({**key, first: "a|b", second: "c"}, {**key, first: "a", second: "b|c"})
    assert who(decided) == ["new 1", "new 2"]


def test_the_same_input_gives_the_same_answer(connection: Connection) -> None:
    world = World(connection, "person")
    world.knows(ZHANG, WANG)
    rows = [{**ZHANG, "citizen_number": None}, WANG, {**WANG, "citizen_number": None}, ZHANG] * 3
    lines = [{**row, "source_key": f"key {i}"} for i, row in enumerate(rows)]
    first = world.receives(*lines)
    assert world.receives(*lines) == first


def test_nothing_is_imported_for_scoring_until_something_is_to_be_scored() -> None:
    code = "import matching, sys; print({'splink', 'duckdb', 'pypinyin'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert done.stdout.strip() == "set()", done.stderr


def test_a_name_is_sounded_out_without_the_phrases_that_would_take_sixty_megabytes() -> None:
    code = (
        "from matching.language.sounds import syllables; import sys;"
        " print(syllables('张'), 'pypinyin' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert done.stdout.strip() == "('zhang',) False", done.stderr
