"""The queue follows deliveries and decisions, at the cost of what they touch."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import text

from pipeline.undo import undo
from runtime.database import transaction
from tests.pipeline.deliver import OCTOBER, PERSON, merged, query
from tests.pipeline.desk import asked, delivered_people
from tests.pipeline.judging import Desk


def decisions() -> dict[int, str | None]:
    return {r.review_id: r.decision for r in query("select review_id, decision from ops.review")}


def test_pairs_leave_and_come_back_with_what_a_delivery_touched(folder: Path) -> None:
    delivered_people(folder, 3)
    gone, other = asked("P1", "S1"), asked("S2", "P2")
    with transaction() as connection:
        # What no delivery did none looks for; whoever asks for the queue sweeps it.
        connection.execute(
            text("update ops.review set decision = 'moot' where review_id = :other"),
            {"other": other},
        )
    left = {**PERSON, "人员编号": "P1", "姓名": "王小一", "公民身份号码": "", "户号": "H1",
            "出生日期": "19900107", "操作": "注销", "变动日期": "20260901"}  # fmt: skip
    withdrawn = merged(folder, "ps_person", OCTOBER, left)
    assert decisions() == {gone: "moot", other: "moot"}
    undo(withdrawn, "operator", "wrong file")
    assert decisions() == {gone: None, other: "moot"}


def test_pairs_leave_and_come_back_with_a_decision(folder: Path) -> None:
    delivered_people(folder, 3)
    pair = asked("S1", "P1")
    ((record, master),) = query("select record_id, master_id from ops.review")
    ((own, founder),) = query(
        "select l.master_id, i.founder from population.person_link l"
        " join population.person_identity i on i.master_id = :master"
        " where l.record_id = :record and l.known_to = 'infinity'",
        record=record, master=master,
    )  # fmt: skip
    decision = Desk().say(founder, own, "same")
    assert decisions() == {pair: "moot"}, "both stand together by another decision"
    Desk().take_back(decision)
    assert decisions() == {pair: None}
