"""What a person decides about who is who holds until it is revoked, and revoking undoes it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from pipeline.interventions import NoReason
from pipeline.judge import Contradicted, NotDecidable, judge
from runtime.database import engine
from runtime.settings import settings
from tests.pipeline.deliver import AUGUST, HOUSEHOLD, merged
from tests.pipeline.judging import Desk, three


@pytest.fixture(scope="module")
def people(database: object, tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    folder = tmp_path_factory.mktemp("people")
    with pytest.MonkeyPatch.context() as patch:
        for name in ("LANDING_DIR", "REPORTS_DIR", "DROP_DIR"):
            patch.setenv(f"SIKU_{name}", str(folder / name.lower()))
        settings.cache_clear()
        three(folder / "sent")
        merged(folder / "sent", "ps_household", AUGUST, HOUSEHOLD)
        yield
    settings.cache_clear()


@pytest.fixture
def desk(people: None) -> Iterator[Desk]:
    """A desk in a transaction that is taken back."""
    with engine().connect() as connection:
        one = Desk(connection)
        assert one.who() == {1: 1, 2: 2, 3: 3, 4: 1}
        yield one
        connection.rollback()


def test_a_founder_decided_the_same_takes_its_whole_master_along(desk: Desk) -> None:
    number = desk.say(1, 2, "same")
    assert desk.who() == {1: 2, 2: 2, 3: 3, 4: 2}
    assert desk.standing() == [2, 3]
    assert desk.leads() == {1: 2}
    assert desk.query("select claims is not null from population.person where master_id = 2")
    told = desk.query(
        "select thing, master_id, action from ops.change where delivery_id = :n order by change_id",
        n=-number,
    )
    assert told == [("person", 1, "d"), ("person", 2, "u"), ("household", 1, "u")]


def test_revoking_a_merge_gives_everybody_their_id_back(desk: Desk) -> None:
    before = desk.query("select * from population.person order by master_id")
    said = (
        "select record_id, master_id, method, score, decider, why from population.person_link"
        " where known_to = 'infinity' order by 1"
    )
    links = desk.query(said)
    desk.take_back(desk.say(1, 2, "same"))
    assert desk.who() == {1: 1, 2: 2, 3: 3, 4: 1}
    assert desk.leads() == {}
    hidden = {"known_from", "delivery_id"}
    after = desk.query("select * from population.person order by master_id")
    assert [told(row, hidden) for row in after] == [told(row, hidden) for row in before]
    assert links == desk.query(said)


def told(row: Any, hidden: set[str]) -> dict[str, Any]:
    return {k: v for k, v in row._mapping.items() if k not in hidden}


def test_a_record_that_founded_nothing_moves_alone(desk: Desk) -> None:
    desk.say(4, 3, "same")
    assert desk.who() == {1: 1, 2: 2, 3: 3, 4: 3}
    assert desk.leads() == {}


def test_who_is_decided_different_gets_a_new_id_once_and_the_same_one_again(desk: Desk) -> None:
    first = desk.say(4, 1, "different")
    assert desk.who() == {1: 1, 2: 2, 3: 3, 4: 4}
    desk.take_back(first)
    assert desk.who() == {1: 1, 2: 2, 3: 3, 4: 1}
    assert desk.leads() == {4: 1}, "the id of the split leads to where its record went"
    desk.say(4, 1, "different")
    assert desk.who() == {1: 1, 2: 2, 3: 3, 4: 4}
    assert desk.leads() == {}


def test_contradictions_are_refused_and_name_the_decisions(desk: Desk) -> None:
    first, second = desk.say(1, 2, "same"), desk.say(4, 3, "same")
    third = desk.say(4, 1, "different")
    with pytest.raises(Contradicted, match="decision 3") as refused:
        desk.say(3, 2, "same")
    assert set(refused.value.decisions) == {first, second, third}
    assert desk.who() == {1: 2, 2: 2, 3: 3, 4: 3}, "nothing has changed"
    assert desk.query("select count(*) from ops.decision") == [(3,)]


def test_a_founder_cannot_be_told_apart_from_its_own_id(desk: Desk) -> None:
    with pytest.raises(NotDecidable, match="founded person 1"):
        desk.say(1, 1, "different")


def test_nothing_is_decided_without_a_reason(desk: Desk) -> None:
    with pytest.raises(NoReason):
        judge(desk.connection, "person", 1, 2, "same", " ", "reviewer")
    with pytest.raises(NoReason):
        judge(desk.connection, "person", 1, 2, "same", "seen", "")


def test_unsure_changes_nothing_and_gives_way(desk: Desk) -> None:
    desk.say(4, 2, "unsure")
    assert desk.who() == {1: 1, 2: 2, 3: 3, 4: 1}
    desk.say(4, 2, "different")
    assert desk.query("select verdict, revoked_at is null from ops.decision order by 1 desc") == [
        ("unsure", False),
        ("different", True),
    ]
    with pytest.raises(Contradicted, match="already"):
        desk.say(4, 2, "different")


def test_references_follow_a_merge_and_come_back(desk: Desk) -> None:
    head = "select head_id from population.household"
    assert desk.query(head) == [(1,)]
    number = desk.say(1, 2, "same")
    assert desk.query(head) == [(2,)]
    desk.take_back(number)
    assert desk.query(head) == [(1,)]


def test_a_merge_of_two_numbers_needs_attention_until_it_is_revoked(desk: Desk) -> None:
    number = desk.say(1, 2, "same")
    rules = "select rule, outcome from ops.attention order by rule"
    assert desk.query(rules) == [("two_citizen_numbers", None), ("two_sexes_and_births", None)]
    desk.take_back(number)
    assert desk.query(rules) == [("two_citizen_numbers", "gone"), ("two_sexes_and_births", "gone")]
