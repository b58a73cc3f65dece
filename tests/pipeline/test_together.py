"""Deliveries at the same time end as one after the other would."""

from __future__ import annotations

import datetime as dt
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pipeline
from runtime.settings import REPOSITORY
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
)

# What a process does with each of the deliveries it is given: as `./siku deliver` would.
WALK = "import sys, pipeline; [pipeline.walk(int(number)) for number in sys.argv[1:]]"
UNDO = (
    "import sys; from pipeline.undo import undo;"
    " [undo(int(number), 'a clerk', 'a test') for number in sys.argv[1:]]"
)
PATIENCE = 120


def begun(work: str, *numbers: int) -> subprocess.Popen[str]:
    """A process of its own, with the settings of the test."""
    return subprocess.Popen(
        [sys.executable, "-c", work, *map(str, numbers)],
        cwd=REPOSITORY, env=dict(os.environ), text=True,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip


def ended(*processes: subprocess.Popen[str]) -> None:
    for process in processes:
        _, said = process.communicate(timeout=PATIENCE)
        assert process.returncode == 0, said[-2000:]


def states(*numbers: int) -> set[str]:
    return {ledger(number).state for number in numbers}


def test_two_deliveries_at_once_do_not_create_a_person_twice(folder: Path) -> None:
    numbers = [
        received(folder, "ps_person", AUGUST, PERSON),
        received(folder, "social_insured", AUGUST, INSURED),
    ]
    with ThreadPoolExecutor() as both:
        ends = list(both.map(pipeline.walk, numbers))
    assert [end.state for end in ends] == ["published", "published"]
    assert len(query("select * from population.person")) == 1
    assert len(query("select * from population.person_link")) == 2


def test_the_same_delivery_walked_twice_at_once_is_merged_once(folder: Path) -> None:
    number = received(folder, "ps_person", AUGUST, PERSON)
    with ThreadPoolExecutor() as both:
        ends = list(both.map(pipeline.walk, [number, number]))
    assert {end.state for end in ends} == {"published"}
    assert query("select count(*) from ops.change") == [(1,)]


def test_processes_that_get_in_each_others_way_end_all_the_same(folder: Path) -> None:
    """One dataset, one thing of two datasets, things that refer to each other, and an undo."""
    undone = delivered(folder, "ps_person", dt.date(2026, 7, 1), _late("和平路1号", "20260701"))
    numbers = [
        received(folder, "ps_person", AUGUST, PERSON),
        received(folder, "ps_person", SEPTEMBER, _late("光明路10号", "20260901")),
        received(folder, "social_insured", AUGUST, INSURED),
        received(folder, "ps_household", AUGUST, HOUSEHOLD),
        received(folder, "ps_household", OCTOBER, {**HOUSEHOLD, "立户日期": "20261001",
                                                   "住址": "光明路10号"}),
    ]  # fmt: skip
    ended(
        *(begun(WALK, number) for number in numbers),
        begun(WALK, numbers[0], numbers[3]),
        begun(UNDO, undone.delivery_id),
    )
    assert states(*numbers) == {"published"}
    assert states(undone.delivery_id) == {"undone"}
    assert query("select name, registered_address, residence_address from population.person") == [
        ("王小明", "光明路10号", INSURED["居住地址"])
    ]
    assert query(
        "select registered_address from population.person_as_of('2026-08-31')"
    ) == [(PERSON["户籍地址"],)]  # fmt: skip
    heads = query("select head_id = (select master_id from population.person)"
                  " from population.household")  # fmt: skip
    assert heads == [(True,)]
    feed = query("select change_id from ops.change order by change_id")
    assert [row[0] for row in feed] == list(range(1, len(feed) + 1))


def _late(address: str, since: str) -> dict[str, str]:
    return {**PERSON, "户籍地址": address, "变动日期": since, "操作": "变更"}
