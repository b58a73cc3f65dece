"""Why two are or are not the same is said in words and in weights that add up."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest
from sqlalchemy import Connection

from console.main import run
from matching.explain import NoSuchId, of_base
from matching.model import load
from tests.matching.given import World

WANG = {
    "name": "王建国", "birth_date": "1980-03-04", "sex": "1",
    "citizen_number": "990101198003040019", "registered_division": "990101",
}  # fmt: skip


def test_two_masters_are_explained_field_by_field(connection: Connection) -> None:
    world = World(connection, "person")
    world.knows(WANG, WANG | {"name": "王建囯"}, WANG | {"name": "李梅", "sex": "2"})
    found = of_base(connection, load("person"), ("1", "r2"))
    said = {reason.field: reason for reason in found.reasons}
    assert said["number"].level == "same"
    assert said["number"].bits > 10
    assert said["place"].level_zh == "同县"
    assert said["phone"].level == "absent"
    assert found.weight == pytest.approx(sum(reason.bits for reason in found.reasons), abs=0.5)
    assert of_base(connection, load("person"), ("m1", "m3")).verdict != "same"


def test_an_id_that_is_not_there_is_said(connection: Connection) -> None:
    with pytest.raises(NoSuchId, match="no master 77 of person"):
        of_base(connection, load("person"), ("77", "r1"))
    with pytest.raises(NoSuchId, match="'x' is no id"):
        of_base(connection, load("person"), ("x", "1"))


def test_two_rows_of_a_file_are_explained(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    model, file = tmp_path / "m.yaml", tmp_path / "a.csv"
    model.write_text(
        "model: m\nfields:\n  name: {type: person_name, from: {given: g, surname: s}}\n"
        "  born: {type: date, from: born}\n"
    )
    with file.open("w", newline="") as out:
        csv.writer(out).writerows(
            [("id", "g", "s", "born"), ("a", "Bob", "Miller", "1980-01-02"),
             ("b", "Robert", "Muller", "1980-01-03")]
        )  # fmt: skip
    words = ["match", "explain", "a", "b", "--model", str(model), "--records", str(file)]
    assert run([*words, "--key", "id", "--json"]) == 0
    said = {r["field"]: r for r in json.loads(capsys.readouterr().out)["reasons"]}
    assert said["name.given"]["level"] == "form"
    assert said["born"]["level_en"] == "one slip"
    assert run(words) == 1
    assert "there is no row a" in capsys.readouterr().err
