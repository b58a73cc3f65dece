"""What a model learns, from files and from the base, and what of it counts."""

from __future__ import annotations

import json
import random
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from console.main import run
from matching import sampling
from matching.artefacts import Artefact, BadArtefact
from matching.engine.teaching import NothingToLearn, of_files, train
from matching.engine.weights import Unfit, must_fit, of_types, start
from matching.model import MODELS_DIR, MatchModel, load
from models import THINGS
from runtime.database import transaction
from runtime.settings import settings
from tests.matching.test_evaluate import MODEL, voters, written


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("voters")
    return written(folder / "all.csv", [row for pair in voters(500, 7) for row in pair])


@pytest.fixture(scope="module")
def model(file: Path) -> MatchModel:
    """A model of one's own, and what it learnt beside it."""
    path = file.with_name("voters.yaml")
    path.write_text(MODEL, encoding="utf-8")
    assert run(["match", "train", "--model", str(path), "--records", str(file)]) == 0
    return load(path)


def beside(model: MatchModel) -> Path:
    assert model.file is not None
    return model.file.with_suffix(".trained.json")


def test_what_was_learnt_says_from_what(model: MatchModel) -> None:
    made = Artefact.read(beside(model)).made
    assert (made["from"], made["records"]) == ("all.csv", 1000)
    assert made["pairs"] >= made["same"] > 400
    assert made["at"]
    assert start(model).source == "voters.trained.json"


def test_the_same_records_teach_the_same_whatever_was_learnt_before(
    model: MatchModel, file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "again.json"
    words = ["match", "train", "--model", str(model.file), "--records", str(file)]
    assert run([*words, "--out", str(out)]) == 0
    first, again = (json.loads(path.read_text()) for path in (beside(model), out))
    assert {**first, "made": None} == {**again, "made": None}
    said = capsys.readouterr()
    assert "bits now: voters.trained.json" in said.out
    assert "name.given" in said.out
    assert "finding candidates" in said.err


def test_too_few_records_teach_nothing(model: MatchModel, tmp_path: Path) -> None:
    few = written(tmp_path / "few.csv", [row for pair in voters(50, 7) for row in pair])
    tables, made = of_files(model, [few])
    with pytest.raises(NothingToLearn, match="100 records are too few"):
        train(model, tables, made)


def test_too_few_of_one_thing_teach_nothing(model: MatchModel, tmp_path: Path) -> None:
    alone = written(tmp_path / "alone.csv", [said for said, _ in voters(1000, 7)])
    tables, made = of_files(model, [alone])
    with pytest.raises(NothingToLearn, match="pairs of one voters: too few"):
        train(model, tables, made)


def test_a_comparison_that_changed_since_is_as_its_type_says(
    model: MatchModel, tmp_path: Path
) -> None:
    content = json.loads(beside(model).read_text())
    content["marks"]["born"] = "another"
    old = model.weighed_by(Artefact("old", content))
    assert start(old).source == "old (as the types say: born)"
    assert start(old).m["born"] == of_types(old).m["born"]
    assert start(old).m["name.given"] == start(model).m["name.given"]
    with pytest.raises(Unfit, match="says nothing of born as voters compares now"):
        must_fit(model, Artefact("old", content))


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("{", "it is no JSON"),
        ("[]", "it is no artefact of a model"),
        ('{"comparisons": {}}', "model is missing"),
        ('{"model": "x", "comparisons": {}, "prior": 7, "kin_prior": 0}', "prior is no probabil"),
        ('{"model": "x", "comparisons": {"a": {"same": {"m": 1}}}, "prior": 0.1, "kin_prior": 0}',
         "comparisons.a.same.u is no probability, but None"),
        ('{"model": "x", "comparisons": {"a": []}, "prior": 0.1, "kin_prior": 0}',
         "comparisons is not built as an artefact is"),
    ],
)  # fmt: skip
def test_a_broken_artefact_is_told(tmp_path: Path, text: str, told: str) -> None:
    path = tmp_path / "x.trained.json"
    path.write_text(text)
    with pytest.raises(BadArtefact, match=told):
        Artefact.read(path)


@pytest.mark.parametrize("name", ["person", "entity", "address", "parcel"])
def test_shipped_weights_are_of_the_shipped_models_as_they_are(name: str) -> None:
    model = load(name)
    if model.artefact is not None:
        must_fit(model, model.artefact)
        assert model.artefact.made["from"]


