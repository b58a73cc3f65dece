"""Whatever came in whatever order: undoing one delivery is as if it had never come."""

from __future__ import annotations

import datetime as dt
import itertools
import os
import random
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from psycopg2 import sql

import pipeline
from loaders.contract import find
from models import THINGS, Base, Thing
from models.history import table_name
from pipeline import deliveries
from pipeline.undo import take_back
from runtime.database import execute, transaction
from tests.pipeline.deliver import HOUSEHOLD, INSURED, PERSON, query, received

SEQUENCES = int(os.environ.get("SEQUENCES", "1"))
DELIVERIES = int(os.environ.get("DELIVERIES", "5"))
NEVER = dt.date.max
TODAY = "infinity"

# Four people, as two departments know them; and what may be said of each.
PEOPLE = [
    ("990101199003070015", "王小明", "19900307", "男"),
    ("990101198512120020", "李芳", "19851212", "女"),
    ("990101197001010036", "周大海", "19700101", "男"),
    ("990101196011110036", "赵有田", "19601111", "男"),
]
DIVISION = {"区划代码": "", "区划名称": "", "全称": "", "级别": "3", "上级代码": "990100",
            "设立日期": "", "撤销日期": "", "界线": ""}  # fmt: skip


@dataclass(frozen=True)
class Sent:
    """One delivery of a sequence."""

    dataset: str
    day: dt.date
    rows: tuple[dict[str, str], ...]


def _person(chance: random.Random, who: int, day: dt.date) -> dict[str, str]:
    number, name, birth, sex = PEOPLE[who]
    since = day if chance.random() < 0.7 else day - dt.timedelta(days=chance.randrange(1, 60))
    return {
        **PERSON, "人员编号": f"P{who}", "公民身份号码": number, "姓名": name, "出生日期": birth,
        "性别": sex, "户籍地址": f"团结巷{chance.randrange(3)}号", "变动日期": f"{since:%Y%m%d}",
        "操作": chance.choice(["新增", "变更", "变更", "注销"]),
    }  # fmt: skip


def _insured(chance: random.Random, who: int, day: dt.date) -> dict[str, str]:
    number, name, birth, sex = PEOPLE[who]
    return {
        **INSURED, "个人编号": f"S{who}", "身份证号码": number, "社会保障号码": number or f"N{who}",
        "姓名": name, "出生日期": birth, "性别": {"男": "1", "女": "2"}[sex],
        "居住地址": f"迎宾大道{chance.randrange(2)}号",
    }  # fmt: skip


def _student(who: int) -> dict[str, str]:
    number, name, birth, sex = PEOPLE[who]
    told = dict.fromkeys(find("edu_student").sources, "")
    return {**told, "学籍号": f"E{who}", "身份证件号": number, "姓名": name, "性别": sex,
            "出生年月日": birth}  # fmt: skip


def _household(chance: random.Random, who: int, day: dt.date) -> dict[str, str]:
    since = day - dt.timedelta(days=chance.choice([0, 0, 20, 40]))
    address = f"团结巷{chance.randrange(3)}号"
    return {**HOUSEHOLD, "户号": f"H{who}", "住址": address, "立户日期": f"{since:%Y%m%d}"}


def _division(chance: random.Random, who: int, day: dt.date) -> dict[str, str]:
    name = f"高河区{chance.randrange(2)}"
    return {**DIVISION, "区划代码": f"99010{who + 1}", "区划名称": name, "全称": name}


KINDS = {
    "person": {"ps_person": _person, "social_insured": _insured},
    "household": {"ps_household": _household},
    "division": {"civil_division": _division},
}


def _sequence(seed: int, thing: str) -> list[Sent]:
    """Deliveries of some of the rows, of dates in any order."""
    chance, sent = random.Random(f"{thing} {seed}"), []
    if thing == "person":
        # A delivery that stays keeps everybody standing: who comes while another is withdrawn does
        # not meet them, and so who is who would depend on the order (test_undo_links.py tells it).
        everybody = tuple(_student(who) for who in range(len(PEOPLE)))
        sent.append(Sent("edu_student", dt.date(2020, 1, 1), everybody))
    for _ in range(DELIVERIES):
        dataset, make = chance.choice(sorted(KINDS[thing].items()))
        day = dt.date(2026, chance.randrange(6, 12), 1)
        who = sorted(chance.sample(range(4), chance.randrange(1, 5)))
        sent.append(Sent(dataset, day, tuple(make(chance, one, day) for one in who)))
    return sent


