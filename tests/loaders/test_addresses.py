"""Addresses fall into the parts that the dictionary has, and nothing of them is lost."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from loaders.elements.addresses import PARTS, normal, parse

TABLE = Path(__file__).parent / "elements" / "parts" / "address.yaml"
ROWS = yaml.load(TABLE.read_text(encoding="utf-8"), yaml.BaseLoader)
WORDS = "云泽省市中高河区江浦街道镇乡村团结路巷弄12号院楼栋单元室三十二 ，（）A-组里新大"


@pytest.mark.parametrize(("address", "parts"), ROWS, ids=[row[0] for row in ROWS])
def test_the_parts_of_an_address(address: str, parts: dict[str, str]) -> None:
    found = parse(pa.array([address]))
    assert {name: part[0].as_py() for name, part in found.items() if part[0].is_valid} == parts


@settings(max_examples=200, deadline=None)
@given(
    st.lists(st.one_of(st.none(), st.text(WORDS, max_size=25), st.text(max_size=15)), max_size=8)
)
def test_nothing_of_an_address_is_lost(texts: list[str | None]) -> None:
    addresses = pa.array(texts, pa.string())
    parts = [pc.fill_null(part, "") for part in parse(addresses).values()]
    together: Any = pc.binary_join_element_wise(*parts, "")
    assert together.to_pylist() == [text or "" for text in normal(addresses).to_pylist()]


def test_every_part_is_there_for_an_empty_column() -> None:
    assert list(parse(pa.array([], pa.string()))) == list(PARTS)
