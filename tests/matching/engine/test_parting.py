"""Pairs that a few fields keep apart are left out early, and nothing else comes of it."""

from __future__ import annotations

import itertools

import pyarrow as pa
import pyarrow.compute as pc
import pytest

from matching.engine.backends import backend
from matching.engine.features import features
from matching.engine.judging import Judge
from matching.engine.parting import parted, telling
from matching.model import load

PERSONS = [
    ("张伟", "1990-01-01", "1", None), ("张伟", "1990-01-01", "1", "990102199001011233"),
    ("张玮", "1990-01-01", "1", None), ("张娟", "1990-01-01", "2", None),
    ("王芳", "1985-05-05", "2", "990102198505055687"), ("王芳", "1990-01-01", "2", None),
    ("张伟", "1990-10-01", "1", None), ("张伟", "1990-12-29", "1", None),
    ("张伟", "1990-01-01", "2", None), ("张伟", "1952-01-01", "1", None),
]  # fmt: skip


@pytest.fixture(scope="module")
def judge() -> Judge:
    return Judge.of(load("person"))


@pytest.fixture(scope="module")
def rows(judge: Judge) -> pa.Table:
    said = [dict(zip(("name", "birth_date", "sex", "number"), p, strict=True)) for p in PERSONS]
    for row in said:  # what exceptions ask for beside
        row |= {"phone": "14212345678", "addresses": "金浦市人民路1号3单元401室"}
    columns = {
        name: pa.array([row.get(name) for row in said], pa.string()) for name in judge.model.columns
    }
    return pa.table({"unique_id": pa.array(range(len(said))), **columns})


@pytest.fixture(scope="module")
def pairs() -> pa.Table:
    left, right = zip(*itertools.combinations(range(len(PERSONS)), 2), strict=True)
    own = [one == 0 for one in left]
    none = [False] * len(left)
    return pa.table({"l": left, "r": right, "same_register": none, "disputed": none, "own": own})


def test_the_model_of_persons_keeps_apart_by_less_than_all() -> None:
    assert telling(load("person")) == {"name", "birth", "sex", "number"}


def test_an_exception_is_no_matter_where_the_fields_at_hand_rule_it_out(
    judge: Judge, rows: pa.Table, pairs: pa.Table
) -> None:
    """Father and son of one birthday are apart whatever they share; of another day of one year the
    telephone may tell."""
    few = sorted(telling(judge.model))
    nodes = features(
        judge.model, rows, rows["unique_id"].combine_chunks(),
        fields=[field for field in judge.model.typed if field.name in few],
    )  # fmt: skip
    asked = pairs.filter(pc.and_(pc.equal(pairs["l"], 0), pc.is_in(pairs["r"], pa.array([7, 9]))))
    with backend() as engine:
        assert parted(engine, judge.model, frozenset(few), nodes, asked).tolist() == [False, True]


def test_who_is_left_weighs_the_same(judge: Judge, rows: pa.Table, pairs: pa.Table) -> None:
    (every,) = judge.judge(rows, pairs, keep_apart=True)
    (left,) = judge.judge(rows, pairs)
    assert left.to_pylist() == [one for one in every.to_pylist() if one["verdict"] != "apart"]
    assert 0 < left.num_rows < every.num_rows


def test_those_asked_for_are_told_also_when_apart(
    judge: Judge, rows: pa.Table, pairs: pa.Table
) -> None:
    (every,) = judge.judge(rows, pairs, keep_apart=True)
    (kept,) = judge.judge(rows, pairs, keep_apart="own")
    wanted = [one for one in every.to_pylist() if one["verdict"] != "apart" or one["own"]]
    assert kept.to_pylist() == wanted
    assert any(one["verdict"] == "apart" for one in wanted)


def test_nobody_left_is_no_portion(judge: Judge, rows: pa.Table, pairs: pa.Table) -> None:
    strangers = pairs.filter(pa.array([one == 3 for one in pairs["l"].to_pylist()]))
    assert list(judge.judge(rows, strangers)) == []


def test_what_is_not_known_yet_is_judged_both_ways(
    judge: Judge, rows: pa.Table, pairs: pa.Table
) -> None:
    said = pairs.drop_columns(["same_register"])
    (told,) = judge.judge(rows, said, keep_apart=True, unknown="same_register")
    for answer in (False, True):
        facts = pa.array([answer] * pairs.num_rows)
        (known,) = judge.judge(rows, said.append_column("same_register", facts), keep_apart=True)
        chosen = told.filter(pa.array([one == answer for one in told["same_register"].to_pylist()]))
        assert chosen.select(known.column_names).to_pylist() == known.to_pylist()
