"""The truth says of every delivered row which thing it is, and what was done to it."""

from __future__ import annotations

from collections import Counter

from loaders.contract import contracts
from samples.population_files import true_ids
from tests.samples.made import Made


def test_truth_covers_every_row(province: Made) -> None:
    said = Counter(
        zip(
            province.records["date"].to_pylist(),
            province.records["dataset"].to_pylist(),
            strict=True,
        )
    )
    assert said == {(f.date, f.dataset): f.rows for f in province.files}


def test_a_key_means_one_thing_for_ever(province: Made) -> None:
    meant: dict[tuple[str, str], int] = {}
    for row in province.records.to_pylist():
        place = row["dataset"], row["source_key"]
        assert meant.setdefault(place, row["truth_id"]) == row["truth_id"]


def test_keys_are_unique_within_a_delivery(province: Made) -> None:
    rows = province.records.select(["date", "dataset", "source_key"]).to_pylist()
    assert len({tuple(row.values()) for row in rows}) == len(rows)


def test_keys_are_those_the_contract_names(province: Made) -> None:
    table = province.csv("finance_budget")
    key = contracts()["finance_budget"].key
    parts = zip(*(table[name].to_pylist() for name in key), strict=True)
    delivered = {"|".join(map(str, row)) for row in parts}
    known = {
        row["source_key"]
        for row in province.records.to_pylist()
        if row["dataset"] == "finance_budget" and row["date"] == province.order.dates[0]
    }
    spoilt = province.spoilt("finance_budget")
    assert len(known - delivered) <= len(spoilt)


def test_people_are_known_to_several_departments(province: Made) -> None:
    seen: dict[int, set[str]] = {}
    for row in province.records.to_pylist():
        if row["thing"] == "person":
            seen.setdefault(row["truth_id"], set()).add(row["dataset"])
    several = sum(len(datasets) > 1 for datasets in seen.values())
    assert several > 0.5 * len(seen)


def test_some_people_are_registered_twice(province: Made) -> None:
    rows = [
        row["truth_id"]
        for row in province.records.to_pylist()
        if row["dataset"] == "ps_person" and row["date"] == province.order.dates[0]
    ]
    twice = len(rows) - len(set(rows))
    assert 1 <= twice <= 0.006 * len(rows)


def test_noise_is_said_of_rows_that_were_delivered(province: Made) -> None:
    delivered = {
        (row["date"], row["dataset"], row["source_key"]) for row in province.records.to_pylist()
    }
    for row in province.noise.to_pylist():
        assert (row["date"], row["dataset"], row["source_key"]) in delivered


def test_a_second_registration_is_the_same_person() -> None:
    import numpy as np

    from samples.noise import Sheet

    sheet = Sheet("person", ("k",), np.array([5, 500_000_000_005]), {})
    assert true_ids(sheet).tolist() == [5, 5]
