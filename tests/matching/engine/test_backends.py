"""What one engine says of two records, every engine says."""

from __future__ import annotations

import itertools
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.csv
import pytest

from matching.engine import blocking
from matching.engine.backends import backend
from matching.engine.base import Backend
from matching.engine.features import features
from matching.engine.linking import Linked, link
from matching.model import load
from runtime.errors import SikuError
from runtime.settings import settings
from samples.benchmark.publish import Ask, publish

ENGINES = ("duckdb", "spark")
JAVA = bool(shutil.which("java") or os.environ.get("JAVA_HOME"))
# A call of a condition, of two texts or two lists -> what it comes to.
TEXTS = [
    ("levenshtein", "张伟", "张玮", 1), ("levenshtein", "买买提", "麦麦提", 2),
    ("levenshtein", "kitten", "sitting", 3), ("levenshtein", None, "a", None),
    ("damerau", "1234", "1324", 1), ("damerau", "小明", "明小", 1), ("damerau", "ca", "abc", 2),
    ("jaro_winkler", "martha", "marhta", 0.9611), ("jaro_winkler", "müller", "muller", 0.9),
    ("jaro_winkler", "abc", "xyz", 0.0),
]  # fmt: skip
LISTS = [
    ("overlap", ["a", "b"], ["b"], True), ("overlap", ["a"], ["b"], False),
    ("shared", ["a", "b", "c"], ["c", "b"], 2), ("jaccard", ["a", "b"], ["b", "c"], 1 / 3),
    ("within", ["a", "b"], ["b"], 1.0), ("within", [], ["b"], None), ("jaccard", [], [], None),
]  # fmt: skip


def chosen(engine: str, patch: pytest.MonkeyPatch) -> None:
    if engine == "spark" and not JAVA:
        pytest.skip("there is no Java for Spark: apt-get install default-jre-headless")
    patch.setenv("SIKU_MATCH_ENGINE", engine)
    settings.cache_clear()


@pytest.fixture(scope="module", params=ENGINES)
def engine(request: pytest.FixtureRequest) -> Iterator[Backend]:
    with pytest.MonkeyPatch.context() as patch:
        chosen(request.param, patch)
        with backend() as opened:
            assert opened.name == request.param
            yield opened
    settings.cache_clear()


@pytest.mark.parametrize("cases", [TEXTS, LISTS], ids=["texts", "lists"])
def test_words_mean_the_same(
    engine: Backend, cases: list[tuple[str, object, object, object]]
) -> None:
    _, left, right, wanted = zip(*cases, strict=True)
    kind = pa.string() if cases is TEXTS else pa.list_(pa.string())
    rows = {"n": range(len(cases)), "a": pa.array(left, kind), "b": pa.array(right, kind)}
    engine.register("given", pa.table(rows))
    found = [
        engine.fetch(f"select {engine.condition(f'{word}(a, b)')} as v from given where n = {n}")
        for n, (word, *_) in enumerate(cases)
    ]
    values = [one["v"][0].as_py() for one in found]
    assert values == [pytest.approx(one, abs=1e-4) if one else one for one in wanted]


def test_rows_are_kept_added_to_and_forgotten(engine: Backend) -> None:
    engine.register("few", pa.table({"n": [1, 2]}))
    engine.add("few", "select n + 10 as n from few")
    engine.make("few", "select n from few where n <> 2")
    assert engine.fetch("select n from few order by n")["n"].to_pylist() == [1, 11, 12]
    engine.drop("few")
    engine.drop("few")


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("benchmark") / "set"
    publish(Ask(seed=5, persons=100, companies=0, pairs=False), out)
    return out


def records(published: Path, rows: int) -> pa.Table:
    """Some records of the hard tier, those of one person beside each other."""
    text = pa.csv.ConvertOptions(strings_can_be_null=True)
    table = pa.csv.read_csv(published / "persons" / "hard" / "all.csv", convert_options=text)
    return table.sort_by("truth_id").slice(0, rows)


def linked(engine: str, published: Path, rows: int) -> Linked:
    with pytest.MonkeyPatch.context() as patch:
        chosen(engine, patch)
        table = records(published, rows)
        found = link(load(published / "models" / "person.yaml"), [table])
    settings.cache_clear()
    return found


def test_the_same_clusters_from_every_engine(published: Path) -> None:
    ours, theirs = (linked(engine, published, 120) for engine in ENGINES)
    np.testing.assert_allclose(ours.pairs["weight"], theirs.pairs["weight"], atol=1e-6)
    assert np.array_equal(ours.clusters, theirs.clusters)
    assert len(np.unique(ours.clusters)) < len(ours.clusters)


@pytest.mark.long
def test_the_same_clusters_of_a_whole_register(published: Path) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(blocking, "ALL", 0)
        ours, theirs = (linked(engine, published, 10_000) for engine in ENGINES)
    assert ours.keys == theirs.keys
    assert np.array_equal(ours.clusters, theirs.clusters)


def test_the_same_candidates_by_keys(
    engine: Backend, published: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "few.yaml"
    file.write_text("model: few\nfields: {born: {type: date, from: birth_date},"
                    " sex: {type: category, from: sex}}\n", encoding="utf-8")  # fmt: skip
    model, table = load(file), records(published, 200)
    monkeypatch.setattr(blocking, "ALL", 0)
    engine.register("nodes", features(model, table, pa.array(range(table.num_rows))))
    keys = blocking.block(engine, model, table.num_rows)
    found = engine.fetch("select l, r from pairs order by l, r").to_pylist()
    born = table["birth_date"].to_pylist()
    wanted = [
        {"l": left, "r": right}
        for left, right in itertools.combinations(range(len(born)), 2)
        if born[left] and born[left] == born[right]
    ]
    assert keys
    assert [pair for pair in wanted if pair not in found] == []


def test_spark_without_its_package_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    import sys

    from matching.engine import spark

    monkeypatch.setitem(sys.modules, "pyspark.sql", None)
    with pytest.raises(SikuError, match="PySpark is not installed") as said:
        spark._connection.__wrapped__()
    assert "SIKU_MATCH_ENGINE" in str(said.value.hint)
