"""A model may extend another: it says only what is different."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from matching.engine.frequencies import shipped
from matching.model import ModelError, load

BASE = """
model: townsfolk
fields:
  name: {type: person_name, from: name}
  born: {type: date, from: birth_date}
  phone: {type: phone, from: phone}
thresholds: {join: 8, review: 2}
facts: [known]
listed_in: register
strong: [phone]
guards:
  - when: {born: differs, phone: absent}
    unless: [{name: same, phone: same}]
    unclaimed: [{name: same, known: "no"}, {phone: same, known: "yes"}]
    verdict: apart
    zh: 出生日期不同
    en: their births differ
  - when: {phone: differs}
    verdict: review
    zh: 电话不同
    en: their telephones differ
  - when: {known: "yes"}
    verdict: review
    zh: 已知
    en: it is known
"""


@pytest.fixture
def townsfolk(tmp_path: Path) -> Path:
    path = tmp_path / "townsfolk.yaml"
    path.write_text(BASE, encoding="utf-8")
    return path


def extending(folder: Path, text: str, name: str = "voters.yaml") -> Path:
    path = folder / name
    path.write_text("model: voters\nextends: townsfolk.yaml\n" + text, encoding="utf-8")
    return path


def test_columns_are_mapped_anew_and_all_else_is_inherited(townsfolk: Path) -> None:
    model = load(extending(townsfolk.parent, "fields:\n  born: {from: dob}\n"))
    assert model.model == "voters"
    assert list(model.fields) == ["name", "born", "phone"]
    assert model.columns == ("name", "dob", "phone")
    assert model.field("born").type.name == "date"
    assert model.thresholds.join == 8
    assert model.strong == ("phone",)
    # What only the platform knows of a pair, a file with other columns does not tell.
    assert not model.facts
    assert model.listed_in is None
    assert model.read == model.columns
    assert model.guards[0].unclaimed == ({"name": ("same",)},)
    assert [guard.en for guard in model.guards] == [
        "their births differ", "their telephones differ",
    ]  # fmt: skip


def test_the_column_of_registers_is_read_beside_those_of_the_fields(townsfolk: Path) -> None:
    model = load(extending(townsfolk.parent, "listed_in: list\nfields:\n  born: {from: dob}\n"))
    assert model.read == ("name", "dob", "phone", "list")
    assert load(townsfolk).read == ("name", "birth_date", "phone", "register")


def test_thresholds_are_taken_one_by_one(townsfolk: Path) -> None:
    model = load(extending(townsfolk.parent, "thresholds: {join: 12}\n"))
    assert (model.thresholds.join, model.thresholds.review) == (12, 2)
    assert model.facts == ("known",), "its columns are still the base's"


def test_a_field_that_is_left_out_is_never_said(townsfolk: Path) -> None:
    model = load(
        extending(townsfolk.parent, "without: phone\nfields:\n  name: {from: full_name}\n")
    )
    assert list(model.fields) == ["name", "born"]
    assert not model.strong
    (guard,) = model.guards
    assert guard.when == {"born": ("differs",)}, "that it is absent goes without saying"
    assert not guard.unless, "that it agrees never holds"


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("guards: []", []),
        ("guards: [OWN]", ["mine"]),
        ("guards: [inherited, OWN]",
         ["mine", "their births differ", "their telephones differ", "it is known"]),
    ],
)  # fmt: skip
def test_guards_replace_the_base_s_or_stand_beside_them(
    townsfolk: Path, said: str, expected: list[str]
) -> None:
    own = "{when: {name: differs}, verdict: apart, zh: 我, en: mine}"
    model = load(extending(townsfolk.parent, said.replace("OWN", own) + "\n"))
    assert [guard.en for guard in model.guards] == expected


def test_a_model_that_extends_may_be_extended(townsfolk: Path) -> None:
    extending(townsfolk.parent, "without: phone\n")
    last = townsfolk.parent / "last.yaml"
    last.write_text("model: last\nextends: voters.yaml\nfields: {name: {from: n}}\n")
    model = load(last)
    assert model.columns == ("n", "birth_date")
    assert [file.name for file in model.files] == ["last.yaml", "voters.yaml", "townsfolk.yaml"]


def test_what_changes_in_the_base_changes_in_whoever_extends_it(townsfolk: Path) -> None:
    path = extending(townsfolk.parent, "fields:\n  born: {from: dob}\n")
    assert load(path).thresholds.join == 8
    townsfolk.write_text(BASE.replace("join: 8", "join: 9"), encoding="utf-8")
    os.utime(townsfolk, ns=(1, 1))
    assert load(path).thresholds.join == 9


def test_shipped_models_are_extended_by_name_and_lend_what_lies_beside_them(tmp_path: Path) -> None:
    path = tmp_path / "patients.yaml"
    path.write_text(
        "model: patients\nextends: person\nwithout: [phone]\n"
        "fields:\n  name: {from: {full: 姓名}}\n  birth: {from: 出生日期}\n  sex: {from: 性别}\n"
        "  number: {from: {value: 证件号码}}\n  place: {from: {full: 住址}}\n",
        encoding="utf-8",
    )
    model = load(path)
    assert model.columns == ("姓名", "出生日期", "性别", "证件号码", "住址")
    assert shipped(model) is shipped(load("person"))
    assert len(model.guards) >= len(load("person").guards) - 4


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("fields: {bron: {from: dob}}",
         "3: fields.bron: is no field of townsfolk, did you mean born?"),
        ("fields: {extra: {from: x}}", "is no field of townsfolk, there are: name, born, phone"),
        ("without: [fone]", "3: without.0: is no field of townsfolk, did you mean phone?"),
        ("without: [born]\nfields: {born: {from: x}}", "born is left out here and stands among"),
        ("fields: {born: {type: dat}}", "3: fields.born.type: is no type, did you mean date?"),
        ("guards:\n  - inherited\n  - {when: {nam: same}, verdict: apart, zh: x, en: x}",
         "5: guards.0.when.nam: is no comparison, did you mean name?"),
        ("fields:\n  name: {from: {given: g, surname: s}}",
         "2: guards.0.unless.0.name: is no comparison, there are: name.given, name.surname,"
         " born, phone (a guard of townsfolk,"),
        ("extend: x", "3: extend: is no key here; did you mean extends?"),
    ],
)  # fmt: skip
def test_faults_are_told_with_line_and_key(townsfolk: Path, text: str, told: str) -> None:
    with pytest.raises(ModelError) as error:
        load(extending(townsfolk.parent, text + "\n"))
    assert told in str(error.value)


def test_a_base_that_is_not_there_is_named_with_the_one_that_was_meant(tmp_path: Path) -> None:
    path = tmp_path / "voters.yaml"
    path.write_text("model: voters\nextends: persn\n")
    with pytest.raises(ModelError, match=r"voters.yaml:2: extends: there is no model 'persn'; did"):
        load(path)
    path.write_text("model: voters\nwithout: [name]\nfields: {name: {type: text, from: a}}\n")
    with pytest.raises(ModelError, match="leaves fields out of nothing: extends is missing"):
        load(path)


def test_a_circle_is_told(tmp_path: Path) -> None:
    for one, other in (("a", "b"), ("b", "a")):
        (tmp_path / f"{one}.yaml").write_text(f"model: {one}\nextends: {other}.yaml\n")
    with pytest.raises(ModelError, match=r"goes round in a circle: a\.yaml → b\.yaml → a\.yaml"):
        load(tmp_path / "a.yaml")
