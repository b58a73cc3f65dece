"""A delivery walks all the way, and what it said can be asked on both axes."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from sqlalchemy import text

import pipeline
from loaders.errors import Refused
from pipeline.deliveries import Failed
from runtime.database import transaction
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
    received,
    written,
)

OTHER = {**PERSON, "人员编号": "2", "公民身份号码": "990101198512120020", "姓名": "李芳",
         "性别": "女", "出生日期": "19851212", "户号": "H2"}  # fmt: skip
MOVED = {
    **PERSON,
    "户籍地址": "云泽省丰岭市临水县北关乡光明路10号",
    "变动日期": "20260815",
    "操作": "变更",
}


def address(valid: str, known: str = "infinity") -> str | None:
    rows = query(
        "select registered_address from population.person_as_of(cast(:valid as date),"
        " cast(:known as timestamptz)) where name = '王小明'",
        valid=valid, known="2999-01-01" if known == "infinity" else known,
    )  # fmt: skip
    return rows[0][0] if rows else None


def test_a_delivery_is_accounted_for_row_by_row(folder: Path) -> None:
    unreadable = {**OTHER, "人员编号": "3", "出生日期": "19900231"}
    end = delivered(folder, "ps_person", AUGUST, *_crowd(20), unreadable)
    row = ledger(end.delivery_id)
    assert (row.state, row.delivered, row.staged, row.quarantined) == ("published", 21, 20, 1)
    assert (row.created, row.changed, row.unchanged, row.held) == (20, 0, 0, 0)
    (aside,) = query("select * from ops.quarantine")
    assert (aside.line, aside.column, aside.value) == (22, "出生日期", "19900231")


def _crowd(count: int) -> list[dict[str, str]]:
    return [
        {**PERSON, "人员编号": f"C{n}", "公民身份号码": "", "姓名": f"周{chr(0x4E00 + n)}",
         "出生日期": f"197001{n + 1:02}", "户号": f"C{n}"}
        for n in range(count)
    ]  # fmt: skip


def test_the_same_file_twice_changes_nothing(folder: Path) -> None:
    first = delivered(folder, "ps_person", AUGUST, PERSON)
    feed = query("select * from ops.change")
    again = delivered(folder, "ps_person", AUGUST, PERSON)
    assert again.delivery_id == first.delivery_id
    assert query("select * from ops.change") == feed


def test_a_change_keeps_the_former_answer(folder: Path) -> None:
    delivered(folder, "ps_person", AUGUST, PERSON)
    delivered(folder, "ps_person", SEPTEMBER, MOVED)
    assert address("2026-08-14") == PERSON["户籍地址"]
    assert address("2026-08-15") == MOVED["户籍地址"]
    assert address("2019-12-31") is None


def test_a_correction_keeps_what_we_knew(folder: Path) -> None:
    delivered(folder, "ps_person", AUGUST, PERSON)
    (then,) = query("select clock_timestamp()")[0]
    delivered(folder, "ps_person", SEPTEMBER, {**MOVED, "变动日期": PERSON["变动日期"]})
    assert address("2026-08-01") == MOVED["户籍地址"]
    assert address("2026-08-01", then.isoformat()) == PERSON["户籍地址"]


def test_a_late_delivery_does_not_undo_newer_facts(folder: Path) -> None:
    delivered(folder, "ps_person", AUGUST, PERSON)
    delivered(folder, "ps_person", OCTOBER, {**MOVED, "变动日期": "20260920"})
    between = {**PERSON, "户籍地址": "云泽省丰岭市小河区和平路5号", "变动日期": "20260820"}
    delivered(folder, "ps_person", SEPTEMBER, between)
    assert address("2026-08-19") == PERSON["户籍地址"]
    assert address("2026-08-20") == between["户籍地址"]
    assert address("2026-09-19") == between["户籍地址"]
    assert address("2026-09-20") == MOVED["户籍地址"]


def test_a_snapshot_withdraws_what_it_no_longer_has(folder: Path) -> None:
    other = {**INSURED, "个人编号": "S2", "身份证号码": "990101198512120020", "姓名": "李芳",
             "出生日期": "1985-12-12", "性别": "2"}  # fmt: skip
    delivered(folder, "social_insured", AUGUST, INSURED, other)
    end = delivered(folder, "social_insured", SEPTEMBER, INSURED)
    assert ledger(end.delivery_id).withdrawn == 1
    assert query("select name from population.person") == [("王小明",)]
    assert len(query("select name from population.person_as_of('2026-08-31')")) == 2


def test_a_quarantined_row_is_not_absent(folder: Path) -> None:
    delivered(folder, "social_insured", AUGUST, *_insured(20))
    rows = _insured(20)
    rows[3]["出生日期"] = "1990-02-31"
    end = delivered(folder, "social_insured", SEPTEMBER, *rows)
    row = ledger(end.delivery_id)
    assert (row.quarantined, row.withdrawn) == (1, 0)


def test_a_late_snapshot_speaks_until_the_next(folder: Path) -> None:
    rows = _insured(4)
    delivered(folder, "social_insured", AUGUST, *rows[:3])
    delivered(folder, "social_insured", OCTOBER, *rows[:3])
    late = delivered(folder, "social_insured", SEPTEMBER, *rows[1:])
    assert (ledger(late.delivery_id).created, ledger(late.delivery_id).withdrawn) == (1, 1)
    for day, insured in (("2026-08-15", "012"), ("2026-09-15", "123"), ("2026-10-15", "012")):
        found = query(
            "select insurance_number from population.person_as_of(cast(:day as date)) order by 1",
            day=day,
        )
        assert found == [(f"N000{n}",) for n in insured]


def _insured(count: int) -> list[dict[str, str]]:
    return [
        {**INSURED, "个人编号": f"S{n}", "身份证号码": "", "姓名": f"王{chr(0x4E00 + n)}",
         "社会保障号码": f"N{n:04}", "出生日期": f"1990-01-{n + 1:02}"}
        for n in range(count)
    ]  # fmt: skip


def test_the_better_authority_wins_and_says_so(folder: Path) -> None:
    delivered(folder, "ps_person", AUGUST, {**PERSON, "联系电话": "13500000000"})
    delivered(folder, "social_insured", AUGUST, {**INSURED, "姓名": "王晓明"})
    (person,) = query("select name, phone from population.person")
    assert person == ("王小明", "13900000001"), "name by public security, phone by insurance"
    claims = query(
        "select attribute, value, dataset, won from population.person_claim"
        " where attribute in ('name', 'phone') order by attribute, won desc"
    )
    assert claims == [
        ("name", "王小明", "ps_person", True),
        ("name", "王晓明", "social_insured", False),
        ("phone", "13900000001", "social_insured", True),
        ("phone", "13500000000", "ps_person", False),
    ]


def test_references_wait_for_the_other_side(folder: Path) -> None:
    delivered(folder, "ps_household", AUGUST, HOUSEHOLD)
    assert query("select head_id from population.household") == [(None,)]
    (then,) = query("select clock_timestamp()")[0]
    delivered(folder, "ps_person", AUGUST, PERSON)
    ((head,),) = query("select head_id from population.household")
    assert query("select name from population.person where master_id = :id", id=head) == [
        ("王小明",)
    ]
    before = query(
        "select head_id from population.household_as_of('2026-08-01', :known)", known=then
    )
    assert before == [(None,)], "what we did not know then is not known then"


def test_stage_tables_lost_in_a_crash_are_made_again(folder: Path) -> None:
    delivery_id = received(folder, "ps_person", AUGUST, *_crowd(20), {**OTHER, "出生日期": "x"})
    pipeline.stage(delivery_id)
    _truncate(f"d{delivery_id}")
    pipeline.check(delivery_id)
    _truncate(f"d{delivery_id}")
    pipeline.match(delivery_id)
    _truncate(f"d{delivery_id}", f"m{delivery_id}")
    pipeline.merge(delivery_id)
    row = ledger(delivery_id)
    assert (row.delivered, row.staged, row.quarantined, row.created) == (21, 20, 1, 20)


def _truncate(*tables: str) -> None:
    with transaction() as connection:
        for table in tables:
            connection.execute(text(f"truncate stage.{table}"))


def test_a_match_made_stale_by_another_delivery_is_made_again(folder: Path) -> None:
    insured = received(folder, "social_insured", AUGUST, INSURED)
    for step in (pipeline.stage, pipeline.check, pipeline.match):
        step(insured)
    delivered(folder, "ps_person", AUGUST, PERSON)
    pipeline.merge(insured)
    assert len(query("select master_id from population.person")) == 1


def test_a_held_delivery_is_visible_to_nobody(folder: Path) -> None:
    bad = [{**OTHER, "人员编号": str(n), "出生日期": "x"} for n in range(10, 20)]
    end = delivered(folder, "ps_person", AUGUST, PERSON, *bad)
    row = ledger(end.delivery_id)
    assert (row.state, row.gate, row.staged, row.held) == ("held", "hold", 1, 1)
    assert query("select * from population.person_record") == []
    assert Path(row.report).is_file(), "the report of a held delivery is the one most wanted"


def test_a_refused_file_says_why_and_stays_refused(folder: Path) -> None:
    path = written(folder, "ps_person", [PERSON])
    path.write_bytes(path.read_bytes().replace("姓名".encode("gb18030"), b"NAME"))
    delivery_id = pipeline.receive("ps_person", path, AUGUST)
    with pytest.raises(Refused, match="姓名"):
        pipeline.stage(delivery_id)
    assert ledger(delivery_id).state == "failed"
    with pytest.raises(Failed):
        pipeline.check(delivery_id)


def test_a_corrected_file_of_the_same_day_is_a_delivery_of_its_own(folder: Path) -> None:
    delivered(folder, "ps_person", AUGUST, PERSON)
    end = delivered(folder, "ps_person", AUGUST, {**PERSON, "姓名": "王晓明"})
    assert ledger(end.delivery_id).changed == 1
    assert query("select name from population.person") == [("王晓明",)]


def test_a_landing_copy_cannot_be_written(folder: Path) -> None:
    end = delivered(folder, "ps_person", AUGUST, PERSON)
    assert end.landing.stat().st_mode & 0o222 == 0
    assert end.as_of == dt.date(2026, 8, 1)
