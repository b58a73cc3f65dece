"""Contracts: what they may say, and faults pointed at by file, line and key."""

from __future__ import annotations

import json
from itertools import pairwise
from pathlib import Path

import jsonschema
import pytest
import yaml

from loaders.contract import contracts, departments, files, find, read
from loaders.errors import ContractError, NoSuchDataset
from loaders.schema import schema
from models import THINGS
from runtime.settings import settings

GOOD = """\
dataset: a_person
title: {zh: 人, en: Persons}
department: health
thing: person
cadence: monthly
fresh_within_days: 40
kind: snapshot
file:
  pattern: "a_person*.csv"
  format: csv
  encoding: gb18030
key: [编号]
columns:
  编号: household_number
  姓名: name
  性别: {attribute: sex, codes: {甲: 1}}
authority: {default: 20, name: 5}
"""
ABC = "abcdefgh"
DEPARTMENTS = "- {code: health, zh: 卫生健康委员会, en: Health, role: supplier}\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "departments.yml").write_text(DEPARTMENTS, encoding="utf-8")
    (tmp_path / "a_person.yml").write_text(GOOD, encoding="utf-8")
    return tmp_path


def faults(folder: Path, old: str, new: str) -> list[str]:
    """What is said of the contract after one change, without the file's path."""
    path = folder / "a_person.yml"
    assert old in GOOD
    path.write_text(GOOD.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(ContractError) as error:
        read(path)
    return [str(fault).removeprefix(f"{path}:") for fault in error.value.faults]


def test_a_contract_says_what_it_needs_and_no_more(folder: Path) -> None:
    contract = find("a_person", folder)
    assert (contract.base, contract.definition) == ("population", THINGS["person"])
    assert contract.attributes == {"household_number": "编号", "name": "姓名", "sex": "性别"}
    assert contract.sources == ("编号", "姓名", "性别")
    assert [contract.rank(name) for name in ("name", "sex")] == [5, 20]
    assert contract.gate.quarantine.hold == 0.10


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("kind: snapshot", "kidn: snapshot", "7: kidn: is no key here; did you mean kind?"),
        ("  encoding", "  encodign", "11: file.encodign: is no key here; did you mean encoding?"),
        ("thing: person", "thing: persn", "4: thing: 'persn' is unknown; did you mean person?"),
        ("department: health", "department: tax", "3: department: 'tax' is unknown; there are:"),
        ("姓名: name", "姓名: nmae", "15: columns.姓名: 'nmae' is unknown; did you mean name?"),
        ("姓名: name", "姓名: sex", "16: columns.性别: sex is already filled from columns.姓名"),
        (
            "  姓名: name\n",
            "",
            "13: columns: no column delivers name, which every person must have",
        ),
        ("{甲: 1}", "{甲: 7}", "16: columns.性别.codes.甲: '7' is unknown; there are: 0, 1, 2, 9"),
        ("name: 5", "nmae: 5", "17: authority.nmae: 'nmae' is unknown; did you mean name?"),
        ("gb18030", "gb18031", "11: file.encoding: 'gb18031' is no encoding; utf-8 or gb18030?"),
        (
            "姓名: name",
            "姓名: {attribute: name, unit: 万元}",
            "15: columns.姓名.unit: name has no unit",
        ),
        (
            "姓名: name",
            "姓名: {attribute: name, partial: first_day}",
            "15: columns.姓名.partial: name is no date",
        ),
        (
            "key: [编号]",
            "key: [编号]\noperation: {column: 操作, delete: [D]}",
            "13: operation: a delivery of kind snapshot has no deletions",
        ),
        ("monthly", "often", "5: cadence: input should be 'daily',"),
        ("40", "soon", "6: fresh_within_days: must be a whole number, not 'soon'"),
        ("key: [编号]", "key: []", "12: key: names nothing; at least one"),
        ("format: csv", "format: cvs", "8: file: format must be one of 'csv',"),
        ("kind: snapshot", "kind: events\nkind: events", "8: kind: stands twice, first in"),
        ("kind: snapshot", "kind: snapshop", "7: kind: input should be 'snapshot', 'inc"),
        ("姓名: name", "姓名: {attribute: name, unti: x}", "15: columns.姓名.unti: is no key"),
        ("{甲: 1}", "{甲: 女}", "16: columns.性别.codes.甲: '女' is unknown; did you"),
        ("authority:", "constants: {birth_date: 2001-13-01}\nauthority:", "17: constants.birth"),
        ("authority:", "constants: {ethnic_group: 火星}\nauthority:", "17: constants.ethnic"),
        (
            "authority:",
            "gate: {quarantine: {warn: 0.2, hold: 0.1}}\nauthority:",
            "17: gate.quarantine: warn must not be more than hold",
        ),
        ("a_person*.csv", "in/a.csv", "9: file.pattern: names a folder; it is a name within"),
        (
            "authority:",
            "splits: {户: {delimiter: 至}}\nauthority:",
            "17: splits.户: into must list the attributes of two or more pieces",
        ),
        (
            "authority:",
            "splits: {户: {pattern: '(?P<phone>.*'}}\nauthority:",
            "17: splits.户.pattern: is no regular expression: missing )",
        ),
        (
            "authority:",
            "splits: {户: {pattern: '(?P<fone>.*)'}}\nauthority:",
            "17: splits.户.into.fone: 'fone' is unknown; did you mean phone?",
        ),
        ("authority:", "joins: {name: [姓, 名]}\nauthority:", "17: joins.name: name is already fi"),
        (
            "authority:",
            "splits: {户: {parser: address, into: {rode: phone}}}\nauthority:",
            "17: splits.户.into.rode: 'rode' is unknown; did you mean road?",
        ),
        ("authority:", "joins: {phone: {}}\nauthority:", "17: joins.phone: names no columns"),
        ("title: {", "title: [", "2: the file: is no YAML: did not find expected"),
    ],
)  # fmt: skip
def test_a_fault_is_pointed_at(folder: Path, old: str, new: str, fault: str) -> None:
    assert any(found.startswith(fault) for found in faults(folder, old, new))


