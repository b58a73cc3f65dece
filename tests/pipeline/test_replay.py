"""A replay takes the place of what it replays: the same file, today's contract and code."""

from __future__ import annotations

from pathlib import Path

import pytest

import pipeline
from pipeline.holding import hold, release
from pipeline.interventions import NotPossible
from pipeline.replay import replay
from pipeline.undo import undo
from tests.pipeline.deliver import AUGUST, PERSON, SEPTEMBER, delivered, ledger, query, received

MOVED = {**PERSON, "户籍地址": "北关乡光明路10号", "变动日期": "20260815", "操作": "变更"}
BAD = [{**PERSON, "人员编号": str(n), "出生日期": "x"} for n in range(10, 20)]


def replayed(delivery_id: int) -> int:
    number = replay(delivery_id, "李经办", "合同已更正")
    pipeline.walk(number)
    return number


def test_a_published_one_is_undone_by_the_one_that_takes_its_place(folder: Path) -> None:
    first = delivered(folder, "ps_person", AUGUST, PERSON).delivery_id
    second = delivered(folder, "ps_person", SEPTEMBER, MOVED).delivery_id
    ((master,),) = query("select master_id from population.person")
    number = replayed(first)
    assert (ledger(first).state, ledger(number).state) == ("undone", "published")
    assert (ledger(number).predecessor, ledger(number).created) == (first, 0)
    assert query("select master_id, registered_address from population.person") == [
        (master, MOVED["户籍地址"])
    ]
    assert query(
        "select registered_address from population.person_as_of('2026-08-14')"
    ) == [(PERSON["户籍地址"],)]  # fmt: skip
    assert ledger(first).report.endswith("-undone.html")
    assert ledger(second).state == "published"
    assert replay(first, "李经办", "再来") == number, "it stands"
    assert "took its place" in (undo(first, "李经办", "再来").already or "")


def test_what_stands_goes_on_standing_until_the_replay_is_merged(folder: Path) -> None:
    first = delivered(folder, "ps_person", AUGUST, PERSON).delivery_id
    number = replay(first, "李经办", "合同已更正")
    for step in ("stage", "check", "match"):
        pipeline.STEPS[step](number)
    assert ledger(first).state == "published"
    assert replay(first, "李经办", "合同已更正") == number, "what was begun is gone on with"
    pipeline.merge(number)
    assert replay(first, "李经办", "合同已更正") == number, "until it is published"
    pipeline.walk(number)
    assert (ledger(first).state, ledger(number).state) == ("undone", "published")


def test_an_undone_one_comes_back_with_the_same_masters(folder: Path) -> None:
    first = delivered(folder, "ps_person", AUGUST, PERSON).delivery_id
    ((master,),) = query("select master_id from population.person")
    undo(first, "李经办", "误报")
    replayed(first)
    assert query("select master_id from population.person") == [(master,)]


def test_a_held_delivery_goes_on_when_a_person_says_why(folder: Path) -> None:
    end = delivered(folder, "ps_person", AUGUST, PERSON, *BAD)
    assert (end.state, end.gate) == ("held", "hold")
    release(end.delivery_id, "王主任", "已与公安核实")
    pipeline.match(end.delivery_id)
    again = release(end.delivery_id, "王主任", "已与公安核实")
    assert again.delivery.state == "matched", "what was interrupted goes on where it was"
    pipeline.walk(end.delivery_id)
    row = ledger(end.delivery_id)
    assert (row.state, row.gate, row.created, row.held) == ("published", "hold", 1, 0)
    assert "达到" in row.error, "the gate's verdict stays readable"
    assert query("select act, who from ops.intervention") == [("release", "王主任")]


def test_a_person_stops_what_is_under_way(folder: Path) -> None:
    number = received(folder, "ps_person", AUGUST, PERSON)
    for before in (None, "stage", "check", "match"):
        if before:
            pipeline.STEPS[before](number)
        state = ledger(number).state
        stopped = hold(number, "王主任", "等待公函")
        assert (stopped.delivery.state, stopped.already) == ("held", None)
        assert stopped.delivery.why_held == "王主任: 等待公函"
        assert "by 王主任 at" in (hold(number, "赵", "也等").already or "")
        assert pipeline.walk(number).state == "held"
        assert release(number, "王主任", "公函已到").delivery.state == state
    pipeline.walk(number)
    assert (ledger(number).state, ledger(number).created) == ("published", 1)
    with pytest.raises(NotPossible, match="only what is under way"):
        hold(number, "王主任", "太晚了")
