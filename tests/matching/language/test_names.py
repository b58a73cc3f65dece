"""Names of persons: what they are taken apart into, and what two of them share."""

from __future__ import annotations

from typing import Any

import pyarrow as pa
import pytest

from matching.language.names import PersonName, person
from matching.language.scripts import rough, rough_of_han, script
from matching.types.person_name import PersonName as NameType
from tests.matching.language.levels import levels
from tests.matching.language.tables import table

KINDS = ("sounds", "near", "looks", "gaps", "letters")


def shared(one: PersonName, other: PersonName) -> str:
    if one.written == other.written:
        return "same"
    found = [
        *(["canonical"] if one.canonical and one.canonical == other.canonical else []),
        *(["turned"] if one.turned == other.written or other.turned == one.written else []),
        *(kind for kind in KINDS if set(getattr(one, kind)) & set(getattr(other, kind))),
    ]
    return " ".join(found) or "nothing"


@pytest.mark.parametrize("row", table("names"), ids=lambda row: row["name"])
def test_a_name_is_taken_apart(row: dict[str, Any]) -> None:
    name = person(row["name"])
    expected = {key: value for key, value in row.items() if key != "name"}
    found = {key: getattr(name, key) for key in expected}
    assert {k: list(v) if isinstance(v, tuple) else v for k, v in found.items()} == expected


@pytest.mark.parametrize(("one", "other", "expected"), table("names_alike"))
def test_two_names_share(one: str, other: str, expected: str) -> None:
    assert shared(person(one), person(other)) == expected
    assert shared(person(other), person(one)) == expected


@pytest.mark.parametrize(("one", "other", "expected"), table("transliterations"))
def test_two_transliterations_share(one: str, other: str, expected: dict[str, Any]) -> None:
    left, right = person(one), person(other)
    pairs = zip(left.rough_parts, right.rough_parts, strict=False)
    assert {
        "same": left.written == right.written,
        "sounds": bool(set(left.sounds) & set(right.sounds)),
        "whole": bool(set(left.rough) & set(right.rough)),
        "parts": sum(a == b for a, b in pairs),
    } == expected


@pytest.mark.parametrize(("chinese", "latin", "expected"), table("latin"))
def test_latin_letters_spell_a_chinese_name(chinese: str, latin: str, expected: bool) -> None:
    assert bool(set(person(chinese).letters) & set(person(latin).letters)) is expected


@pytest.mark.parametrize("row", table("scripts"), ids=lambda row: row["written"])
def test_a_script_and_its_transliteration_sound_alike(row: dict[str, str]) -> None:
    keys = set(rough(row["written"], script(row["written"])))
    if "chinese" in row:
        assert keys & set(rough_of_han(row["chinese"]))
    else:
        assert not keys & set(rough_of_han(row["not"]))


def test_two_names_stand_at_a_level() -> None:
    rows = table("persons_alike")
    left, right = [{"full": row[0]} for row in rows], [{"full": row[1]} for row in rows]
    for one, other in ((left, right), (right, left)):
        found = levels(NameType(), one, other)
        pairs = zip(rows, found, strict=True)
        assert [[a, b, level] for (a, b, _), level in pairs] == [list(row) for row in rows]


def test_names_in_a_script_are_learnt_from_rows_that_have_both() -> None:
    rows: list[dict[str, str | None]] = [
        {"full": "罗布次仁", "also": "ནོར་བུ་ཚེ་རིང"},
        {"full": "罗布次仁", "also": "ནོར་བུ་ཚེ་རིང\x1f洛布"},
        {"full": "买买提·艾力", "also": "مۇھەممەت ئەلى"},
        {"full": "麦麦提·吐尔逊", "also": "مۇھەممەت تۇرسۇن"},
        {"full": "买买提·艾力", "also": "مۇھەممەت ئەلى\x1fMAIMAITI AILI"},
        {"full": "مۇھەممەت ئەلى", "also": None},
        {"full": "ནོར་བུ་ཚེ་རིང", "also": None},
    ]
    columns = {role: pa.array([row[role] for row in rows]) for role in ("full", "also")}
    made = NameType().features(columns)
    names = made["names"].to_pylist()
    assert "买买提艾力" in names[5]
    assert "罗布次仁" in names[6]
    assert made["letters"].to_pylist()[4] == [
        "maimaiti aili", "maimaitiaili", "aili maimaiti", "ailimaimaiti",
    ]  # fmt: skip


def test_what_was_met_once_teaches_nothing() -> None:
    full, also = ["艾力·买买提", None], ["تۇرسۇن قۇربان", "تۇرسۇن قۇربان"]
    made = NameType().features({"full": pa.array(full), "also": pa.array(also)})
    assert made["names"].to_pylist()[1] == ["تۇرسۇنقۇربان"]
