"""Of several claims the rules choose one, whoever came first; the account says the same."""

from __future__ import annotations

import datetime as dt
import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as trying
from hypothesis import strategies as st
from psycopg2 import sql
from sqlalchemy import Connection, text

from matching.survivorship.account import account
from matching.survivorship.rules import KINDS
from matching.survivorship.weighing import BITS, PLACE_BITS
from models import THINGS
from models.history import table_name
from pipeline import derive, registry
from runtime.database import engine, execute
from runtime.settings import settings

PERSON = THINGS["person"]
NUMBER, OTHER, WRONG = "990101199003070015", "990101198512120020", "990101199003070016"
DAY = dt.date(2026, 8, 1)
EXAMPLES = int(os.environ.get("EXAMPLES", "12"))


@dataclass(frozen=True)
class Said:
    """What one department's record says."""

    dataset: str
    key: str
    values: dict[str, Any]
    since: dt.date = DAY


@pytest.fixture(scope="module")
def world(database: str) -> Iterator[Connection]:
    """A connection with the registry's datasets; what is written is taken back after each look."""
    with engine().connect() as connection:
        registry.sync(connection)
        connection.commit()
        yield connection
        connection.rollback()


def master_of(connection: Connection, *said: Said) -> dict[str, tuple[Any, tuple[str, str]]]:
    """Per attribute the value of the one master these records make, and whose claim won; nothing
    of it stays. The account names the same winners."""
    numbers = {
        row.name: row.dataset_id
        for row in connection.execute(text("select name, dataset_id from ops.dataset"))
    }
    for record, one in enumerate(said, start=1):
        row = {
            "record_id": record, "dataset_id": numbers[one.dataset], "source_key": one.key,
            "valid_from": one.since, "known_from": "2026-08-02T00:00:00+00", "delivery_id": 1,
            "known_to": "infinity", "master_id": 1, "method": "key", "decider": "test",
            **one.values,
        }  # fmt: skip
        for table in (PERSON.record, PERSON.link):
            execute(
                connection,
                sql.SQL(
                    "insert into {t} select * from jsonb_populate_record(null::{t}, %(r)s::jsonb)"
                ).format(t=sql.Identifier(*table_name(table))),
                {"r": json.dumps(row, default=str)},
            )
    connection.execute(
        text(
            "insert into population.person_identity (master_id, known_from, delivery_id, founder)"
            " values (1, now(), 1, 1)"
        )
    )
    connection.execute(
        text(
            "create temporary table affected on commit drop as"
            " select 1::bigint as master_id, date '2000-01-01' as since"
        )
    )
    try:
        derive.masters(connection, PERSON, dt.datetime(2026, 8, 3, tzinfo=dt.UTC), 1)
        told = account(connection, PERSON, 1)
        assert [one.name for one in told.attributes if one.anew] == []
        master = connection.execute(text("select * from population.person")).mappings().one()
        for attribute in told.attributes:
            assert attribute.value == str(master[attribute.name])
        keys = {n: (s.dataset, s.key) for n, s in enumerate(said, start=1)}
        won = {o.name: keys[next(c.record_id for c in o.claims if c.won)] for o in told.attributes}
        return {name: (master[name], won[name]) for name in won}
    finally:
        connection.rollback()


def value(connection: Connection, name: str, *said: Said) -> Any:
    return master_of(connection, *said)[name][0]


def ps(key: str = "1", since: dt.date = DAY, **values: Any) -> Said:
    return Said("ps_person", key, values, since)


def insured(key: str = "1", since: dt.date = DAY, **values: Any) -> Said:
    return Said("social_insured", key, values, since)


def pupil(key: str = "1", since: dt.date = DAY, **values: Any) -> Said:
    return Said("edu_student", key, values, since)


def test_the_department_of_authority_wins_whatever_is_newer(world: Connection) -> None:
    later = dt.date(2026, 10, 1)
    assert value(world, "name", ps(name="王小明"), insured(name="王晓明", since=later)) == "王小明"
    phones = ps(phone="13912345678", since=later), insured(phone="13987654321")
    assert value(world, "phone", *phones) == "13987654321", "each attribute has its authority"


def test_of_one_department_the_later_claim_wins(world: Connection) -> None:
    old, new = ps("1", name="王小明"), ps("2", name="王晓明", since=dt.date(2026, 9, 1))
    assert value(world, "name", old, new) == "王晓明"


