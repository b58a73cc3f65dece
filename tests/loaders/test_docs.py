"""The guide to contracts says what the loaders do."""

from __future__ import annotations

import re

import yaml

from loaders.contract import Contract
from loaders.elements import ON_BAD
from loaders.readers import READERS
from runtime.settings import REPOSITORY

GUIDE = (REPOSITORY / "docs" / "contracts.md").read_text(encoding="utf-8")


def test_its_example_is_a_contract_that_uses_every_key() -> None:
    [example] = re.findall(r"```yaml\n(.*?)```", GUIDE, re.DOTALL)
    written = yaml.load(example, yaml.BaseLoader)
    Contract.model_validate(written)
    assert set(written) == set(Contract.model_fields)


def test_it_names_every_format() -> None:
    assert set(re.findall(r"^\| `(\w+)` \|", GUIDE, re.MULTILINE)) == set(READERS)


def test_it_tells_what_a_bad_value_does_for_every_element_type() -> None:
    rows = dict(re.findall(r"^\| the row (goes on|is set aside)[^|]*\| ([^|]*) \|", GUIDE, re.M))
    goes_on = {name for name, on_bad in ON_BAD.items() if on_bad == "null"}
    assert set(re.findall(r"\w+", rows["goes on"])) == goes_on
    texts = {"identifier", "person_name", "entity_name", "address", "text"}
    named = set(rows["is set aside"].split(", and ")[0].split(", "))
    assert named == set(ON_BAD) - goes_on - texts
