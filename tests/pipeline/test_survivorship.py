"""When a claim goes, the next best takes its place; what is told of a master says so."""

from __future__ import annotations

from pathlib import Path

from matching.survivorship.account import Account, Told, account, bearing
from models import THINGS
from pipeline.judge import judge
from pipeline.undo import undo
from runtime.database import engine
from tests.pipeline.deliver import AUGUST, INSURED, PERSON, SEPTEMBER, delivered, query

PERSON_THING = THINGS["person"]
NUMBER = PERSON["公民身份号码"]
# The department of authority says another name than the other two.
OTHER_NAME = {**INSURED, "姓名": "王小明", "手机号码": "13900000001"}
FORMERLY = {**PERSON, "姓名": "王晓明", "曾用名": "王小明", "联系电话": "13800000002"}


def told(name: str) -> Told:
    with engine().connect() as connection:
        found = account(connection, PERSON_THING, bearing(connection, PERSON_THING, NUMBER), name)
    (one,) = found.attributes
    return one


def whole(master: int) -> Account:
    with engine().connect() as connection:
        return account(connection, PERSON_THING, master)


def winner(name: str) -> tuple[str | None, str]:
    one = told(name)
    return one.value, next(claim.dataset for claim in one.claims if claim.won)


def both(folder: Path) -> tuple[int, int]:
    """Two departments' deliveries of one person."""
    first = delivered(folder, "ps_person", AUGUST, FORMERLY)
    second = delivered(folder, "social_insured", AUGUST, OTHER_NAME)
    assert query("select count(*) from population.person") == [(1,)]
    return first.delivery_id, second.delivery_id


def test_each_attribute_names_its_winner_and_the_rule_by_which_others_lost(folder: Path) -> None:
    both(folder)
    name = told("name")
    assert [(c.dataset, c.value, c.won, c.lost_by) for c in name.claims] == [
        ("ps_person", "王晓明", True, None),
        ("social_insured", "王小明", False, "authority"),
    ]
    assert [c.lost_by for c in told("birth_date").claims] == [None, None], "both say the same"
    assert winner("phone") == ("13900000001", "social_insured"), "each has its own authority"


def test_when_a_delivery_is_undone_the_next_best_wins(folder: Path) -> None:
    first, _ = both(folder)
    undo(first, "李经办", "部门来函更正")
    assert winner("name") == ("王小明", "social_insured")
    assert query("select name from population.person") == [("王小明",)]
    assert told("former_name").value is None, "what only the undone one claimed is gone"


def test_when_a_source_withdraws_its_record_the_next_best_wins(folder: Path) -> None:
    both(folder)
    gone = {**FORMERLY, "操作": "注销", "变动日期": "20260901"}
    delivered(folder, "ps_person", SEPTEMBER, gone)
    assert winner("name") == ("王小明", "social_insured")
    ((master,),) = query("select master_id from population.person")
    assert [row["dataset"] for row in whole(master).former_records] == ["ps_person"]


def test_when_a_snapshot_leaves_a_record_out_the_next_best_wins(folder: Path) -> None:
    both(folder)
    someone = {**INSURED, "个人编号": "S9", "身份证号码": "990101198512120020", "姓名": "李芳",
               "出生日期": "1985-12-12", "性别": "2"}  # fmt: skip
    delivered(folder, "social_insured", SEPTEMBER, someone)
    assert winner("phone") == ("13800000002", "ps_person")


def test_when_a_link_is_broken_the_next_best_wins_on_both_sides(folder: Path) -> None:
    both(folder)
    ((master,),) = query("select master_id from population.person")
    ((record,),) = query(
        "select r.record_id from population.person_record r join ops.dataset d using (dataset_id)"
        " where d.name = 'social_insured'"
    )
    judge(None, "person", record, master, "different", "two people", "reviewer")
    phones = dict(query("select master_id, phone from population.person"))
    assert phones.pop(master) == "13800000002"
    ((other, phone),) = phones.items()
    assert phone == "13900000001"
    found = whole(other)
    assert [row["record_id"] for row in found.records] == [record]
    assert [row["verdict"] for row in found.decisions] == ["different"]
    assert [row["record_id"] for row in whole(master).former_records] == [record]


def test_what_a_text_says_beside_its_value_reaches_the_master(folder: Path) -> None:
    alone = {**PERSON, "出生日期": "199003", "公民身份号码": ""}
    delivered(folder, "ps_person", AUGUST, alone)
    row = query("select birth_date, birth_period from population.person")
    assert row == [(None, "1990-03")]
    other = {**INSURED, "个人编号": "S9", "姓名": "李芳(曾用名李方)", "身份证号码": "",
             "出生日期": "198512", "性别": "2"}  # fmt: skip
    delivered(folder, "social_insured", AUGUST, other)
    assert query("select former_name from population.person where name = '李芳'") == [("李方",)]


def test_the_account_of_a_past_day_and_moment_is_what_was_said_then(folder: Path) -> None:
    first, _ = both(folder)
    ((then,),) = query("select clock_timestamp()")
    undo(first, "李经办", "部门来函更正")
    ((master,),) = query("select master_id from population.person")
    with engine().connect() as connection:
        before = account(connection, PERSON_THING, master, "name", known=then)
        early = account(connection, PERSON_THING, master, "name", AUGUST.replace(year=2021), then)
    assert [c.value for c in before.attributes[0].claims] == ["王晓明", "王小明"]
    assert [c.value for c in early.attributes[0].claims] == ["王晓明"]
    assert len(before.records) == 2
