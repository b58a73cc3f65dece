"""Ten times a stock is as many other persons, each with all that hangs on a person."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from bench.measure import walked
from bench.scratch import scratch
from bench.tenfold import tenfold
from matching.language.numbers import citizen
from runtime.database import transaction
from samples.generate import generate
from samples.order import order

ROWS = {
    "masters": "select count(*) from population.person",
    "records": "select count(*) from population.person_record",
    "links": "select count(*) from population.person_link",
    "identifiers": "select count(*) from population.person_identifier",
    "residences": "select count(*) from population.residence",
}
INDEXES = "select indexdef from pg_indexes where schemaname in ('population', 'ops') order by 1"
# Of a master and its record: names and numbers that differ.
APART = """
select count(*) from population.person p
join population.person_link l using (master_id)
join population.person_record r using (record_id)
where p.claims[1] = r.record_id and (p.name, p.phone) is distinct from (r.name, r.phone)
"""
NAMELESS = """
select count(*) from population.person p where not exists (
    select from population.person_name n
    where n.master_id = p.master_id and n.kind = 'current' and n.text = p.name)
"""


@pytest.fixture(scope="module")
def persons(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("province") / "samples"
    generate(order(300, 3, 1, indicators=5), out, jobs=1)
    (file,) = (out / "drop").glob("*/ps_person.csv")
    return file


def test_ten_times_a_stock_is_ten_times_as_many_persons(persons: Path) -> None:
    with scratch():
        walked("ps_person", persons, dt.date.fromisoformat(persons.parent.name))
        before, indexes = {what: said(query)[0] for what, query in ROWS.items()}, said(INDEXES)
        tenfold()
        assert {what: said(query)[0] for what, query in ROWS.items()} == {
            what: 10 * count for what, count in before.items()
        }
        assert said(INDEXES) == indexes
        numbers = said("select citizen_number from population.person where citizen_number <> ''")
        assert len({*numbers}) == len(numbers)
        assert all(citizen(number).valid for number in numbers)
        assert said(APART) == said(NAMELESS) == [0]


def said(query: str) -> list[Any]:
    with transaction() as connection:
        return list(connection.execute(text(query)).scalars())