def _walk(folder: Path, sent: Sequence[Sent]) -> list[int]:
    """Stage, match and merge each; the gate has no say here."""
    numbers = []
    for place, one in enumerate(sent):
        # A file may say the same as another: they are told apart by where they come from.
        number = received(folder / str(place), one.dataset, one.day, *one.rows)
        if number not in numbers:
            pipeline.stage(number)
            with transaction() as connection:
                deliveries.write(connection, number, state="checked")
            pipeline.match(number)
            pipeline.merge(number)
        numbers.append(number)
    return numbers


def forget() -> None:
    """Empty every table: another world begins."""
    tables = [t for t in Base.metadata.sorted_tables if t.schema not in ("audit", "sharing")]
    kept = {"attribute", "code", "department", "dataset"}
    names = [sql.Identifier(*table_name(t)) for t in tables if t.name not in kept]
    with transaction() as connection:
        execute(connection, sql.SQL("truncate {}").format(sql.SQL(", ").join(names)))


def _state(thing: Thing, known: str = TODAY) -> dict[str, Any]:
    """What is so of every record, and of every master by the records that speak of it."""
    records = _timeline(thing, thing.record.name, "record_id", known)
    keys = dict(
        query(
            "select record_id, dataset_id || ' ' || source_key"
            f" from {_of(thing, 'record_timeline')}"
        )
    )
    links = query(
        f"select master_id, record_id from {_of(thing, 'link')}"
        " where known_from <= cast(:known as timestamptz)"
        " and cast(:known as timestamptz) <= known_to"
        " and (known_to > cast(:known as timestamptz) or known_to = 'infinity')",
        known=known,
    )
    joined: dict[int, list[str]] = {}
    for master, record in links:
        if record in records:
            joined.setdefault(master, []).append(keys[record])
    told: dict[str, Any] = {"records": {keys[r]: slices for r, slices in records.items()}}
    for table in (thing.master.name, *(facet.table.name for facet in thing.facets)):
        masters = _timeline(thing, table, "master_id", known)
        told[table] = {tuple(sorted(joined[m])): slices for m, slices in masters.items()}
    return told


def _of(thing: Thing, what: str) -> str:
    return f"{thing.base}.{thing.name}_{what}"


def _timeline(thing: Thing, table: str, owner: str, known: str) -> dict[int, list[Any]]:
    """Per owner what is said and from when until when, neighbours that say the same joined."""
    hidden = {owner, "claims", "record_id", "valid_from", "valid_to", "known_from", "known_to",
              "delivery_id", "original"}  # fmt: skip
    hidden |= {r.column for r in thing.references}
    hidden |= {r.column for facet in thing.facets for r in facet.references}
    rows = query(
        f"select * from {thing.base}.{table}_timeline"
        " where known_from <= cast(:known as timestamptz) and (known_to > cast(:known as"
        " timestamptz) or known_to = 'infinity') order by valid_from",
        known=known,
    )
    said: dict[Any, list[tuple[dt.date, Any]]] = {}
    for row in rows:
        content = tuple((k, str(v)) for k, v in sorted(row._mapping.items()) if k not in hidden)
        until = row.valid_to if isinstance(row.valid_to, dt.date) else NEVER
        spans = said.setdefault((row._mapping[owner], content), [])
        if spans and spans[-1][1] == row.valid_from:
            spans[-1] = (spans[-1][0], until)
        else:
            spans.append((row.valid_from, until))
    found: dict[int, list[Any]] = {}
    for (one, content), spans in said.items():
        found.setdefault(one, []).append((content, spans))
    return {one: sorted(slices, key=str) for one, slices in found.items()}


CASES = [(thing, seed) for thing, seed in itertools.product(sorted(KINDS), range(SEQUENCES))]


@pytest.mark.parametrize(("thing", "seed"), CASES)
def test_undone_is_as_if_it_had_never_come(folder: Path, thing: str, seed: int) -> None:
    sent = _sequence(seed, thing)
    numbers = _walk(folder / "all", sent)
    before, ((moment,),) = _state(THINGS[thing]), query("select clock_timestamp()::text")
    place = random.Random(seed).randrange(len(sent) - DELIVERIES, len(sent))
    with transaction() as connection:
        take_back(connection, deliveries.locked(connection, numbers[place]))
    after = _state(THINGS[thing])
    assert _state(THINGS[thing], moment) == before, "what was known then is known to have been"
    forget()
    _walk(
        folder / "others",
        [one for n, one in zip(numbers, sent, strict=True) if n != numbers[place]],
    )
    assert after == _state(THINGS[thing]), f"without delivery {place}: {sent[place]}"
