"""Against the truth of a sample province: nobody is merged with another, few stay apart."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pyarrow as pa
import pytest
from psycopg2 import sql

from models import thing_named
from pipeline.receive import receive
from pipeline.walk import walk
from runtime.database import engine, execute
from runtime.settings import settings
from samples.generate import generate
from samples.order import order
from samples.rates import Noise, Rates, Society

# Much worse than real life, so that few people show what many would.
HARD = Rates(
    noise=Noise(
        homophone=0.03, look_alike=0.02, traditional=0.02, mistyped=0.04, missing_number=0.12,
        wrong_date=0.02, duplicate=0.01, abbreviated=0.1,
    ),
    society=Society(twins=0.1, namesake_neighbours=0.01, minority=0.3),
)  # fmt: skip
DATASETS = {
    "person": ("ps_person", "social_insured", "edu_student"),
    "entity": ("market_entity", "civil_organization", "org_establishment", "tax_taxpayer"),
}


@dataclass(frozen=True)
class Figures:
    """How many pairs of records are truly one thing, how many were linked, how many both."""

    true: int
    linked: int
    both: int

    @property
    def precision(self) -> float:
        return self.both / self.linked

    @property
    def recall(self) -> float:
        return self.both / self.true


@pytest.fixture(scope="module")
def province(database: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A hard province whose persons and entities have been delivered for two months."""
    folder = tmp_path_factory.mktemp("province")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SIKU_LANDING_DIR", str(folder / "landing"))
        patch.setenv("SIKU_REPORTS_DIR", str(folder / "reports"))
        settings.cache_clear()
        out = folder / "samples"
        generate(order(6_000, 11, 2, indicators=5, rates=HARD), out, jobs=1)
        for day in sorted((out / "drop").iterdir()):
            for dataset in (name for names in DATASETS.values() for name in names):
                for file in day.glob(f"{dataset}.*"):
                    delivered = walk(receive(dataset, file, dt.date.fromisoformat(day.name)))
                    assert delivered.state == "published", delivered.error
        yield out
    settings.cache_clear()


def figures(province: Path, thing: str) -> Figures:
    """Pairs of the records in the database, as linked and as true."""
    tables = thing_named(thing)
    statement = sql.SQL(
        "select s.name, r.source_key, l.master_id from {record} r"
        " join {link} l on l.record_id = r.record_id and l.known_to = 'infinity'"
        " join ops.dataset s on s.dataset_id = r.dataset_id"
    ).format(
        record=sql.Identifier(str(tables.record.schema), str(tables.record.name)),
        link=sql.Identifier(str(tables.link.schema), str(tables.link.name)),
    )
    with engine().connect() as connection:
        rows = execute(connection, statement).all()
    columns = zip(*rows, strict=True)
    linked = pa.table(
        dict(zip(("dataset", "source_key", "master_id"), map(pa.array, columns), strict=True))
    )
    with duckdb.connect() as duck:
        duck.register("linked", linked)
        joined = (
            "(select distinct l.*, t.truth_id from linked l join read_parquet($truth) t"
            " using (dataset, source_key) where t.thing = $thing)"
        )
        counts = [
            duck.execute(
                f"select sum(n * (n - 1) // 2)::bigint"
                f" from (select count(*) as n from {joined} group by {by})",
                {"truth": str(province / "truth" / "records.parquet"), "thing": thing},
            ).fetchall()[0][0]
            for by in ("truth_id", "master_id", "truth_id, master_id")
        ]
    return Figures(*counts)


def test_no_two_people_become_one(province: Path) -> None:
    assert figures(province, "person").precision >= 0.999


def test_few_people_stay_two(province: Path) -> None:
    assert figures(province, "person").recall >= 0.98


def test_entities(province: Path) -> None:
    found = figures(province, "entity")
    assert found.precision >= 0.999
    assert found.recall >= 0.97
