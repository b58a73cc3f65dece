"""Weights count once somebody accepted them: for all there is, in one moment, and sealed."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

import pipeline
from console.main import run
from matching.artefacts import Artefact
from matching.engine.weights import Unfit, artefact, of_types
from matching.model import load
from models import thing_named
from pipeline import deliveries
from pipeline.accepting import NotAcceptable, accept, would
from pipeline.interventions import NoReason
from pipeline.rebuild import check
from runtime.database import transaction
from tests.pipeline.deliver import AUGUST, INSURED, PERSON, SEPTEMBER, merged, query, received
from tests.pipeline.judging import Desk

PERSONS = thing_named("person")
# One person as another department knows him: no number, but the same name, birthday and door.
NUMBERLESS = {
    **INSURED, "身份证号码": "", "社会保障号码": "N1", "手机号码": "",
    "居住地址": PERSON["户籍地址"],
}  # fmt: skip
LATER = {**NUMBERLESS, "个人编号": "S2", "社会保障号码": "N2"}


def wary() -> Artefact:
    """Weights by which twins of one name and door are so frequent that nobody joins like that."""
    model = load("person")
    typed = of_types(model)
    m = {**typed.m, "name": typed.u["name"]}
    return artefact(model, replace(typed, m=m, prior=1e-12), {"from": "a test"})


def test_what_is_accepted_counts_for_all_there_is(folder: Path) -> None:
    merged(folder, "ps_person", AUGUST, PERSON)
    merged(folder, "social_insured", AUGUST, NUMBERLESS)
    assert Desk().who() == {1: 1, 2: 1}

    seen = would(PERSONS, wary())
    assert (seen.links, seen.rebuilt.same) == (1, False)
    assert Desk().who() == {1: 1, 2: 1}, "to look changes nothing"

    done = accept(PERSONS, wary(), "王芳", "reviewed with public security")
    assert (done.before, done.now, done.links) == ("as shipped", "accepted 1", 1)
    apart = Desk().who()
    assert apart[1] == 1
    assert apart[2] != 1
    assert check(PERSONS).same, "rebuilding finds what stands"

    merged(folder, "social_insured", SEPTEMBER, NUMBERLESS, LATER)
    later = Desk().who()[3]
    assert later not in (1, apart[2])
    assert check(PERSONS).same

    accept(PERSONS, None, "王芳", "they join too few")
    # Of one register the machine joins no two without a number, whatever they weigh.
    assert Desk().who() == {1: 1, 2: 1, 3: later}
    assert check(PERSONS).same
    entries = query("select who, what from audit.entry where kind = 'weights' order by position")
    assert [entry.who for entry in entries] == ["王芳", "王芳"]
    assert entries[0].what["reason"] == "reviewed with public security"
    assert entries[0].what["digest"] == wary().digest
    assert [entry.what["links"] for entry in entries] == [1, 1]


def test_what_was_matched_by_other_weights_is_matched_again(folder: Path) -> None:
    merged(folder, "ps_person", AUGUST, PERSON)
    waiting = received(folder, "social_insured", AUGUST, NUMBERLESS)
    pipeline.stage(waiting)
    with transaction() as connection:
        deliveries.write(connection, waiting, state="checked")
    pipeline.match(waiting)
    accept(PERSONS, wary(), "王芳", "reviewed")
    pipeline.merge(waiting)
    assert Desk().who()[2] != 1
    assert check(PERSONS).same


def test_what_cannot_be_judged_by_is_refused(folder: Path) -> None:
    merged(folder, "ps_person", AUGUST, PERSON)
    entity = load("entity")
    other = artefact(entity, of_types(entity), {"from": "a test"})
    with pytest.raises(Unfit, match="it was made for entity, before the model changed or for"):
        accept(PERSONS, other, "王芳", "a mistake")
    old = {**wary().content, "marks": {}}
    with pytest.raises(Unfit, match="says nothing of name"):
        accept(PERSONS, Artefact("old", old), "王芳", "a mistake")
    with pytest.raises(NotAcceptable, match="by the shipped weights already"):
        accept(PERSONS, None, "王芳", "a mistake")
    with pytest.raises(NoReason):
        accept(PERSONS, wary(), "王芳", " ")
    assert not query("select 1 from ops.accepted_weights")


def test_the_console_says_who_let_what_count(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    merged(folder, "ps_person", AUGUST, PERSON)
    file = folder / "person.trained.json"
    file.write_text(wary().text, encoding="utf-8")
    assert run(["match", "accept", "person", str(file), "--check"]) == 0
    assert "0 of 1 links would lead elsewhere" in capsys.readouterr().err
    assert (
        run(["match", "accept", "person", str(file), "--reason", "reviewed", "--who", "李雷"]) == 0
    )
    assert "person: judged by accepted 1, before: as shipped" in capsys.readouterr().err
    assert run(["match", "weights", "--json"]) == 0
    told = {row["thing"]: row for row in json.loads(capsys.readouterr().out)}
    assert told["person"]["weights"] == "accepted 1"
    assert (told["person"]["accepted by"], told["person"]["reason"]) == ("李雷", "reviewed")
    assert told["person"]["learnt from"] == "a test"
    assert told["entity"]["accepted by"] is None

    assert run(["match", "accept", "person"]) == 1
    assert "either which artefact is accepted or --shipped" in capsys.readouterr().err
    assert run(["match", "accept", "parcel", str(file)]) == 1
    assert "no delivery of a parcel is judged by weights" in capsys.readouterr().err
    assert run(["match", "accept", "person", str(folder / "none.json")]) == 1
    assert "it cannot be read" in capsys.readouterr().err
