"""Values as departments write them become values as the dictionary stores them.

The tables in `elements/` are for people who know the data and no Python: text as delivered, what
is stored, and, where it cannot be taken, the name of the flaw. A fourth entry is what the text says
besides the value, a fifth a word of the explanation.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
import yaml

from loaders.elements import FLAWS, ON_BAD, READERS, Aspect, Reading, standardise
from loaders.elements.base import flaw_names
from loaders.files import NOTHING
from loaders.units import UNITS
from models.elements import ELEMENTS, GEOMETRIES

TABLES = sorted((Path(__file__).parent / "elements").glob("*.yaml"))


@dataclass(frozen=True)
class Row:
    """One line of a table: a text, and what becomes of it."""

    text: str
    stored: str
    flaw: str = ""
    beside: dict[str, str] | None = None
    because: str = ""


def parts() -> Iterator[Any]:
    """The parts of all tables: each is read as one column."""
    for path in TABLES:
        said = yaml.load(path.read_text(encoding="utf-8"), yaml.BaseLoader)
        for number, part in enumerate(said, 1):
            aspect = Aspect(path.stem, **_typed(part.get("when", {})))
            rows = [Row(*row) for row in part["rows"]]
            yield pytest.param(aspect, rows, id=f"{path.stem} {number}: {rows[0].text}")


def _typed(when: dict[str, Any]) -> dict[str, Any]:
    kinds = {"length": int, "workbook": bool}
    return {name: kinds.get(name, lambda same: same)(value) for name, value in when.items()}


@pytest.mark.parametrize(("aspect", "rows"), list(parts()))
def test_standardised(aspect: Aspect, rows: list[Row]) -> None:
    reading = standardise(pa.array([row.text for row in rows]), aspect, NOTHING)
    for place, row in enumerate(rows):
        assert _found(reading, place, row) == row


def _found(reading: Reading, place: int, row: Row) -> Row:
    """What became of a text, said as far as its row says what is expected."""
    value, flaw = reading.values[place].as_py(), reading.flaws[place].as_py() or ""
    beside = {
        role: values[place].as_py()
        for role, values in reading.beside.items()
        if values[place].is_valid
    }
    return Row(
        text=row.text,
        stored="~" if value is None else str(value),
        flaw=flaw_names(pa.array([flaw]))[0].as_py(),
        beside=None if row.beside is None else beside,
        because=row.because if row.because in flaw else flaw,
    )


@pytest.mark.parametrize(("aspect", "rows"), list(parts()))
def test_what_is_standardised_stays_as_it_is(aspect: Aspect, rows: list[Row]) -> None:
    """Except in units and codes of the department's own, which the stored values no longer have."""
    aspect = replace(aspect, unit=None, own_codes={}, counted=None)
    texts = [row.stored for row in rows if row.stored != "~"]
    reading = standardise(pa.array(texts, pa.string()), aspect, NOTHING)
    assert [str(value) for value in reading.values.to_pylist()] == texts


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
