"""A master whose records contradict each other is shown to people; it stays as it is."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.attention import NothingOpen, accept
from runtime.database import transaction
from tests.pipeline.deliver import AUGUST, INSURED, OCTOBER, PERSON, SEPTEMBER, merged, query
from tests.pipeline.judging import Desk

OTHER = "990101199003070031"


def seen() -> list[tuple[str, str | None]]:
    return [tuple(row) for row in query("select rule, outcome from ops.attention order by since")]


def test_two_numbers_of_one_person_need_attention_until_they_agree(folder: Path) -> None:
    merged(folder, "ps_person", AUGUST, PERSON)
    merged(folder, "social_insured", AUGUST, INSURED)
    assert seen() == []

    changed = {**INSURED, "身份证号码": OTHER, "社会保障号码": OTHER}
    number = merged(folder, "social_insured", SEPTEMBER, changed)
    assert Desk().who() == {1: 1, 2: 1}, "never silently split"
    assert seen() == [("two_citizen_numbers", None)]
    (detail, delivery) = query("select detail, delivery_id from ops.attention")[0]
    assert delivery == number
    assert detail["values"]["citizen_number"] == ["990101199003070015", OTHER]
    assert detail["records"] == [1, 2]

    merged(folder, "social_insured", OCTOBER, INSURED)
    assert seen() == [("two_citizen_numbers", "gone")]


def test_what_a_person_accepted_is_not_asked_again(folder: Path) -> None:
    changed = {**INSURED, "身份证号码": OTHER, "社会保障号码": OTHER}
    merged(folder, "ps_person", AUGUST, PERSON)
    merged(folder, "social_insured", AUGUST, INSURED)
    merged(folder, "social_insured", SEPTEMBER, changed)
    with transaction() as connection:
        accept(connection, 1, "the number was changed by law", "reviewer")
    merged(folder, "social_insured", OCTOBER, {**changed, "居住地址": "江浦街道迎宾大道9号"})
    assert seen() == [("two_citizen_numbers", "accepted")]
    with transaction() as connection, pytest.raises(NothingOpen):
        accept(connection, 1, "again", "reviewer")