def test_all_faults_of_a_file_are_told_at_once(folder: Path) -> None:
    assert (
        len(
            faults(
                folder,
                "姓名: name\n  性别: {attribute: sex,",
                "姓名: nmae\n  性别: {attribute: sxe,",
            )
        )
        == 3
    )


def test_what_is_wrong_in_itself_does_not_hide_what_else_is_wrong(folder: Path) -> None:
    new = GOOD.replace("kind: snapshot", "kidn: snapshot").replace("40", "soon")
    new = new.replace("姓名: name", "姓名: nmae").replace("department: health", "department: helth")
    assert [fault.split(":")[1].strip() for fault in faults(folder, GOOD, new)] == [
        "kind", "department", "fresh_within_days", "kidn", "columns", "columns.姓名",
    ]  # fmt: skip


def test_datasets_that_wait_for_each_other(folder: Path) -> None:
    for one, other in (("a_person", "b_person"), ("b_person", "a_person")):
        text = GOOD.replace("a_person", one).replace("kind:", f"after: [{other}]\nkind:")
        (folder / f"{one}.yml").write_text(text, encoding="utf-8")
    with pytest.raises(ContractError, match="a_person → b_person → a_person"):
        contracts(folder)


def test_a_cross_table_has_the_columns_it_is_said_to_have(folder: Path) -> None:
    file = "  pattern: x\n  format: crosstab\n  labels: [编号, 姓名]\n  across: 年\n"
    new = GOOD[: GOOD.index("  pattern")] + file + GOOD[GOOD.index("key:") :]
    found = faults(folder, GOOD, new.replace("[编号]", "[编号, 年份]"))
    assert [fault.split(";")[0] for fault in found] == [
        "13: key.1: the cross-table has no column '年份'",
        "17: columns.性别: the cross-table has no column '性别'",
    ]


def test_coordinate_systems_must_exist(folder: Path) -> None:
    new = GOOD.replace("thing: person", "thing: address").split("columns:")[0] + (
        "columns:\n  编号: address_code\n  址: text\n"
        "points:\n  location: {x: 经, y: 纬, crs: EPSG:99999}\n"
    )
    assert faults(folder, GOOD, new) == [
        "17: points.location.crs: 'EPSG:99999' is no coordinate system; write it as EPSG:4549"
    ]


def test_coordinate_systems_must_lead_to_ours(folder: Path) -> None:
    new = GOOD.replace("thing: person", "thing: address").split("columns:")[0] + (
        "columns:\n  编号: address_code\n  址: text\n"
        "points:\n  location: {x: 经, y: 纬, crs: EPSG:4610}\n"
    )
    [fault] = faults(folder, GOOD, new)
    assert fault.startswith("17: points.location.crs: no transformation from 'Xian 1980'")
    assert "+towgs84" in fault


