"""Values as departments write them become values as the dictionary stores them.

The tables in `elements/` are for people who know the data and no Python: text as delivered, what
is stored, and, where it cannot be taken, the name of the flaw.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
import yaml

from loaders.elements import FLAWS, ON_BAD, READERS, Aspect, standardise
from loaders.files import NOTHING
from loaders.units import UNITS
from models.elements import ELEMENTS, GEOMETRIES

TABLES = sorted((Path(__file__).parent / "elements").glob("*.yaml"))


def rows() -> Iterator[Any]:
    for path in TABLES:
        for part in yaml.load(path.read_text(encoding="utf-8"), yaml.BaseLoader):
            aspect = Aspect(path.stem, **_typed(part.get("when", {})))
            for text, *expected in part["rows"]:
                stored, flaw = (*expected, "")[:2]
                yield pytest.param(aspect, text, stored, flaw, id=f"{path.stem}: {text}")


def _typed(when: dict[str, Any]) -> dict[str, Any]:
    kinds = {"length": int, "workbook": bool}
    return {name: kinds.get(name, lambda same: same)(value) for name, value in when.items()}


@pytest.mark.parametrize(("aspect", "text", "stored", "flaw"), list(rows()))
def test_standardised(aspect: Aspect, text: str, stored: str, flaw: str) -> None:
    reading = standardise(pa.array([text]), aspect, NOTHING)
    [value], [found] = reading.values.to_pylist(), reading.flaws.to_pylist()
    assert ("~" if value is None else str(value)) == stored
    assert (found or "").split("\x1f")[0] == flaw


def test_every_element_type_has_a_reader_a_policy_and_a_table() -> None:
    assert set(READERS) == set(ELEMENTS) - GEOMETRIES
    assert set(ON_BAD) == set(ELEMENTS)
    assert {path.stem for path in TABLES} == set(READERS)


@pytest.mark.parametrize(
    ("element", "codes", "text", "kept"),
    [
        ("citizen_number", None, "11010519491231002X", False),
        ("citizen_number", None, "11010519491231002x", True),
        ("citizen_number", None, "110105194912310021", True),
        ("person_name", None, "张三", False),
        ("person_name", None, " 张三", True),
        ("date", None, "1991-03-08", False),
        ("date", None, "19910308", False),
        ("date", None, "1991年3月8日", True),
        ("date", None, "长期", True),
        ("code", "sex", "1", False),
        ("code", "sex", "男性", False),
        ("code", "sex", "男", False),
        ("code", "sex", "M", True),
        ("money", None, "12.50", False),
        ("money", None, "12.50元", True),
        ("text", None, "", False),
        ("text", None, "无", False),
    ],
)
def test_a_text_is_kept_where_the_value_does_not_say_as_much(
    element: str, codes: str | None, text: str, kept: bool
) -> None:
    [plain] = standardise(pa.array([text]), Aspect(element, codes), NOTHING).plain.to_pylist()
    assert plain is not kept


def test_equal_texts_are_read_alike_wherever_they_stand() -> None:
    texts = ["张三", None, "張三", "张三", "", "張三"]
    reading = standardise(pa.array(texts, pa.string()), Aspect("person_name"), NOTHING)
    assert reading.values.to_pylist() == ["张三", None, "张三", "张三", None, "张三"]
    assert reading.plain.to_pylist() == [True, True, False, True, True, False]


def test_a_slice_is_read_like_a_whole() -> None:
    texts = pa.array(["x", "110105491231002", "11010519491231002X", "張三"])
    sliced = texts.slice(1, 2)
    reading = standardise(sliced, Aspect("citizen_number"), NOTHING)
    assert reading.values.to_pylist() == ["11010519491231002X"] * 2
    assert standardise(texts.slice(3), Aspect("person_name"), ()).values.to_pylist() == ["张三"]


@pytest.mark.parametrize("element", READERS)
@pytest.mark.parametrize("texts", [[], [None], [""]])
def test_where_nothing_is_nothing_is_read(element: str, texts: list[str | None]) -> None:
    units = list(UNITS.get(element, ()))
    aspect = Aspect(
        element, "sex" if element == "code" else None, unit=units[-1] if units else None
    )
    reading = standardise(pa.array(texts, pa.string()), aspect, NOTHING)
    assert reading.values.null_count == reading.flaws.null_count == len(texts)
    assert reading.plain.to_pylist() == [True] * len(texts)


def test_every_flaw_is_said_in_both_languages() -> None:
    assert all(zh and en for zh, en in FLAWS.values())
