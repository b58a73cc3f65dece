"""What was linked on the word of a delivery that is undone is decided again without it."""

from __future__ import annotations

from pathlib import Path

from loaders.contract import find
from models import thing_named
from pipeline.rebuild import check
from pipeline.replay import replay
from pipeline.undo import undo
from tests.pipeline.deliver import AUGUST, INSURED, OCTOBER, PERSON, SEPTEMBER, merged, query
from tests.pipeline.identity import walked
from tests.pipeline.judging import Desk

# One number, and the register alone says that both names are of one person.
REGISTERED = {**PERSON, "曾用名": "王大海"}
STUDENT = {
    **dict.fromkeys(find("edu_student").sources, ""), "学籍号": "E1", "姓名": "王大海",
    "性别": "女", "身份证件号": PERSON["公民身份号码"], "出生年月日": PERSON["出生日期"],
}  # fmt: skip


def registered_insured_enrolled(folder: Path) -> None:
    """Record 1 of the register, 2 of social insurance, 3 of the schools: all of one person."""
    merged(folder, "ps_person", AUGUST, REGISTERED)
    merged(folder, "social_insured", AUGUST, INSURED)
    merged(folder, "edu_student", SEPTEMBER, STUDENT)
    assert Desk().who() == {1: 1, 2: 1, 3: 1}


def test_who_met_only_through_it_part(folder: Path) -> None:
    registered_insured_enrolled(folder)
    undone = undo(1, "operator", "wrong file")
    assert (undone.decided_again, undone.moved) == (2, 1)
    assert Desk().who() == {2: 1, 3: 2}, "who joined first keeps the id"
    told = query("select master_id, action from ops.change where delivery_id = 1 order by 1, 2")
    assert told == [(1, "i"), (1, "u"), (2, "i")]
    asked = query("select record_id, master_id from ops.review where decision is null")
    assert asked == [(3, 1)], "people see the pair"
    assert check(thing_named("person")).same


def test_who_meets_without_it_stays_as_linked(folder: Path) -> None:
    merged(folder, "ps_person", AUGUST, REGISTERED)
    merged(folder, "social_insured", AUGUST, INSURED)
    merged(folder, "edu_student", SEPTEMBER, {**STUDENT, "姓名": "王小明"})
    before = query("select * from population.person_link where record_id > 1 order by record_id")
    told = undo(1, "operator", "wrong file")
    assert (told.decided_again, told.moved) == (2, 0)
    after = query("select * from population.person_link where record_id > 1 order by record_id")
    assert after == before, "not even a trace"
    assert check(thing_named("person")).same


def test_what_people_decided_stays_and_speaks_of_nobody_else(folder: Path) -> None:
    registered_insured_enrolled(folder)
    Desk().say(3, 1, "same")
    told = undo(1, "operator", "wrong file")
    assert (told.decided_again, told.moved) == (1, 1)
    assert Desk().who() == {2: 2, 3: 1}
    assert check(thing_named("person")).same


def test_who_was_there_before_it_stays(folder: Path) -> None:
    merged(folder, "social_insured", AUGUST, INSURED)
    merged(folder, "ps_person", SEPTEMBER, REGISTERED)
    merged(folder, "edu_student", OCTOBER, STUDENT)
    undo(2, "operator", "wrong file")
    assert Desk().who() == {1: 1, 3: 2}
    assert check(thing_named("person")).same


def test_a_replay_in_its_place_parts_nobody(folder: Path) -> None:
    registered_insured_enrolled(folder)
    walked(replay(1, "operator", "the contract was wrong"))
    assert Desk().who() == {1: 1, 2: 1, 3: 1}
    assert query("select count(*) from population.person_identity") == [(1,)]
    assert check(thing_named("person")).same
