"""What was decided outranks the machine through whatever departments deliver or take back."""

from __future__ import annotations

from pathlib import Path

from pipeline import walk
from pipeline.replay import replay
from pipeline.undo import undo
from tests.pipeline.deliver import INSURED, OCTOBER, SEPTEMBER, merged
from tests.pipeline.judging import LI, Desk, three


def test_a_decision_outlasts_the_next_delivery_of_the_record(folder: Path) -> None:
    three(folder)
    desk = Desk()
    desk.say(4, 1, "different")
    moved = {**INSURED, "居住地址": "江浦街道迎宾大道9号"}
    merged(folder, "social_insured", SEPTEMBER, moved)
    assert desk.who()[4] == 4
    renamed = {**moved, "姓名": "王晓明"}
    merged(folder, "social_insured", OCTOBER, renamed)
    assert desk.who()[4] == 4


def test_a_merge_outlasts_that_what_identifies_a_founder_changes(folder: Path) -> None:
    three(folder)
    desk = Desk()
    desk.say(1, 2, "same")
    merged(folder, "ps_person", SEPTEMBER, {**LI, "姓名": "李芬", "变动日期": "20260901"})
    merged(folder, "social_insured", OCTOBER, {**INSURED, "姓名": "王晓明"})
    assert set(desk.who().values()) == {2, 3}


def test_a_decision_outlasts_undo_and_replay(folder: Path) -> None:
    three(folder)
    desk = Desk()
    desk.say(1, 2, "same")
    desk.say(4, 3, "same")
    undo(2, "operator", "wrong file")
    assert desk.who() == {1: 2, 2: 2, 3: 3, 4: 3}
    again = replay(2, "operator", "right after all")
    walk(again)
    assert desk.who() == {1: 2, 2: 2, 3: 3, 4: 3}
