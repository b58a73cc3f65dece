"""What the database holds for a value that can be right, and for one that says more."""

from __future__ import annotations

import pytest
from sqlalchemy import Connection, text
from stdnum.cn import ric, uscc

from tests.matching.conftest import connection

__all__ = ["connection"]


def asked(connection: Connection, function: str, value: str) -> object:
    return connection.execute(text(f"select ops.{function}(:value)"), {"value": value}).scalar_one()


@pytest.mark.parametrize(
    ("kind", "right", "wrong"),
    [
        ("citizen_number", ["11010519491231002X", "440524188001010014", "990101199003070015"],
         ["110105194912310021", "990101199002300013", "99010119900307001", "x" * 18, ""]),
        ("credit_code", ["91350100M000100Y43"], ["91350100M000100Y44", "9135O100M000100Y43", ""]),
        ("organization_code", ["D2143569X"], ["D21435690", "D2143569"]),
        ("holder_number", ["11010519491231002X", "91350100M000100Y43", "G12345678"],
         ["110105194912310021", "000000"]),
        ("person_name", ["王小明", "阿卜杜拉·买买提", "Smith John", "欧阳修"],
         ["王", "王某", "张某某", "李**", "王2", "???"]),
        ("division", ["990101", "990101001", "990101001001"], ["000000", "999999", "99010"]),
        ("phone", ["13900000001", "0991-2345678", "2345678", "400-8001234", "+8613900000001"],
         ["00000000000", "11111111111", "13333333333", "123", "12345678901"]),
        ("text", ["团结巷1号", "A1"], ["---", "000", "aaaa", "王***号"]),
    ],
)  # fmt: skip
def test_what_can_be_right(
    connection: Connection, kind: str, right: list[str], wrong: list[str]
) -> None:
    assert [v for v in right if not asked(connection, f"valid_{kind}", v)] == []
    assert [v for v in wrong if asked(connection, f"valid_{kind}", v)] == []


def test_check_digits_are_those_of_the_standards(connection: Connection) -> None:
    for n in range(60):
        number = f"11010519{40 + n}0{1 + n % 9}1{n % 10}{n:03}"
        whole = number + ric.calc_check_digit(number + "0")
        assert asked(connection, "valid_citizen_number", whole), whole
        code = f"91990101MA{n:07}"
        assert asked(connection, "valid_credit_code", code + uscc.calc_check_digit(code))


@pytest.mark.parametrize(
    ("function", "rising"),
    [
        ("detail_of_division", ["990000", "990100", "990101", "990101001", "990101001001"]),
        ("detail_of_address",
         ["丰溪市", "丰溪市高河区", "高河区江浦街道团结巷", "江浦街道团结巷1号",
          "云泽省丰溪市高河区江浦街道团结巷1号", "团结巷1号3栋", "团结巷1号3栋2单元",
          "团结巷1号3栋2单元501室", "云泽省丰溪市高河区江浦街道团结巷1号3栋2单元501室"]),
    ],
)  # fmt: skip
def test_what_says_more(connection: Connection, function: str, rising: list[str]) -> None:
    said = [asked(connection, function, value) for value in rising]
    assert said == sorted(said), list(zip(rising, said, strict=True))  # type: ignore[type-var]
    assert len(set(said)) == len(said)
