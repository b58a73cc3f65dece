"""Undone, a delivery might as well never have come; what was known before is known to have been."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest

from pipeline.interventions import NoReason
from pipeline.undo import Undone, undo
from tests.pipeline.deliver import (
    AUGUST,
    HOUSEHOLD,
    INSURED,
    OCTOBER,
    PERSON,
    SEPTEMBER,
    delivered,
    ledger,
    query,
)

MOVED = {
    **PERSON,
    "户籍地址": "云泽省丰岭市临水县北关乡光明路10号",
    "变动日期": "20260815",
    "操作": "变更",
}


def undone(delivery_id: int) -> Undone:
    return undo(delivery_id, "李经办", "部门来函更正")


def now() -> dt.datetime:
    ((moment,),) = query("select clock_timestamp()")
    return moment  # type: ignore[no-any-return]


def addresses(day: str = "2026-12-31", known: Any = "infinity") -> list[Any]:
    return query(
        "select registered_address from population.person_as_of(cast(:day as date),"
        " cast(:known as timestamptz))",
        day=day, known="2999-01-01" if known == "infinity" else known,
    )  # fmt: skip


def test_the_only_delivery_undone_leaves_nothing_but_its_history(folder: Path) -> None:
    end = delivered(folder, "ps_person", AUGUST, PERSON)
    then = now()
    told = undone(end.delivery_id)
    assert (told.records, told.masters_withdrawn, told.masters_changed) == (1, 1, 0)
    assert query("select * from population.person") == []
    assert addresses() == []
    assert addresses(known=then) == [(PERSON["户籍地址"],)]
    assert query("select count(*) from population.person_identity") == [(1,)]
    assert query("select action from ops.change order by change_id") == [("i",), ("d",)]


def test_a_change_undone_brings_back_what_was_so(folder: Path) -> None:
    delivered(folder, "ps_person", AUGUST, PERSON)
    end = delivered(folder, "ps_person", SEPTEMBER, MOVED)
    then = now()
    undone(end.delivery_id)
    assert addresses() == [(PERSON["户籍地址"],)]
    assert addresses(known=then) == [(MOVED["户籍地址"],)]
    ((said_by,),) = query("select delivery_id from population.person_record")
    assert said_by == 1, "what is so again was said by whom it was said before"


def test_a_later_word_stands_though_it_changed_nothing_when_it_came(folder: Path) -> None:
    first = delivered(folder, "ps_person", AUGUST, PERSON)
    second = delivered(folder, "ps_person", SEPTEMBER, PERSON | {"操作": "变更"})
    assert ledger(second.delivery_id).unchanged == 1
    ((master,),) = query("select master_id from population.person")
    told = undone(first.delivery_id)
    assert told.merged_again == (second.delivery_id,)
    assert query("select master_id, name from population.person") == [(master, "王小明")]
    assert query("select delivery_id from population.person_record") == [(second.delivery_id,)]


def test_a_snapshots_withdrawals_are_undone_with_it(folder: Path) -> None:
    other = {**INSURED, "个人编号": "S2", "身份证号码": "990101198512120020", "姓名": "李芳",
             "出生日期": "1985-12-12", "性别": "2"}  # fmt: skip
    delivered(folder, "social_insured", AUGUST, INSURED, other)
    end = delivered(folder, "social_insured", SEPTEMBER, INSURED)
    assert len(query("select * from population.person")) == 1
    undone(end.delivery_id)
    assert len(query("select * from population.person")) == 2


def test_a_master_that_others_joined_stays(folder: Path) -> None:
    end = delivered(folder, "ps_person", AUGUST, PERSON)
    ((master,),) = query("select master_id from population.person")
    delivered(folder, "social_insured", AUGUST, INSURED)
    told = undone(end.delivery_id)
    assert (told.masters_withdrawn, told.masters_changed) == (0, 1)
    assert query("select master_id, registered_address from population.person") == [(master, None)]


def test_who_referred_to_it_waits_again(folder: Path) -> None:
    delivered(folder, "ps_household", AUGUST, HOUSEHOLD)
    end = delivered(folder, "ps_person", AUGUST, PERSON)
    ((head,),) = query("select head_id from population.household")
    assert head is not None
    assert undone(end.delivery_id).references == 1
    assert query("select head_id from population.household") == [(None,)]
    again = delivered(folder, "ps_person", AUGUST, PERSON)
    assert again.delivery_id != end.delivery_id, "an undone file can be delivered again"
    assert query("select head_id from population.household") == [(head,)], "as the same person"


def test_undoing_two_is_undoing_both(folder: Path) -> None:
    first = delivered(folder, "ps_person", AUGUST, PERSON)
    second = delivered(folder, "ps_person", SEPTEMBER, MOVED)
    third = delivered(folder, "ps_person", OCTOBER, {**MOVED, "联系电话": "13500000000"})
    undone(third.delivery_id)
    undone(first.delivery_id)
    assert addresses("2026-08-14") == []
    assert query("select registered_address, phone from population.person") == [
        (MOVED["户籍地址"], None)
    ]
    undone(second.delivery_id)
    assert query("select * from population.person") == []


def test_an_undone_delivery_says_so_and_its_ledger_balances(folder: Path) -> None:
    end = delivered(folder, "ps_person", AUGUST, PERSON)
    undone(end.delivery_id)
    row = ledger(end.delivery_id)
    assert (row.state, row.delivered, row.created) == ("undone", 1, 1)
    assert row.report.endswith("-undone.html")
    assert "部门来函更正" in Path(row.report).read_text(encoding="utf-8")
    assert query("select act, who, reason from ops.intervention") == [
        ("undo", "李经办", "部门来函更正")
    ]
    ((sealed,),) = query("select what ->> 'reason' from audit.entry where kind = 'undo'")
    assert sealed == "部门来函更正"
    again = undo(end.delivery_id, "赵经办", "再撤一次")
    assert (again.already or "").startswith("by 李经办 at ")
    assert (again.already or "").endswith(": 部门来函更正")
    assert len(query("select * from ops.intervention")) == 1, "nothing was done"


def test_a_trial_tells_what_would_change_and_changes_nothing(folder: Path) -> None:
    end = delivered(folder, "ps_person", AUGUST, PERSON)
    told = undo(end.delivery_id, "李经办", "试算", dry_run=True)
    assert told.masters_withdrawn == 1
    assert ledger(end.delivery_id).state == "published"
    assert len(query("select * from population.person")) == 1
    assert query("select * from ops.intervention") == []


def test_nothing_is_undone_without_a_reason(folder: Path) -> None:
    end = delivered(folder, "ps_person", AUGUST, PERSON)
    with pytest.raises(NoReason, match="no reason"):
        undo(end.delivery_id, "李经办", "  ")