def test_faults_of_all_files_are_told_at_once(folder: Path) -> None:
    again = GOOD.replace("after", "").replace("kind:", "after: [nobody]\nkind:")
    (folder / "b_person.yml").write_text(again, encoding="utf-8")
    (folder / "c_person.yml").write_text("", encoding="utf-8")
    with pytest.raises(ContractError) as error:
        contracts(folder)
    assert [fault.what for fault in error.value.faults] == [
        "a_person is also in a_person.yml",
        "is empty",
        "'nobody' is unknown; there are: a_person",
    ]


def test_a_file_that_is_not_utf8_or_not_there(folder: Path) -> None:
    path = folder / "a_person.yml"
    path.write_bytes(GOOD.encode("gb18030"))
    with pytest.raises(ContractError, match=r"a_person.yml:2: the file: is not UTF-8"):
        read(path)
    with pytest.raises(ContractError, match="does not exist"):
        read(folder / "none.yml")


def test_an_edited_contract_is_read_anew(folder: Path) -> None:
    assert find("a_person", folder).title.en == "Persons"
    path = folder / "a_person.yml"
    path.write_text(GOOD.replace("Persons", "People"), encoding="utf-8")
    assert find("a_person", folder).title.en == "People"


def test_a_broken_contract_does_not_stop_the_others(folder: Path) -> None:
    (folder / "another.yml").write_text("dataset: [another", encoding="utf-8")
    assert find("a_person", folder).title.en == "Persons"
    with pytest.raises(ContractError, match=r"another.yml"):
        find("another", folder)


def test_a_dataset_nobody_delivers(folder: Path) -> None:
    with pytest.raises(NoSuchDataset, match=r"'a_persn'; did you mean a_person\?"):
        find("a_persn", folder)


def test_every_contract_of_the_province_is_in_order() -> None:
    known = contracts()
    assert len(known) >= 28
    assert {contract.base for contract in known.values()} == {
        "population", "legal_entity", "spatial", "macro",
    }  # fmt: skip
    assert len({contract.department for contract in known.values()}) >= 10
    assert set(departments()) >= {contract.department for contract in known.values()}


def test_the_published_schema_is_that_of_the_model() -> None:
    published = json.loads((settings().contracts_dir / "schema.json").read_text(encoding="utf-8"))
    assert published == schema(), "run: ./siku contract schema > contracts/schema.json"


def test_editors_find_the_schema_by_the_first_line_of_every_contract() -> None:
    line = "# yaml-language-server: $schema=schema.json\n"
    for path in files(settings().contracts_dir):
        assert path.read_text(encoding="utf-8").startswith(line), path.name


def test_the_published_schema_offers_the_attributes_of_the_thing() -> None:
    checker = jsonschema.Draft202012Validator(schema())
    good = yaml.safe_load(GOOD)
    for part in (
        {"columns": {"姓名": "nmae"}},
        {"columns": {"姓名": {"attribute": "road"}}},
        {"constants": {"road": "x"}},
        {"thing": "persn"},
        {"department": "helth"},
    ):
        assert not checker.is_valid(good | part), part
    assert checker.is_valid(good | {"splits": {"x": {"delimiter": "-", "into": ["_", "phone"]}}})


def test_the_published_schema_takes_the_contracts_there_are() -> None:
    checker = jsonschema.Draft202012Validator(schema())
    for path in files(settings().contracts_dir):
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
        assert [e.message for e in checker.iter_errors(content)] == [], path.name


@pytest.mark.parametrize("change", [{"foo": 1}, {"file": {"format": "csv"}}, {"key": []}])
def test_the_published_schema_refuses_what_the_model_refuses(change: dict[str, object]) -> None:
    checker = jsonschema.Draft202012Validator(schema())
    assert not checker.is_valid(yaml.safe_load(GOOD) | change)


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("just a text", "1: the file: must be keys with their values"),
        ("- a\n- b", "1: the file: must be keys with their values"),
        ("a: &a [*a, *a]", "1: a.0: repeats by * what stands in line 1: write it out"),
        ("[" * 9999 + "]" * 9999, "1: the file: is nested too deeply"),
        (
            "a: &a [1, 2]\n" + "".join(f"{n}: &{n} [{f'*{p}, ' * 9}]\n" for p, n in pairwise(ABC)),
            "2: b.0: repeats by * what stands in line 1: write it out",
        ),
    ],
    ids=["text", "list", "within itself", "deep", "bomb"],
)
def test_what_is_no_contract_at_all(tmp_path: Path, text: str, fault: str) -> None:
    path = tmp_path / "a_dataset.yml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ContractError) as error:
        read(path)
    assert str(error.value.faults[0]).startswith(f"{path}:{fault}")
