"""Rules between attributes of one row, which no single entry of the dictionary can say."""

from __future__ import annotations

from typing import Final

from quality.rules import Holds, Rule


def _rule(name: str, condition: str, shows: tuple[str, ...], zh: str, en: str) -> Rule:
    check = Holds(condition, shows)
    return Rule(f"consistent:{name}", None, "consistency", "warning", check, zh, en)


def _area(zh: str) -> Rule:
    return _rule(
        "area",
        "abs(ST_Area(shape::geography) - area) <= greatest(0.05 * area, 10)",
        ("shape", "area"),
        f"填报的{zh}与图形面积相差不应超过 5%",
        "The area that is stated must be within 5 % of the shape's",
    )


CONSISTENCY: Final[dict[str, tuple[Rule, ...]]] = {
    "person": (
        _rule(
            "born",
            "substr(citizen_number, 7, 8) = to_char(birth_date, 'YYYYMMDD')",
            ("citizen_number", "birth_date"),
            "身份号码中的出生日期应与出生日期一致",
            "The birth date within the citizen number must be the date of birth",
        ),
        _rule(
            "sex",
            "sex not in ('1', '2')"
            " or (mod(ascii(substr(citizen_number, 17, 1)) - 48, 2) = 1) = (sex = '1')",
            ("citizen_number", "sex"),
            "身份号码中的性别应与性别一致",
            "The sex within the citizen number must be the sex",
        ),
    ),
    "entity": (
        _rule(
            "organization_code",
            "substr(credit_code, 9, 9) = organization_code",
            ("credit_code", "organization_code"),
            "统一社会信用代码第 9–17 位应为组织机构代码",
            "Characters 9 to 17 of the credit code must be the organisation code",
        ),
    ),
    "division": (
        _rule(
            "parent",
            "parent_code <> code",
            ("code", "parent_code"),
            "行政区划不应是自己的上级",
            "A division must not be its own parent",
        ),
    ),
    "parcel": (
        _rule(
            "division",
            "left(parcel_code, 6) = left(division_code, 6)",
            ("parcel_code", "division_code"),
            "宗地代码前 6 位应为所在县级区划代码",
            "A parcel's code must begin with its county's",
        ),
        _area("宗地面积"),
    ),
    "real_estate_unit": (
        _rule(
            "parcel",
            "left(unit_code, 19) = parcel_code",
            ("unit_code", "parcel_code"),
            "不动产单元号前 19 位应为宗地代码",
            "A unit's code must begin with its parcel's",
        ),
    ),
    "natural_resource": (_area("面积"),),
}
