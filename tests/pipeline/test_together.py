"""Deliveries at the same time, of the same thing, end as one after the other would."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pipeline
from tests.pipeline.deliver import AUGUST, INSURED, PERSON, query, received


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