def test_a_value_that_can_be_right_beats_one_that_cannot(world: Connection) -> None:
    assert value(world, "citizen_number", ps(citizen_number=WRONG),
                 insured(citizen_number=NUMBER)) == NUMBER  # fmt: skip
    assert value(world, "phone", insured(phone="13333333333"), ps(phone="13912345678")) \
        == "13912345678"  # fmt: skip
    assert value(world, "sex", ps(sex="9"), pupil(sex="2")) == "2", "not stated says nothing"
    assert value(world, "name", ps(name="王某某"), pupil(name="王小明")) == "王小明"


def test_a_wrong_value_is_better_than_none(world: Connection) -> None:
    assert value(world, "citizen_number", ps(citizen_number=WRONG), insured(name="王")) == WRONG


def test_the_birth_date_is_that_of_the_number(world: Connection) -> None:
    mistyped = ps(citizen_number=NUMBER, birth_date="1990-03-08", sex="2")
    right = insured(birth_date="1990-03-07", sex="1")
    assert value(world, "birth_date", mistyped, right) == dt.date(1990, 3, 7)
    assert value(world, "sex", mistyped, right) == "1"


def test_a_number_that_is_wrong_tells_no_birth_date(world: Connection) -> None:
    ours = ps(citizen_number=WRONG, birth_date="1990-03-08")
    assert value(world, "birth_date", ours, insured(birth_date="1990-03-07")) \
        == dt.date(1990, 3, 8)  # fmt: skip


def test_several_departments_outvote_one_of_their_rank(
    world: Connection, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "rules.yml"
    path.write_text("default: [agreement, authority]\n", encoding="utf-8")
    monkeypatch.setenv("SIKU_SURVIVORSHIP_FILE", str(path))
    settings.cache_clear()
    try:
        said = ps(name="王小明"), insured(name="王晓明"), pupil(name="王晓明")
        assert value(world, "name", *said) == "王晓明"
        same = ps("1", name="王小明"), ps("2", name="王晓明"), ps("3", name="王晓明")
        assert value(world, "name", *same) == "王小明", "one department has one voice"
    finally:
        monkeypatch.undo()
        settings.cache_clear()


def test_of_one_rank_the_address_that_says_more_wins(world: Connection) -> None:
    full = "云泽省丰溪市高河区江浦街道团结巷1号2单元501室"
    short = insured("1", residence_address="团结巷1号", since=dt.date(2026, 9, 1))
    assert value(world, "residence_address", short, insured("2", residence_address=full)) == full
    assert value(world, "residence_address", short, pupil(residence_address=full)) == "团结巷1号"


def test_all_rules_together_fit_one_number() -> None:
    assert set(BITS) == set(KINDS)
    assert sum(BITS.values()) + PLACE_BITS <= 63


def test_a_recent_word_can_stand_before_authority(
    world: Connection, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "rules.yml"
    path.write_text("default: [recency, authority]\n", encoding="utf-8")
    monkeypatch.setenv("SIKU_SURVIVORSHIP_FILE", str(path))
    settings.cache_clear()
    try:
        later = insured(name="王晓明", since=dt.date(2026, 9, 1))
        assert value(world, "name", ps(name="王小明"), later) == "王晓明"
        assert value(world, "name", insured(name="王晓明"), ps(name="王小明")) == "王小明"
    finally:
        monkeypatch.undo()
        settings.cache_clear()


def test_a_null_claims_nothing(world: Connection) -> None:
    assert value(world, "former_name", ps(name="王小明"), insured(former_name="王二")) == "王二"


POOL: dict[str, list[Any]] = {
    "citizen_number": [NUMBER, OTHER, WRONG, None],
    "name": ["王小明", "王晓明", "王某", None],
    "birth_date": ["1990-03-07", "1985-12-12", "1900-01-01", None],
    "sex": ["1", "2", "9", None],
    "phone": ["13912345678", "13333333333", None],
    "residence_address": ["团结巷1号", "高河区江浦街道团结巷1号2单元501室", "同上", None],
    "education_level": ["20", "61", None],
}
RECORD = st.fixed_dictionaries({name: st.sampled_from(values) for name, values in POOL.items()})
RECORDS = st.lists(
    st.builds(
        Said,
        st.sampled_from(["ps_person", "social_insured", "edu_student"]),
        st.sampled_from(["1", "2", "10"]),
        RECORD,
        st.sampled_from([DAY, dt.date(2026, 9, 1)]),
    ),
    min_size=2, max_size=5, unique_by=lambda said: (said.dataset, said.key),
)  # fmt: skip


@trying(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))
@given(said=RECORDS, chance=st.randoms())
def test_the_winner_is_the_same_whatever_the_order_of_deliveries(
    world: Connection, said: list[Said], chance: Any
) -> None:
    otherwise = list(said)
    chance.shuffle(otherwise)
    assert master_of(world, *said) == master_of(world, *otherwise)
