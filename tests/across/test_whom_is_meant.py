"""Whom a row of one base means in another: found where it is clear, asked or left waiting else."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from models import thing_named
from pipeline import references
from pipeline.resolve import resolve
from pipeline.undo import undo
from runtime.database import engine, transaction
from tests.across.codes import credit_code
from tests.pipeline.deliver import (
    AUGUST,
    HOUSEHOLD,
    OCTOBER,
    PERSON,
    SEPTEMBER,
    delivered,
    query,
)

WANG = {**PERSON, "联系电话": "13900000001"}
NAMESAKE = {**PERSON, "人员编号": "2", "公民身份号码": "990101198512120020", "性别": "女",
            "出生日期": "19851212", "户号": "H2",
            "户籍地址": "云泽省丰溪市高河区江浦街道新民路8号"}  # fmt: skip
CODE = credit_code("91990101MA0000000")
COMPANY = {
    "纳税人识别号": CODE, "社会信用代码": CODE, "纳税人名称": "高河区天宇木业有限公司",
    "登记注册类型": "170", "纳税人状态": "正常", "国标行业": "", "开业日期": "20200101",
    "注册资本（元）": "10000", "法定代表人姓名": "王小明", "法定代表人身份证件号": "",
    "主管税务机关": "", "生产经营地区划": "990101", "生产经营地址": "", "联系电话": "",
    "从业人数": "", "纳税人档案号": "T1",
}  # fmt: skip
SHARE = {
    "出资记录号": "S1", "公司统一社会信用代码": CODE, "公司名称": "高河区天宇木业有限公司",
    "股东类型": "自然人", "股东名称": "王小明", "股东证件号码": "990101199003070015",
    "认缴出资额（万元）": "1", "币种": "CNY", "出资比例": "100%", "认缴日期": "2020-01-01",
}  # fmt: skip
DIVISION = {"区划代码": "990101", "区划名称": "高河区", "全称": "云泽省丰溪市高河区", "级别": "3",
            "上级代码": "990100", "设立日期": "1990-01-01", "撤销日期": "", "界线": ""}  # fmt: skip
CHANGE = {"变更编号": "B1", "变更类型": "更名", "原代码": "990101", "原名称": "高河区",
          "新代码": "990109", "新名称": "新河区", "变更日期": "2026-09-01",
          "批准文号": ""}  # fmt: skip


def role() -> Any:
    """The officer of the only company: who it resolved to, and the name."""
    return query("select person_id, person_name from legal_entity.entity_role")[0].person_id


def explained(thing: str, master: int, reference: str) -> references.Explained:
    with engine().connect() as connection:
        found = references.explain(connection, thing_named(thing), master)
    return next(one for one in found if one.reference == reference)


def person(number: str) -> Any:
    """The master with a citizen number."""
    found = query("select master_id from population.person where citizen_number = :n", n=number)
    return found[0].master_id


def company() -> Any:
    return query("select master_id from legal_entity.entity")[0].master_id


def test_a_name_alone_means_nobody(folder: Path) -> None:
    delivered(folder, "ps_person", AUGUST, WANG)
    delivered(folder, "tax_taxpayer", AUGUST, COMPANY)
    assert role() is None
    assert explained("entity", company(), "entity_role.person_id").method == "waiting"


def test_the_telephone_tells_which_namesake_leads_the_company(folder: Path) -> None:
    delivered(folder, "ps_person", AUGUST, WANG, NAMESAKE)
    delivered(folder, "tax_taxpayer", AUGUST, {**COMPANY, "联系电话": "13900000001"})
    assert role() == person("990101199003070015")
    told = explained("entity", company(), "entity_role.person_id")
    assert told.method == "name"
    assert told.why is not None
    assert told.why["bearers"] == 2
    assert told.why["bits"]["phone"] > 0


def test_namesakes_of_whom_nothing_tells_one_are_left_to_people(folder: Path) -> None:
    twin = {**NAMESAKE, "联系电话": "13900000001"}
    delivered(folder, "ps_person", AUGUST, WANG, twin)
    delivered(folder, "tax_taxpayer", AUGUST, {**COMPANY, "联系电话": "13900000001"})
    assert role() is None
    assert explained("entity", company(), "entity_role.person_id").method == "asked"


@pytest.mark.parametrize(
    "order", [(0, 1, 2), (2, 1, 0), pytest.param((1, 2, 0), marks=pytest.mark.long)]
)
def test_who_holds_a_share_leads_the_company_in_whatever_order_it_comes(
    folder: Path, order: tuple[int, ...]
) -> None:
    said: list[Callable[[], Any]] = [
        lambda: delivered(folder, "ps_person", AUGUST, WANG, NAMESAKE),
        lambda: delivered(folder, "tax_taxpayer", AUGUST, COMPANY),
        lambda: delivered(folder, "market_shareholder", AUGUST, SHARE),
    ]
    for place in order:
        said[place]()
    assert role() == person("990101199003070015")


def test_a_slip_in_the_number_is_seen_through(folder: Path) -> None:
    delivered(
        folder, "tax_taxpayer", AUGUST, {**COMPANY, "法定代表人身份证件号": "990101199003070051"}
    )
    assert role() is None
    delivered(folder, "ps_person", AUGUST, WANG, NAMESAKE)
    assert role() == person("990101199003070015")
    assert explained("entity", company(), "entity_role.person_id").method == "slip"


def test_the_number_of_somebody_of_another_name_is_not_believed(folder: Path) -> None:
    wrong = {**COMPANY, "法定代表人姓名": "李芳", "法定代表人身份证件号": "990101199003070015"}
    delivered(folder, "ps_person", AUGUST, WANG)
    delivered(folder, "tax_taxpayer", AUGUST, wrong)
    assert role() is None
    with engine().connect() as connection:
        question = references.questions(connection, 5)[0]
    assert (question.reference, question.master_id) == (
        "entity_role.person_id",
        person("990101199003070015"),
    )


def test_what_people_say_of_a_reference_outranks_the_machine(folder: Path) -> None:
    test_the_number_of_somebody_of_another_name_is_not_believed(folder)
    with engine().connect() as connection:
        question = references.questions(connection, 5)[0].question
    assert references.decide(question, "same", "she changed her name", "a clerk") == 1
    wang = person("990101199003070015")
    assert role() == wang
    # The company says something else again: its rows are derived anew.
    wrong = {**COMPANY, "法定代表人姓名": "李芳", "法定代表人身份证件号": "990101199003070015"}
    delivered(folder, "tax_taxpayer", SEPTEMBER, {**wrong, "联系电话": "13800000000"})
    assert role() == wang
    assert explained("entity", company(), "entity_role.person_id").decider == "a clerk"


def test_a_decision_on_a_reference_is_taken_back(folder: Path) -> None:
    test_what_people_say_of_a_reference_outranks_the_machine(folder)
    with engine().connect() as connection:
        (answer,) = references.answers(connection, 5)
    assert (answer.verdict, answer.by) == ("same", "a clerk")
    assert references.revoke(answer.decision, "it was another", "a clerk") == 1
    assert role() is None
    with engine().connect() as connection:
        assert references.answers(connection, 5) == []
        again = references.questions(connection, 5)[0]
    assert again.master_id == answer.master_id, "the machine asks again"
    references.decide(again.question, "different", "a typing error", "a clerk")
    with engine().connect() as connection:
        (refusal,) = references.answers(connection, 5)
    references.revoke(refusal.decision, "no error after all", "a clerk")
    with engine().connect() as connection:
        assert references.questions(connection, 5)[0].master_id == answer.master_id
    with pytest.raises(references.NoSuchDecision):
        references.revoke(refusal.decision, "twice", "a clerk")
    sealed = query("select count(*) from audit.entry where kind = 'revoke'")
    assert sealed == [(2,)]


def test_whom_people_refused_is_not_asked_of_again(folder: Path) -> None:
    test_the_number_of_somebody_of_another_name_is_not_believed(folder)
    with engine().connect() as connection:
        question = references.questions(connection, 5)[0].question
    references.decide(question, "different", "a typing error", "a clerk")
    delivered(folder, "ps_person", SEPTEMBER, {**WANG, "联系电话": "13800000001"})
    assert role() is None
    with engine().connect() as connection:
        assert references.questions(connection, 5) == []


def test_a_company_with_a_persons_name_is_no_person(folder: Path) -> None:
    delivered(folder, "ps_person", AUGUST, WANG)
    delivered(
        folder,
        "tax_taxpayer",
        AUGUST,
        {**COMPANY, "纳税人名称": "王小明", "联系电话": "13900000001"},
    )
    holder = {
        **SHARE,
        "股东类型": "",
        "股东证件号码": CODE,
        "公司统一社会信用代码": credit_code("91990101MA0000001"),
    }
    delivered(folder, "market_shareholder", AUGUST, holder)
    found = query("select holder_person_id, holder_entity_id from legal_entity.shareholding")[0]
    assert found.holder_person_id is None
    assert found.holder_entity_id == company()


def test_what_was_found_out_goes_with_the_other_side_and_comes_back_with_it(folder: Path) -> None:
    delivered(folder, "tax_taxpayer", AUGUST, {**COMPANY, "联系电话": "13900000001"})
    people = delivered(folder, "ps_person", AUGUST, WANG)
    assert role() is not None
    undo(people.delivery_id, "a clerk", "wrong file")
    assert role() is None
    delivered(folder, "ps_person", OCTOBER, {**WANG, "变动日期": "20200201"})
    assert role() == person("990101199003070015")


def test_one_namesake_gone_the_other_is_meant(folder: Path) -> None:
    delivered(folder, "tax_taxpayer", AUGUST, {**COMPANY, "联系电话": "13900000001"})
    delivered(folder, "ps_person", AUGUST, WANG)
    other = delivered(folder, "ps_person", SEPTEMBER, {**NAMESAKE, "联系电话": "13900000001"})
    assert role() is None
    undo(other.delivery_id, "a clerk", "wrong file")
    assert role() == person("990101199003070015")


def household_division() -> Any:
    return query("select division_id from population.household")[0].division_id


@pytest.mark.parametrize("lineage_first", [True, False])
def test_an_abolished_code_means_what_it_became_from_then_on(
    folder: Path, lineage_first: bool
) -> None:
    told: list[Callable[[], Any]] = [
        lambda: delivered(
            folder, "civil_division", SEPTEMBER,
            {**DIVISION, "撤销日期": "2026-09-01"},
            {**DIVISION, "区划代码": "990109", "全称": "新河区", "设立日期": "2026-09-01"},
        ),
        lambda: delivered(folder, "civil_division_change", SEPTEMBER, CHANGE),
        lambda: delivered(
            folder, "ps_household", OCTOBER,
            {**HOUSEHOLD, "区划代码": "990101", "立户日期": "20260915"},
            {**HOUSEHOLD, "户号": "H2", "区划代码": "990101", "立户日期": "20200101"},
        ),
    ]  # fmt: skip
    for say in told if lineage_first else reversed(told):
        say()
    rows = query("select household_number, division_id from population.household")
    found = {row.household_number: row.division_id for row in rows}
    codes = query("select natural_key, master_id from spatial.division_identity")
    by_code = {row.natural_key: row.master_id for row in codes}
    assert found == {"H1": by_code["990109"], "H2": by_code["990101"]}


def test_a_code_that_may_be_any_of_several_waits(folder: Path) -> None:
    delivered(
        folder, "civil_division", SEPTEMBER, {**DIVISION, "撤销日期": "2026-09-01"},
        {**DIVISION, "区划代码": "990109", "全称": "新河区", "设立日期": "2026-09-01"},
        {**DIVISION, "区划代码": "990110", "全称": "旧河区", "设立日期": "2026-09-01"},
    )  # fmt: skip
    delivered(folder, "civil_division_change", SEPTEMBER, CHANGE,
              {**CHANGE, "变更编号": "B2", "新代码": "990110", "新名称": "旧河区"})  # fmt: skip
    delivered(
        folder, "ps_household", OCTOBER, {**HOUSEHOLD, "区划代码": "990101", "立户日期": "20260915"}
    )
    assert household_division() is None


ADDRESS = {
    "地址编码": "A1", "标准地址": "云泽省丰溪市高河区江浦街道团结巷1号1单元101室",
    "行政区划代码": "990101001", "街路巷": "团结巷", "门牌号": "1号", "楼栋": "",
    "户室": "1单元101室", "宗地代码": "", "经度": "114.1", "纬度": "30.1",
}  # fmt: skip


@pytest.mark.parametrize("address_first", [True, False])
def test_an_address_written_otherwise_is_the_same_door(folder: Path, address_first: bool) -> None:
    home = {
        **HOUSEHOLD,
        "区划代码": "990101001001",
        "住址": "高河区江浦街道团结巷一号，一单元101室",
    }
    other = {**ADDRESS, "地址编码": "A2", "行政区划代码": "990102001",
             "标准地址": "云泽省丰溪市低河区江浦街道团结巷1号1单元101室"}  # fmt: skip
    told: list[Callable[[], Any]] = [
        lambda: delivered(folder, "civil_address", AUGUST, ADDRESS, other),
        lambda: delivered(folder, "ps_household", AUGUST, home),
    ]
    for say in told if address_first else reversed(told):
        say()
    meant = query("select master_id from spatial.address where address_code = 'A1'")[0].master_id
    household = query("select master_id, address_id from population.household")[0]
    assert household.address_id == meant
    assert explained("household", household.master_id, "household.address_id").method == "parts"


def test_a_door_of_another_room_is_another(folder: Path) -> None:
    delivered(folder, "civil_address", AUGUST, ADDRESS)
    home = {**HOUSEHOLD, "区划代码": "990101001001", "住址": "江浦街道团结巷1号1单元102室"}
    delivered(folder, "ps_household", AUGUST, home)
    assert query("select address_id from population.household")[0].address_id is None


def test_an_address_without_a_parcels_code_lies_on_the_parcel_around_it(folder: Path) -> None:
    sent = delivered(folder, "civil_address", AUGUST, ADDRESS)
    with transaction() as connection:
        connection.execute(text(PARCEL), {"delivery": sent.delivery_id})
        resolve(connection, thing_named("parcel"), sent.delivery_id)
    address = query("select master_id, parcel_id from spatial.address")[0]
    assert address.parcel_id == 7
    assert explained("address", address.master_id, "address.parcel_id").method == "place"


# A parcel that arrives around the address.
PARCEL = """
    insert into spatial.parcel (master_id, parcel_code, shape, claims, valid_from, known_from,
                                delivery_id)
    values (7, 'P7', ST_Multi(ST_MakeEnvelope(114, 30, 114.2, 30.2, 4490)), '{}', '2020-01-01',
            now(), :delivery);
    insert into ops.change (change_id, thing, master_id, action, valid_from, known_from,
                            delivery_id)
    select max(change_id) + 1, 'parcel', 7, 'i', '2020-01-01', now(), :delivery from ops.change;
    update ops.counter set last = last + 1 where name = 'change'
"""
