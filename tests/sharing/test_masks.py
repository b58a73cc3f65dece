"""What each mask leaves to be seen."""

from __future__ import annotations

import pytest
from cryptography.hazmat.primitives.hashes import SM3
from cryptography.hazmat.primitives.hmac import HMAC
from psycopg2 import sql

from runtime.database import engine, execute

CASES = [
    ("mask_name", "张三丰", "张**"),
    ("mask_name", "李", "李*"),
    ("mask_name", "阿依古丽·买买提", "阿*******"),
    ("mask_number", "990101199001011234", "990101***********4"),
    ("mask_number", "990101900101123", "990101********3"),
    ("mask_number", "E12345678", "E1*******"),
    ("mask_number", "12", "**"),
    ("mask_phone", "13812345678", "138****5678"),
    ("mask_phone", "0871-66123456", "087******3456"),
    ("mask_phone", "66123456", "******56"),
    ("mask_phone", "1", "1"),
    ("mask_address", "甲省乙市丙县丁路3号", "甲省乙市丙县****"),
    ("mask_address", "甲自治区乙州丙市丁路3号", "甲自治区乙州丙市****"),
    ("mask_address", "丙县丁路3号", "丙县****"),
    ("mask_address", "幸福小区3栋", "****"),
    ("mask_address", "", "****"),
]


@pytest.mark.parametrize(("mask", "value", "seen"), CASES)
def test_a_mask_hides_all_but(database: object, mask: str, value: str, seen: str) -> None:
    statement = sql.SQL("SELECT {}(%s)").format(sql.Identifier("sharing", mask))
    with engine().connect() as connection:
        assert execute(connection, statement, (value,)).scalar() == seen
        assert execute(connection, statement, (None,)).scalar() is None


def test_a_pseudonym_is_the_hmac_sm3_of_the_value(database: object) -> None:
    key, value = bytes(range(32)), "990101199001011234"
    expected = HMAC(key, SM3())
    expected.update(value.encode())
    statement = sql.SQL("SELECT sharing.pseudonym_of(%s, %s)")
    with engine().connect() as connection:
        found = execute(connection, statement, (value, key)).scalar()
    assert found == expected.finalize().hex()
