"""A first load takes the short way, and says what the long way would say."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from sqlalchemy import text

from models import THINGS
from pipeline import derive
from pipeline.bulk import MANY, indexed_after
from runtime.database import engine, transaction
from tests.pipeline.deliver import AUGUST, HOUSEHOLD, PERSON, delivered, query

PERSON_THING = THINGS["person"]


def _people(count: int) -> list[dict[str, str]]:
    return [
        {**PERSON, "人员编号": f"P{n}", "姓名": f"赵{chr(0x4E00 + n)}", "公民身份号码": "",
         "曾用名": f"赵{chr(0x5E00 + n)}" if n % 3 else "", "户号": f"H{n % 4}",
         "出生日期": f"19{50 + n % 50:02}0307"}
        for n in range(count)
    ]  # fmt: skip


def test_deriving_a_newborn_master_anew_changes_nothing(folder: Path) -> None:
    households = [{**HOUSEHOLD, "户号": f"H{n}"} for n in range(3)]
    delivered(folder, "ps_household", AUGUST, *households)
    end = delivered(folder, "ps_person", AUGUST, *_people(40))
    assert query("select count(*) from population.person")[0][0] == 40
    with transaction() as connection:
        connection.execute(
            text(
                "create temporary table affected on commit drop as"
                " select master_id, valid_from as since from population.person"
            )
        )
        known = dt.datetime.now(dt.UTC)
        derive.masters(connection, PERSON_THING, known, end.delivery_id)
        assert connection.execute(text("select count(*) from touched")).scalar_one() == 0


def _indexes() -> list[tuple[str, str]]:
    return query(
        "select indexname, indexdef from pg_indexes where schemaname = 'population'"
        " and tablename = 'person' order by 1"
    )


def test_an_empty_table_has_the_same_indexes_after_a_first_load(folder: Path) -> None:
    before = _indexes()
    with transaction() as connection, indexed_after(connection, PERSON_THING.master, MANY):
        within = connection.execute(
            text("select count(*) from pg_indexes where tablename = 'person'")
        ).scalar_one()
    assert within == 0
    assert _indexes() == before


def test_a_table_somebody_reads_keeps_its_indexes(folder: Path) -> None:
    with engine().connect() as reader, transaction() as connection:
        reader.execute(text("select count(*) from population.person"))
        with indexed_after(connection, PERSON_THING.master, MANY):
            count = connection.execute(
                text("select count(*) from pg_indexes where tablename = 'person'")
            ).scalar_one()
    assert count == len(_indexes())


@pytest.mark.parametrize("rows", [0, MANY - 1])
def test_a_small_delivery_locks_nobody_out(folder: Path, rows: int) -> None:
    with transaction() as connection, indexed_after(connection, PERSON_THING.master, rows):
        held = connection.execute(
            text(
                "select count(*) from pg_locks where mode = 'AccessExclusiveLock'"
                " and relation = 'population.person'::regclass"
            )
        ).scalar_one()
    assert held == 0
