"""An agreement's file is refused where it says too much, too little or something unknown."""

from __future__ import annotations

from pathlib import Path

import pytest

from sharing import reading
from sharing.errors import AgreementError, NoSuchAgreement

HEAD = """\
agreement: {name}
department: tax
title: {{zh: 标题, en: Title}}
purpose: {{zh: 目的, en: Purpose}}
law: 《某法》
valid: {{from: 2024-01-01, until: 2034-12-31}}
approved_by: 主管部门
grants:
"""


def faults(folder: Path, **files: str) -> list[str]:
    """The faults of the files, each as line, key and what."""
    for name, grants in files.items():
        (folder / f"{name}.yml").write_text(HEAD.format(name=name) + grants)
    with pytest.raises(AgreementError) as refused:
        reading.agreements(folder)
    return [f"{fault.line} {fault.key}: {fault.what}" for fault in refused.value.faults]


CASES = {
    "a thing that does not exist": (
        "- thing: persn\n  columns: [name]\n",
        "9 grants.0.thing: 'persn' is unknown; did you mean person?",
    ),
    "a column that does not exist": (
        "- thing: person\n  columns:\n    nam: plain\n",
        "11 grants.0.columns.nam: 'nam' is unknown; did you mean name?",
    ),
    "a key that does not exist": (
        "- thing: person\n  columns: [name]\n  where: 1=1\n",
        "11 grants.0.where: is not a key here",
    ),
    "the most sensitive shown plainly without a reason": (
        "- thing: person\n  columns:\n    citizen_number: plain\n",
        "11 grants.0.columns.citizen_number: citizen_number is most sensitive (level 4); show it as"
        " mask or pseudonym, or write {show: plain, justification: …}",
    ),
    "a mask for what has none": (
        "- thing: person\n  columns: {sex: mask}\n",
        "10 grants.0.columns.sex: sex (code) cannot be shown as mask; as: plain",
    ),
    "a year of what is no date": (
        "- thing: person\n  columns: {name: year}\n",
        "10 grants.0.columns.name: name (person_name) cannot be shown as year; as: plain, mask",
    ),
    "a thing granted twice": (
        "- thing: person\n  columns: [name]\n- thing: person\n  columns: [sex]\n",
        "11 grants.1: person is granted already, by grant 1",
    ),
    "a filter by an unknown attribute": (
        "- thing: parcel\n  columns: [area]\n  rows: [{attribute: region, op: is, values: [x]}]\n",
        "11 grants.0.rows.0.attribute: 'region' is unknown; there are: parcel_code, ",
    ),
    "a filter by a code that is not in the list": (
        "- thing: person\n  columns: [name]\n  rows: [{attribute: sex, op: is, values: [male]}]\n",
        "11 grants.0.rows.0.values.0: 'male' is unknown; there are: 0, 1, 2, 9",
    ),
    "a filter by what is no number": (
        "- thing: parcel\n  columns: [area]\n"
        "  rows: [{attribute: area, op: at_least, values: [big]}]\n",
        "11 grants.0.rows.0.values.0: 'big' is no number, as area is",
    ),
    "a facet that shows whom the thing's filter hides": (
        "- thing: person\n  columns: [sex]\n"
        "  rows: [{attribute: sex, op: is, values: ['1']}]\n"
        "- thing: residence\n  columns: [division_code]\n",
        "12 grants.1: person is filtered by rows; residence needs rows of its own",
    ),
    "a pseudonym that a plain reference gives away": (
        "- thing: person\n  master_id: pseudonym\n  columns: [sex]\n"
        "- thing: shareholding\n  columns: [share, holder_person_id]\n",
        "13 grants.1.columns.holder_person_id: holder_person_id tells who a person is, which tax"
        " knows by pseudonym; do not show it plainly",
    ),
    "a pseudonym that a name gives away": (
        "- thing: person\n  master_id: pseudonym\n  columns: [name]\n",
        "11 grants.0.columns.name: name tells who a person is, which tax knows by pseudonym; do not"
        " show it plainly",
    ),
    "a pseudonym that a facet's plain id gives away": (
        "- thing: person\n  master_id: pseudonym\n  columns: [sex]\n"
        "- thing: residence\n  columns: [division_code]\n",
        "12 grants.1.master_id: person is known by pseudonym; write master_id: pseudonym",
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_a_fault_names_its_line_key_and_remedy(tmp_path: Path, case: str) -> None:
    grants, expected = CASES[case]
    found = faults(tmp_path, test=grants)
    assert any(expected in fault for fault in found), found


def test_two_agreements_may_not_grant_one_thing_to_one_department(tmp_path: Path) -> None:
    grants = "- thing: person\n  columns: [name]\n"
    found = faults(tmp_path, first=grants, second=grants)
    assert found == [
        "9 grants.0.thing: second and first both grant person to tax;"
        " a department sees a thing by one agreement only"
    ]


def test_a_pseudonym_holds_across_a_departments_agreements(tmp_path: Path) -> None:
    found = faults(
        tmp_path,
        first="- thing: person\n  master_id: pseudonym\n  columns: [sex]\n",
        second="- thing: right\n  columns:\n    holder_number: {show: plain, justification: 法}\n"
        "    area: plain\n",
    )
    assert any("11 grants.0.columns.holder_number" in fault for fault in found), found


def test_dates_must_be_in_order(tmp_path: Path) -> None:
    text = HEAD.format(name="test").replace("2034-12-31", "2020-01-01")
    (tmp_path / "test.yml").write_text(text + "- thing: person\n  columns: [name]\n")
    with pytest.raises(AgreementError, match="until 2020-01-01 is before from 2024-01-01"):
        reading.agreements(tmp_path)


def test_an_unknown_department_is_refused(tmp_path: Path) -> None:
    text = HEAD.format(name="test").replace("department: tax", "department: taxes")
    (tmp_path / "test.yml").write_text(text + "- thing: person\n  columns: [name]\n")
    with pytest.raises(AgreementError, match="did you mean tax"):
        reading.agreements(tmp_path)


def test_the_repositorys_agreements_are_sound() -> None:
    assert {a.department for a in reading.agreements().values()} >= {
        "tax",
        "audit_office",
        "agriculture",
    }


def test_an_agreement_that_does_not_exist_is_named_with_those_that_do() -> None:
    with pytest.raises(NoSuchAgreement, match="did you mean tax-registration"):
        reading.find("tax-registratoin")
