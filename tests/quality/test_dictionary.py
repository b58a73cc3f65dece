"""Rules follow from the dictionary for every thing there is."""

from __future__ import annotations

import re

import pytest
import sqlalchemy as sa
from sqlalchemy import Connection

from models import THINGS, Thing
from models.codes import CODES
from models.elements import ELEMENTS
from quality.dictionary import suite_rules
from quality.dimensions import DIMENSIONS, SEVERITIES
from quality.formats import FORMATS
from quality.rows import set_aside
from quality.rules import InSet, Matches
from quality.suite import assess
from tests.quality.support import AS_OF, contract, delivery, staged

# Element types whose values may be any text at all.
ANY_TEXT = {
    "identifier", "registration_number", "tax_number", "holder_number", "address", "text", "code",
}  # fmt: skip


@pytest.mark.parametrize("thing", THINGS.values(), ids=lambda thing: thing.name)
def test_every_thing_has_rules_that_can_be_told_apart(thing: Thing) -> None:
    rules = suite_rules(contract(thing.name, {f"c.{n}": n for n in thing.attribute_names}), AS_OF)
    names = [rule.name for rule in rules]
    assert len(names) == len(set(names))
    assert max(map(len, names)) <= 100
    assert all(rule.dimension in DIMENSIONS and rule.severity in SEVERITIES for rule in rules)
    assert all(rule.zh and rule.en for rule in rules)


def test_every_element_type_has_a_format_or_is_any_text() -> None:
    assert set(FORMATS) | ANY_TEXT == set(ELEMENTS)
    assert not set(FORMATS) & ANY_TEXT


def test_a_list_with_a_pattern_accepts_what_the_dictionary_accepts() -> None:
    rules = suite_rules(contract("entity", {"行业": "industry", "状态": "state"}), AS_OF)
    checks = {rule.attribute: rule.check for rule in rules if rule.name.startswith("code:")}
    state, industry = checks["state"], checks["industry"]
    assert isinstance(state, InSet)
    assert set(state.values) == set(CODES["entity_state"].codes)
    assert isinstance(industry, Matches)
    for code in ("A", "01", "011", "0111", "ZZ", "01111", ""):
        assert bool(re.fullmatch(industry.pattern, code)) == (code in CODES["industry"]), code


def test_the_suite_of_every_thing_runs_on_postgresql(connection: Connection) -> None:
    """Conditions of the dictionary are SQL: whoever writes one wrong must see it here."""
    for number, thing in enumerate(THINGS.values(), 1):
        agreed = contract(thing.name, {f"c.{name}": name for name in thing.attribute_names})
        connection.execute(sa.text("DELETE FROM ops.finding"))
        delivery(connection, agreed, number)
        staged(connection, agreed, [{}, {"op": "d"}], number)
        set_aside(connection, number, agreed)
        assert {f.rule for f in assess(connection, number, agreed)} > {"key", "duplicate_key"}