def people(count: int, seed: int) -> Iterator[dict[str, Any]]:
    """Records of people in homes of three; every third person has two, in two datasets."""
    chance = random.Random(seed)
    for number in range(count):
        surname = chance.choice("王李张刘陈杨赵黄周吴徐孙")
        row = {
            "name": surname + "".join(chance.sample("伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平", 2)),
            "birth_date": f"{chance.randint(1940, 2015)}-{chance.randint(1, 12):02}"
            f"-{chance.randint(1, 28):02}",
            "sex": chance.choice("12"), "registered_division": "990101",
            "registered_address": f"临河县人民路{number // 3 + 1}号",
            "phone": f"1420{chance.randrange(10**7):07}" if chance.random() < 0.7 else None,
        }  # fmt: skip
        yield {**row, "master_id": number + 1, "dataset_id": 1, "source_key": str(number)}
        if number % 3 == 0:
            other = {**row, "phone": None} if chance.random() < 0.3 else row
            yield {**other, "master_id": number + 1, "dataset_id": 2, "source_key": str(number)}


@pytest.fixture(scope="module")
def town(database: object) -> None:
    """A base of 900 people, 1,200 records."""
    thing = THINGS["person"]
    common = {
        "method": "new", "decider": "test", "valid_from": "2024-01-01", "valid_to": "infinity",
        "known_from": "2024-01-02T00:00:00+00", "known_to": "infinity", "delivery_id": 1,
        "claims": [],
    }  # fmt: skip
    rows = [{**common, "record_id": n, **row} for n, row in enumerate(people(900, 3), start=1)]
    masters = list({row["master_id"]: row for row in rows}.values())
    with transaction() as connection:
        for table, filled in ((thing.record, rows), (thing.link, rows), (thing.master, masters)):
            name = f"{table.schema}.{table.name}"
            connection.execute(
                text(
                    f"insert into {name} select * from"
                    f" jsonb_populate_recordset(null::{name}, cast(:rows as jsonb))"
                ),
                {"rows": json.dumps(filled)},
            )


@pytest.mark.usefixtures("town")
def test_a_base_teaches_without_any_file_and_is_judged_as_before(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    shipped = sorted(path.name for path in MODELS_DIR.iterdir())
    monkeypatch.setenv("SIKU_HOME", str(tmp_path))
    settings.cache_clear()
    assert run(["match", "train", "--model", "person"]) == 0
    said = capsys.readouterr().err
    assert "drawing 1,200 of 1,200 records of the base" in said
    assert "only about" in said, "few pairs are said to be few"
    assert "nothing judges by it yet" in said
    assert sorted(path.name for path in MODELS_DIR.iterdir()) == shipped

    artefact = tmp_path / "trained" / "person.trained.json"
    made = Artefact.read(artefact).made
    assert (made["of"], made["records"], made["seed"]) == (1200, 1200, 1)
    assert 250 <= made["same"] <= 350
    asked = ["match", "explain", "1", "2", "--json"]
    assert run(asked) == 0
    assert json.loads(capsys.readouterr().out)["weights"] != artefact.name
    assert run([*asked, "--weights", str(artefact)]) == 0
    assert json.loads(capsys.readouterr().out)["weights"] == artefact.name
    monkeypatch.undo()
    settings.cache_clear()


@pytest.mark.usefixtures("town")
def test_a_sample_is_of_whole_homes_and_the_same_for_the_same_seed(tmp_path: Path) -> None:
    def drawn(seed: int) -> list[dict[str, Any]]:
        with transaction() as connection:
            (sample, *_) = sampling.of_base(connection, load("person"), 200, seed)
            rows: list[dict[str, Any]] = sample.to_pylist()
            return rows

    some = drawn(1)
    assert some == drawn(1)
    assert some != drawn(2)
    homes = Counter(row["addresses"] for row in some)
    # A home has three people, one of them with two records; the last one drawn may be cut.
    assert len(some) == 200
    assert sorted(homes.values())[1:] == [4] * (len(homes) - 1)


@pytest.mark.usefixtures("town")
def test_to_learn_changes_nothing_in_the_base() -> None:
    with transaction() as connection:
        sampling.of_base(connection, load("person"), 100)
        with pytest.raises(DBAPIError, match="read-only"):
            connection.execute(text("delete from population.person"))
        connection.rollback()


@pytest.mark.usefixtures("town")
@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("address", "0 records are too few to learn from"),
        ("parcel", "where: the base's parcel records"),
    ],
)
def test_what_the_base_has_too_few_of_is_told(
    name: str, told: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out.json"
    assert run(["match", "train", "--model", name, "--out", str(out)]) == 1
    assert told in capsys.readouterr().err
    assert not out.exists()


@pytest.mark.usefixtures("town")
def test_a_model_of_nothing_in_the_base_needs_files(
    model: MatchModel, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["match", "train", "--model", str(model.file)]) == 1
    assert "voters is of nothing that the base has" in capsys.readouterr().err
