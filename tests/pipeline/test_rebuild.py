"""Who is who follows from the records and the decisions alone: rebuilding finds nothing else."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import text

from models import thing_named
from pipeline import walk
from pipeline.judge import judge, revoke
from pipeline.rebuild import check, rebuild
from pipeline.replay import replay
from pipeline.undo import undo
from runtime.database import transaction
from tests.pipeline.deliver import AUGUST, INSURED, OCTOBER, SEPTEMBER, merged, query
from tests.pipeline.judging import LI, WANG, ZHOU, Desk

PERSONS = thing_named("person")


def eventful(folder: Path) -> None:
    """Deliveries, decisions, one of them revoked, an undo and a replay."""
    nameless = {**INSURED, "个人编号": "S2", "身份证号码": "", "社会保障号码": "N2",
                "姓名": "李芳", "性别": "2", "出生日期": "1985-12-12"}  # fmt: skip
    merged(folder, "ps_person", AUGUST, WANG, LI, ZHOU)
    merged(folder, "social_insured", AUGUST, INSURED, nameless)
    judge(None, "person", 1, 2, "same", "one person", "reviewer")
    first = judge(None, "person", 4, 3, "same", "one person", "reviewer")
    merged(folder, "ps_person", SEPTEMBER, {**ZHOU, "姓名": "周大河", "变动日期": "20260901"})
    second = merged(folder, "social_insured", SEPTEMBER, {**INSURED, "姓名": "王晓明"}, nameless)
    revoke(None, first, "was mistaken", "reviewer")
    judge(None, "person", 4, 1, "different", "another person", "reviewer")
    undo(second, "operator", "wrong file")
    merged(folder, "social_insured", OCTOBER, {**INSURED, "姓名": "王小敏"})
    walk(replay(second, "operator", "right after all"))


def test_rebuilding_finds_what_stands_and_sets_right_what_does_not_follow(folder: Path) -> None:
    eventful(folder)
    before = Desk().who()
    found = check(PERSONS)
    assert found.differences == ()
    assert found.events == 11
    assert found.links == len(before)
    assert Desk().who() == before

    with transaction() as connection:
        connection.execute(
            text(
                "update population.person_link set master_id = 3"
                " where record_id = 5 and known_to = 'infinity'"
            )
        )
    assert {d.table for d in check(PERSONS).differences} >= {"population.person_link"}
    rebuild(PERSONS, "operator", "somebody wrote into the table")
    assert Desk().who() == before
    assert check(PERSONS).same
    assert query("select count(*) from population.person_link where delivery_id = 0") == [(1,)]
