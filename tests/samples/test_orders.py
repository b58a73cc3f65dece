"""Whatever can be ordered is made and hangs together; what cannot is refused by name."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from dataclasses import fields, replace
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from samples.codes import INDICATORS
from samples.generate import generate
from samples.order import MOST_INDICATORS, START, BadOrder, Order, order
from samples.rates import Noise, Rates
from tests.samples.made import Made

CLEAN = Rates(noise=Noise(**{field.name: 0.0 for field in fields(Noise)}))
# What a person or an entity is of, in the first month; the others are of some of them.
REGISTERS = ("market_entity", "civil_organization", "org_establishment")
# Ends that lie ahead.
ENDS = ("有效期至", "承包终止日期")

FEW = {"persons": 200, "seed": 1, "months": 2, "indicators": 5, "years": 1}
ODD: list[dict[str, int]] = [
    {"parcels": 2},
    {"parcels": 3, "entities": 200},
    {"parcels": 47, "entities": 0},
    {"parcels": 145, "entities": 1},
    {"parcels": 1_000},
    {"indicators": 1},
    {"seed": 0},
    {"seed": 2**63 - 1},
    {"persons": 6_000, "parcels": 100},
    {"persons": 600, "parcels": 3_000, "entities": 1, "parts": 3},
    {"persons": 50_001, "parcels": 501, "entities": 1, "months": 1},
]


def check(made: Made) -> None:
    """What must hold in any province without noise."""
    what, records = made.order, made.records
    keys = Counter(
        zip(*(records[name].to_pylist() for name in ("dataset", "date", "source_key")), strict=True)
    )
    assert max(keys.values()) == 1
    assert all(file.rows > 0 for file in made.files)
    assert len(things(made, "ps_person")) == what.persons
    assert len(things(made, "land_parcel")) == what.parcels
    assert sum(len(things(made, name)) for name in REGISTERS) == what.entities
    people = made.csv("ps_person")
    assert pc.count_distinct(people["公民身份号码"]).as_py() == what.persons
    addresses = Counter(made.csv("civil_address")["标准地址"].to_pylist())
    assert max(addresses.values()) == 1
    assert set(people["户籍地址"].to_pylist()) <= set(addresses)
    owners = Counter(people["户籍地址"].to_pylist())
    assert max(owners.values()) < 100


def things(made: Made, dataset: str) -> set[int]:
    first = made.records.filter(
        pc.and_(
            pc.equal(made.records["dataset"], dataset),
            pc.equal(made.records["date"], made.order.dates[0]),
        )
    )
    return set(first["truth_id"].to_pylist())


@pytest.mark.parametrize("odd", ODD, ids=str)
def test_odd_combinations_are_made_and_hang_together(odd: dict[str, int], tmp_path: Path) -> None:
    sizes = {**FEW, **odd}
    parts = sizes.pop("parts", None)
    what = order(**sizes, start=START, rates=CLEAN)
    # More parts than so few things need, as there are where they are many.
    check(Made(replace(what, parts=parts or what.parts), tmp_path / "province"))


@st.composite
def orders(draw: st.DrawFn) -> Order:
    persons = draw(st.integers(200, 1_500))
    return order(
        persons=persons,
        seed=draw(st.integers(0, 2**63 - 1)),
        months=draw(st.integers(1, 3)),
        start=f"{draw(st.integers(2005, 2100))}-{draw(st.integers(1, 12)):02d}-01",
        entities=draw(st.integers(0, persons)),
        parcels=draw(st.integers(-(-persons // 100), 2 * persons)),
        indicators=draw(st.integers(1, 60)),
        years=draw(st.integers(1, 3)),
        rates=CLEAN,
    )


@given(what=orders())
@settings(
    max_examples=8, deadline=None, derandomize=True,
    suppress_health_check=[HealthCheck.too_slow],
)  # fmt: skip
def test_any_small_order_is_made(what: Order, tmp_path_factory: pytest.TempPathFactory) -> None:
    check(Made(what, tmp_path_factory.mktemp("any") / "province"))


@given(
    sizes=st.fixed_dictionaries(
        {"persons": st.integers(), "seed": st.integers(), "months": st.integers()},
        optional={
            name: st.integers() for name in ("entities", "parcels", "indicators", "years")
        } | {"start": st.text(max_size=10)},
    )
)  # fmt: skip
def test_a_refusal_names_an_option_that_was_given(sizes: dict[str, object]) -> None:
    said = refusal(sizes)
    if said:
        option, value = re.match(r"--(\w+) (.*?):", said, re.DOTALL).groups()  # type: ignore[union-attr]
        assert value == str(sizes[option])[: len(value)]
        assert f"next: --{option} " in said


def refusal(sizes: dict[str, object]) -> str:
    try:
        order(**sizes)  # type: ignore[arg-type]
    except BadOrder as error:
        return str(error)
    return ""


@st.composite
def sizes_of_any_province(draw: st.DrawFn) -> tuple[int, int, int]:
    persons = draw(st.integers(200, 20_000_000))
    parcels = st.integers(-(-persons // 100), min(5 * persons, 20_000_000))
    return persons, draw(st.integers(0, persons)), draw(parcels)


@given(sizes=sizes_of_any_province())
def test_parts_are_of_bearable_size(sizes: tuple[int, int, int]) -> None:
    persons, entities, parcels = sizes
    made = order(persons, 1, 1, entities=entities, parcels=parcels)
    last = made.parts - 1
    assert max(made.share(total, last) for total in sizes) <= 50_000
    assert made.share(parcels, 0) >= 1
    # A day in a county has five hundred citizen numbers a sex, of which each part has a share.
    assert made.parts <= 400


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"persons": 199}, "--persons 199: must be 200 to 20,000,000"),
        ({"persons": 20_000_001}, "--persons 20000001"),
        ({"entities": 1_001}, "--entities 1001: must be 0 to 1,000 (one for each"),
        ({"entities": -1}, "--entities -1"),
        ({"parcels": 9}, "--parcels 9: must be 10 to 5,000 (no more than 100 of the 1,000 people"),
        ({"parcels": 5_001}, "--parcels 5001: must be 10 to 5,000 (5 for each"),
        ({"persons": 10**7, "parcels": 2 * 10**7 + 1}, "the villages have no room for more"),
        ({"indicators": 0}, "--indicators 0"),
        ({"indicators": 61}, "--indicators 61"),
        ({"years": 0}, "--years 0"),
        ({"years": 31}, "--years 31"),
        ({"months": 0}, "--months 0"),
        ({"months": 25}, "--months 25"),
        ({"seed": -1}, "--seed -1"),
        ({"seed": 2**63}, f"--seed {2**63}"),
        ({"start": "x"}, "--start x: not a date"),
        ({"start": "today"}, "--start today: not a date"),
        ({"start": "2026-08-15"}, "--start 2026-08-15: deliveries are of the first of a month"),
        ({"start": "1994-01-01"}, "--start 1994-01-01: must be 2005-01-01 to"),
    ],
)
def test_an_order_that_cannot_be_met_says_which_part(wrong: dict[str, object], said: str) -> None:
    given_: dict[str, object] = {"persons": 1_000, "seed": 1, "months": 1, **wrong}
    with pytest.raises(BadOrder, match=re.escape(said)):
        order(**given_)  # type: ignore[arg-type]


def test_without_a_process_nothing_is_made(tmp_path: Path) -> None:
    with pytest.raises(BadOrder, match="--jobs 0"):
        generate(order(200, 1, 1), tmp_path / "province", jobs=0)
    assert not list(tmp_path.iterdir())


def test_sizes_scale_with_persons_unless_told_otherwise() -> None:
    made: Order = order(persons=20_000, seed=1, months=1)
    assert (made.entities, made.parcels, made.indicators, made.years) == (2_000, 5_000, 60, 10)
    assert order(20_000, 1, 1, entities=9, parcels=800).entities == 9
    assert len(INDICATORS) == MOST_INDICATORS == 60


def test_in_two_years_nothing_is_delivered_before_it_has_happened(tmp_path: Path) -> None:
    made = Made(order(400, 5, 24, indicators=5, years=1, rates=CLEAN), tmp_path / "province")
    assert len(made.order.dates) == 24
    dated = 0
    for file in made.files:
        if not file.file.endswith(".csv") or file.dataset == "civil_division":
            continue
        table: pa.Table = made.csv(file.dataset, made.order.dates.index(file.date))
        for name in table.column_names:
            if name in ENDS or not re.search("日期|年月日", name):
                continue
            days = [day(value) for value in table[name].to_pylist() if value]
            assert max(days, default=dt.date.min) <= dt.date.fromisoformat(file.date)
            dated += len(days)
    assert dated > 1_000


def day(text: str) -> dt.date:
    year, month, date = re.match(r"(\d{4})\D?(\d{1,2})\D?(\d{1,2})", text).groups()  # type: ignore[union-attr]
    return dt.date(int(year), int(month), int(date))
