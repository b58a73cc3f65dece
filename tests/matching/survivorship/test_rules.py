"""Rules of survivorship are declared in one file; what is wrong in it is told by line and key."""

from __future__ import annotations

from pathlib import Path

import pytest

from matching.survivorship.rules import Rule, RulesError, declared, read
from models import THINGS
from runtime.settings import settings


def written(folder: Path, text: str) -> Path:
    path = folder / "survivorship.yml"
    path.write_text(text, encoding="utf-8")
    return path


def fault(folder: Path, text: str) -> str:
    with pytest.raises(RulesError) as error:
        read(written(folder, text))
    return str(error.value).replace(str(folder) + "/", "")


def test_the_shipped_rules_are_in_order() -> None:
    rules = declared()
    assert rules.default == (Rule("authority"), Rule("recency"))
    assert rules.of(THINGS["person"], "citizen_number")[0] == Rule("validity")
    assert rules.of(THINGS["person"], "birth_date")[0] == Rule("agrees_with", "citizen_number")
    assert rules.of(THINGS["parcel"], "area") == rules.default, "what is not named goes by default"


def test_another_file_can_hold_the_rules(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = written(tmp_path, "default: [recency]\nthings: {person: {name: [specific]}}\n")
    monkeypatch.setenv("SIKU_SURVIVORSHIP_FILE", str(path))
    settings.cache_clear()
    try:
        assert declared().of(THINGS["person"], "name") == (Rule("specific"),)
        assert declared().default == (Rule("recency"),)
    finally:
        monkeypatch.undo()
        settings.cache_clear()


D = "default: [authority]\n"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("things: {}\n", "survivorship.yml:1: default: is missing"),
        ("default: [authorty]\n", "1: default.0: there is no rule 'authorty'; did you mean"),
        (D + "thing: {}\n", "2: thing: is not known here; did you mean things?"),
        (D + "things:\n  persn: {}\n", "3: things.persn: is not known here; did you mean person?"),
        (D + "things:\n  person:\n    nam: [recency]\n",
         "4: things.person.nam: is not known here; did you mean name?"),
        (D + "things:\n  person:\n    name:\n      - recency\n      - newest\n",
         "6: things.person.name.1: there is no rule 'newest'"),
        (D + "things:\n  person:\n    name: [recency, recency]\n",
         "4: things.person.name.1: recency stands twice"),
        (D + "things:\n  person:\n    name: recency\n", "4: things.person.name: must be a list"),
        (D + "things:\n  person:\n    sex: [specific]\n" , None),
        (D + "things:\n  person:\n    birth_date: [specific]\n",
         "4: things.person.birth_date.0: specific cannot tell values of element 'date' apart"),
        (D + "things:\n  person:\n    birth_date: [{agrees_with: citizen_numbr}]\n",
         "no attribute 'citizen_numbr'; did you mean citizen_number?"),
        (D + "things:\n  person:\n    death_date: [{agrees_with: citizen_number}]\n",
         "citizen_number says nothing about death_date"),
        (D + "things:\n  person:\n    birth_date: [agrees_with]\n", "names an identifier"),
        ("default: [{agrees_with: citizen_number}]\n", "a rule of single attributes"),
        (D + "things:\n  person:\n    name: [{validity: yes}]\n", "validity asks nothing"),
        (D + "placeholders: {codes: {sex: ['7']}}\n", "codes.sex: the list has no code"),
        (D + "placeholders: {elements: {naem: []}}\n", "placeholders.elements.naem: is not known"),
        (D + "placeholders: {elements: {date: '1900-01-01'}}\n", "must be a list of texts"),
        (D + "default: [recency]\n", "2: default: stands twice, first in line 1"),
        ("- authority\n", "must map"),
        ("default: [\n", "is no YAML"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_with_its_line_and_key(
    tmp_path: Path, text: str, told: str | None
) -> None:
    if told is None:
        read(written(tmp_path, text))
    else:
        assert told in fault(tmp_path, text)


def test_all_faults_are_told_at_once(tmp_path: Path) -> None:
    said = fault(tmp_path, "default: [x]\nthings:\n  person:\n    nam: [y]\n    name: [z]\n")
    assert [line.split(":")[1] for line in said.splitlines()[:3]] == ["1", "4", "5"]


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(RulesError, match="does not exist"):
        read(tmp_path / "none.yml")
