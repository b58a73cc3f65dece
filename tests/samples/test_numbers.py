"""Every number that no noise touched is valid by an independent reading of the standards."""

from __future__ import annotations

import numpy as np
from stdnum.cn import ric, uscc

from samples.numbers import citizen_numbers, keys, organisation_codes, ranks, strings, uniform
from tests.samples.made import Made


def test_the_standards_own_examples() -> None:
    division, sequence = np.array([110105, 440524]), np.array([2, 1])
    birth = np.array(["1949-12-31", "1880-01-01"], dtype="M8[D]")
    made = strings(citizen_numbers(division, birth, sequence)).to_pylist()
    assert made == ["11010519491231002X", "440524188001010014"]


def test_citizen_numbers_are_valid_and_fictional(province: Made) -> None:
    people, spoilt = province.csv("ps_person"), province.spoilt("ps_person")
    numbers = dict(
        zip(people["人员编号"].to_pylist(), people["公民身份号码"].to_pylist(), strict=True)
    )
    clean = {key: number for key, number in numbers.items() if key not in spoilt}
    assert len(clean) > 3_000
    for number in clean.values():
        assert number.startswith("99")
        assert ric.calc_check_digit(number) == number[-1]


def test_no_two_people_share_a_number(province: Made) -> None:
    rows = [r for r in province.records.to_pylist() if r["dataset"] == "ps_person"]
    person_of = {r["source_key"]: r["truth_id"] for r in rows}
    people, spoilt = province.csv("ps_person"), province.spoilt("ps_person")
    owner: dict[str, int] = {}
    for key, number in zip(
        people["人员编号"].to_pylist(), people["公民身份号码"].to_pylist(), strict=True
    ):
        if key not in spoilt:
            assert owner.setdefault(number, person_of[key]) == person_of[key]


def test_sex_and_birthday_agree_with_the_number(province: Made) -> None:
    people, spoilt = province.csv("ps_person"), province.spoilt("ps_person")
    for row in people.to_pylist():
        if row["人员编号"] not in spoilt:
            number = row["公民身份号码"]
            assert number[6:14] == row["出生日期"]
            assert (int(number[16]) % 2 == 1) == (row["性别"] == "男")


def test_credit_codes_are_valid(province: Made) -> None:
    payers, spoilt = province.csv("tax_taxpayer"), province.spoilt("tax_taxpayer")
    clean = [row["社会信用代码"] for row in payers.to_pylist() if row["纳税人档案号"] not in spoilt]
    assert clean
    assert all(uscc.is_valid(code) for code in clean)


def test_organisation_codes_agree_with_the_credit_code() -> None:
    codes = strings(organisation_codes(np.array([0, 12345678, 99999999]))).to_pylist()
    assert all(len(code) == 9 for code in codes)
    assert codes[0] == "000000000"


def test_real_estate_unit_codes_have_their_parts(province: Made) -> None:
    units = province.csv("land_unit")
    for code, parcel in zip(
        units["不动产单元号"].to_pylist(), units["宗地代码"].to_pylist(), strict=True
    ):
        assert len(code) == 28
        assert code.startswith(parcel)
        assert len(parcel) == 19
        assert code[19] == "F"
        assert code[12:14].isalpha()


def test_keys_of_departments_are_unique_and_unlike() -> None:
    ids = np.arange(1, 50_000)
    police, insurance = keys("", ids, 11).to_pylist(), keys("", ids, 13).to_pylist()
    assert len(set(police)) == len(ids)
    assert not set(police) & set(insurance)


def test_draws_depend_on_the_id_alone() -> None:
    ids = np.arange(1_000)
    assert (uniform(ids, 5)[::-1] == uniform(ids[::-1], 5)).all()
    assert 0.4 < uniform(ids, 5).mean() < 0.6


def test_ranks_count_within_groups() -> None:
    assert ranks(np.array([7, 3, 7, 7, 3])).tolist() == [0, 0, 1, 2, 1]
