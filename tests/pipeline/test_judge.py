"""What a person decides about who is who holds until it is revoked, and revoking undoes it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from pipeline import walk
from pipeline.interventions import NoReason
from pipeline.judge import Contradicted, NotDecidable, judge, revoke
from pipeline.replay import replay
from pipeline.undo import undo
from tests.pipeline.deliver import (
    AUGUST,
    HOUSEHOLD,
    INSURED,
    OCTOBER,
    PERSON,
    SEPTEMBER,
    merged,
    query,
)

WANG = {**PERSON}
LI = {**PERSON, "人员编号": "2", "公民身份号码": "990101198512120020", "姓名": "李芳",
      "性别": "女", "出生日期": "19851212", "户号": "H2"}  # fmt: skip
ZHOU = {**PERSON, "人员编号": "3", "公民身份号码": "990101197001010036", "姓名": "周大海",
        "出生日期": "19700101", "户号": "H3"}  # fmt: skip


def who() -> dict[int, int]:
    """The master of each record."""
    rows = query(
        "select record_id, master_id from population.person_link where known_to = 'infinity'"
    )
    return {row.record_id: row.master_id for row in rows}


def standing() -> list[int]:
    return [one for (one,) in query("select master_id from population.person order by 1")]


def leads() -> dict[int, int]:
    rows = query(
        "select master_id, merged_into from population.person_identity"
        " where merged_into is not null"
    )
    return {row.master_id: row.merged_into for row in rows}


def say(record: int, master: int, verdict: str) -> int:
    return judge(None, "person", record, master, verdict, "looked at the files", "reviewer")


def take_back(decision: int) -> None:
    revoke(None, decision, "was mistaken", "reviewer")


@pytest.fixture
def three(folder: Path) -> Path:
    """Three people of one register, records and masters 1 to 3; the first insured as record 4."""
    merged(folder, "ps_person", AUGUST, WANG, LI, ZHOU)
    merged(folder, "social_insured", AUGUST, INSURED)
    assert who() == {1: 1, 2: 2, 3: 3, 4: 1}
    return folder


def test_a_founder_decided_the_same_takes_its_whole_master_along(three: Path) -> None:
    number = say(1, 2, "same")
    assert who() == {1: 2, 2: 2, 3: 3, 4: 2}
    assert standing() == [2, 3]
    assert leads() == {1: 2}
    assert query("select claims is not null from population.person where master_id = 2")
    told = query(
        "select master_id, action from ops.change where delivery_id = :n order by change_id",
        n=-number,
    )
    assert told == [(1, "d"), (2, "u")]


def test_revoking_a_merge_gives_everybody_their_id_back(three: Path) -> None:
    before = query("select * from population.person order by master_id")
    said = (
        "select record_id, master_id, method, score, decider, why from population.person_link"
        " where known_to = 'infinity' order by 1"
    )
    links = query(said)
    take_back(say(1, 2, "same"))
    assert who() == {1: 1, 2: 2, 3: 3, 4: 1}
    assert leads() == {}
    hidden = {"known_from", "delivery_id"}
    after = query("select * from population.person order by master_id")
    assert [told(row, hidden) for row in after] == [told(row, hidden) for row in before]
    assert links == query(said)


def told(row: Any, hidden: set[str]) -> dict[str, Any]:
    return {k: v for k, v in row._mapping.items() if k not in hidden}


def test_a_record_that_founded_nothing_moves_alone(three: Path) -> None:
    say(4, 3, "same")
    assert who() == {1: 1, 2: 2, 3: 3, 4: 3}
    assert leads() == {}


def test_who_is_decided_different_gets_a_new_id_once_and_the_same_one_again(three: Path) -> None:
    first = say(4, 1, "different")
    assert who() == {1: 1, 2: 2, 3: 3, 4: 4}
    take_back(first)
    assert who() == {1: 1, 2: 2, 3: 3, 4: 1}
    assert leads() == {4: 1}, "the id of the split leads to where its record went"
    say(4, 1, "different")
    assert who() == {1: 1, 2: 2, 3: 3, 4: 4}
    assert leads() == {}


def test_a_decision_outlasts_the_next_delivery_of_the_record(three: Path) -> None:
    say(4, 1, "different")
    moved = {**INSURED, "居住地址": "江浦街道迎宾大道9号"}
    merged(three, "social_insured", SEPTEMBER, moved)
    assert who()[4] == 4
    renamed = {**moved, "姓名": "王晓明"}
    merged(three, "social_insured", OCTOBER, renamed)
    assert who()[4] == 4


def test_a_merge_outlasts_that_what_identifies_a_founder_changes(three: Path) -> None:
    say(1, 2, "same")
    merged(three, "ps_person", SEPTEMBER, {**LI, "姓名": "李芬", "变动日期": "20260901"})
    merged(three, "social_insured", OCTOBER, {**INSURED, "姓名": "王晓明"})
    assert set(who().values()) == {2, 3}


def test_a_decision_outlasts_undo_and_replay(three: Path) -> None:
    say(1, 2, "same")
    say(4, 3, "same")
    undo(2, "operator", "wrong file")
    assert who() == {1: 2, 2: 2, 3: 3, 4: 3}
    again = replay(2, "operator", "right after all")
    walk(again)
    assert who() == {1: 2, 2: 2, 3: 3, 4: 3}


def test_contradictions_are_refused_and_name_the_decisions(three: Path) -> None:
    first, second = say(1, 2, "same"), say(4, 3, "same")
    third = say(4, 1, "different")
    with pytest.raises(Contradicted, match="decision 3") as refused:
        say(3, 2, "same")
    assert set(refused.value.decisions) == {first, second, third}
    assert who() == {1: 2, 2: 2, 3: 3, 4: 3}, "nothing has changed"
    assert query("select count(*) from ops.decision") == [(3,)]


def test_a_founder_cannot_be_told_apart_from_its_own_id(three: Path) -> None:
    with pytest.raises(NotDecidable, match="founded person 1"):
        say(1, 1, "different")


def test_nothing_is_decided_without_a_reason(three: Path) -> None:
    with pytest.raises(NoReason):
        judge(None, "person", 1, 2, "same", " ", "reviewer")
    with pytest.raises(NoReason):
        judge(None, "person", 1, 2, "same", "seen", "")


def test_unsure_changes_nothing_and_gives_way(three: Path) -> None:
    say(4, 2, "unsure")
    assert who() == {1: 1, 2: 2, 3: 3, 4: 1}
    say(4, 2, "different")
    assert query("select verdict, revoked_at is null from ops.decision order by 1 desc") == [
        ("unsure", False),
        ("different", True),
    ]
    with pytest.raises(Contradicted, match="already"):
        say(4, 2, "different")


def test_references_follow_a_merge_and_come_back(three: Path) -> None:
    merged(three, "ps_household", AUGUST, HOUSEHOLD)
    head = "select head_id from population.household"
    assert query(head) == [(1,)]
    number = say(1, 2, "same")
    assert query(head) == [(2,)]
    take_back(number)
    assert query(head) == [(1,)]


def test_a_merge_of_two_numbers_needs_attention_until_it_is_revoked(three: Path) -> None:
    number = say(1, 2, "same")
    rules = "select rule, outcome from ops.attention order by rule"
    assert query(rules) == [("two_citizen_numbers", None), ("two_sexes_and_births", None)]
    take_back(number)
    assert query(rules) == [("two_citizen_numbers", "gone"), ("two_sexes_and_births", "gone")]
