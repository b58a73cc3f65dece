"""Files of any origin are matched from nothing and measured against their truth."""

from __future__ import annotations

import csv
import json
import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from console.main import run
from matching.engine.records import NoRecords
from matching.engine.weights import start
from matching.evaluate import NoTruth, Rates, evaluate
from matching.model import ModelError, NoSuchModel, load

MODEL = """
model: voters
fields:
  name: {type: person_name, from: {given: first, surname: last}}
  born: {type: date, from: born}
  home: {type: address, from: {street: street, locality: city, postcode: zip}}
"""
FIRST = (
    "anna", "bruno", "clara", "david", "elena", "felix", "greta", "hans", "ida", "jonas", "klara",
    "leon", "mia", "noah", "olga", "paul",
)  # fmt: skip
LAST = (
    "abel", "bauer", "conrad", "dietz", "ernst", "frank", "graf", "huber", "issing", "jung",
    "kaiser", "lang", "maier", "neumann",
)  # fmt: skip
ROADS = ("linden", "birch", "main", "church", "mill", "station", "garden", "school", "forest")
CITIES = {"altdorf": "1011", "bergheim": "2022", "calden": "3033", "dornach": "4044"}


def slip(text: str, chance: random.Random) -> str:
    """One letter left out, or two swapped."""
    place = chance.randrange(len(text) - 1)
    if chance.random() < 0.5:
        return text[:place] + text[place + 1 :]
    return text[:place] + text[place + 1] + text[place] + text[place + 2 :]


def voters(count: int, seed: int) -> Iterator[tuple[dict[str, str], dict[str, str]]]:
    """Each person as two offices write it down, the second with slips and its own dates."""
    chance = random.Random(seed)
    for number in range(count):
        year, month, day = chance.randint(1930, 2005), chance.randint(1, 12), chance.randint(1, 28)
        city = chance.choice(list(CITIES))
        said = {
            "truth": str(number), "first": chance.choice(FIRST), "last": chance.choice(LAST),
            "born": f"{year}-{month:02}-{day:02}", "city": city, "zip": CITIES[city],
            "street": f"{chance.randint(1, 99)} {chance.choice(ROADS)} street",
        }  # fmt: skip
        heard = said | {"born": f"{day:02}/{month:02}/{year}"}
        for name in chance.sample(["first", "last", "street"], chance.choice([0, 0, 1, 1, 2])):
            heard[name] = slip(heard[name], chance)
        if chance.random() < 0.1:
            heard["born"] = ""
        if chance.random() < 0.05:
            heard["first"], heard["last"] = heard["last"], heard["first"]
        yield said, heard


def written(path: Path, rows: list[dict[str, str]]) -> Path:
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return path


@pytest.fixture
def model(tmp_path: Path) -> Path:
    path = tmp_path / "voters.yaml"
    path.write_text(MODEL, encoding="utf-8")
    return path


def test_two_offices_are_linked_whatever_order_they_write_dates_in(
    tmp_path: Path, model: Path
) -> None:
    said, heard = zip(*voters(400, 3), strict=True)
    files = [
        written(tmp_path / "a.csv", list(said)),
        written(tmp_path / "b.csv", list(heard[:350])),
    ]
    found = evaluate(load(model), files, "truth")
    assert found.sources_unique
    assert found.weights == "data"
    assert found.pairwise.f1 > 0.97
    assert found.blocking_recall > 0.99


def test_one_file_is_freed_of_duplicates(
    tmp_path: Path, model: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = [row for pair in voters(300, 5) for row in pair]
    for row in rows:
        day, _, rest = row["born"].partition("/")
        month, _, year = rest.partition("/")
        row["born"] = f"{year}-{month}-{day}" if rest else row["born"]
    file, out = written(tmp_path / "all.csv", rows), tmp_path / "out.json"
    words = ["match", "evaluate", "--model", str(model), "--records", str(file)]
    assert run([*words, "--truth", "truth", "--json", str(out)]) == 0
    figures = json.loads(out.read_text())
    assert figures["pairwise"]["f1"] > 0.95
    assert figures["cluster"]["precision"] > 0.9
    assert figures["pairs_scored"]
    assert figures["peak_memory_mb"]
    assert "blocking recall" in capsys.readouterr().out


def test_a_missing_column_is_named_with_the_one_that_was_meant(tmp_path: Path, model: Path) -> None:
    rows = [
        {("birthday" if k == "born" else k): v for k, v in said.items()} for said, _ in voters(3, 1)
    ]
    with pytest.raises(NoRecords, match="has no column born"):
        evaluate(load(model), [written(tmp_path / "x.csv", rows)], "truth")


def test_a_truth_that_tells_nothing_is_refused(tmp_path: Path, model: Path) -> None:
    file = written(tmp_path / "x.csv", [said for said, _ in voters(5, 1)])
    with pytest.raises(NoTruth, match="no two records have the same truth"):
        evaluate(load(model), [file], "truth")


def test_faults_of_a_model_are_told_with_line_and_key(tmp_path: Path) -> None:
    path = tmp_path / "wrong.yaml"
    path.write_text(MODEL.replace("person_name", "persn_name").replace("street:", "stret:"))
    with pytest.raises(ModelError) as told:
        load(path)
    assert "wrong.yaml:4: fields.name.type: is no type, did you mean person_name?" in str(
        told.value
    )
    assert "wrong.yaml:6: fields.home.from.stret" in str(told.value)
    with pytest.raises(NoSuchModel, match="did you mean person"):
        load("persn")


def test_rates_of_nothing_are_no_fault() -> None:
    assert Rates.of(0, 0, 0).f1 == 1.0
    assert Rates.of(0, 2, 2).f1 == 0.0


@pytest.mark.parametrize("name", ["person", "entity", "address", "parcel"])
def test_shipped_models_are_in_order(name: str) -> None:
    assert load(name).model == name


def test_what_was_learnt_lies_beside_the_model_and_is_used(tmp_path: Path, model: Path) -> None:
    rows = [row for pair in voters(500, 7) for row in pair]
    file = written(tmp_path / "all.csv", rows)
    words = ["match", "train", "--model", str(model), "--records", str(file)]
    assert run(words) == 0
    learnt = json.loads((tmp_path / "voters.trained.json").read_text())
    assert learnt["comparisons"]["name.given"]["same"]["bits"] > 2
    assert start(load(model)).source == "voters.trained.json"
