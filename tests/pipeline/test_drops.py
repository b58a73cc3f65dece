"""Drops are found by their date, in their order, until they were taken all the way."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

import pipeline
from loaders.errors import Refused
from pipeline import drops
from pipeline.drops import Drop
from runtime.database import transaction
from runtime.settings import settings
from tests.pipeline.deliver import AUGUST, INSURED, OCTOBER, PERSON, SEPTEMBER, written


def waiting(dataset: str = "ps_person", **given: object) -> Drop | None:
    with transaction() as connection:
        return drops.waiting(connection, dataset, **given)  # type: ignore[arg-type]


def dropped(dataset: str, day: object, *rows: dict[str, str]) -> Path:
    return written(settings().drop / str(day), dataset, rows or [PERSON])


def walked(path: Path) -> None:
    pipeline.walk(pipeline.receive("ps_person", path))


def test_nothing_was_dropped(folder: Path) -> None:
    assert waiting() is None
    assert waiting(day=AUGUST) is None


def test_the_oldest_goes_first_unless_a_day_is_named(folder: Path) -> None:
    later, earlier = dropped("ps_person", SEPTEMBER), dropped("ps_person", AUGUST)
    (settings().drop / "notes").mkdir()
    assert waiting() == Drop((earlier,), AUGUST)
    assert waiting(day=SEPTEMBER) == Drop((later,), SEPTEMBER)
    assert waiting(day=OCTOBER) is None


def test_a_drop_waits_until_its_delivery_has_ended(folder: Path) -> None:
    path = dropped("ps_person", AUGUST)
    pipeline.stage(pipeline.receive("ps_person", path))
    assert waiting() == Drop((path,), AUGUST)
    walked(path)
    assert waiting() is None


def test_another_file_under_the_same_name_is_another_drop(folder: Path) -> None:
    path = dropped("ps_person", AUGUST)
    walked(path)
    later = path.stat().st_mtime + 3600
    os.utime(path, (later, later))
    assert waiting() == Drop((path,), AUGUST)


def test_a_refused_file_waits_for_a_better_one_or_for_a_person(folder: Path) -> None:
    path = dropped("ps_person", AUGUST)
    path.write_text("what is this\n")
    with pytest.raises(Refused):
        walked(path)
    assert waiting() is None
    assert waiting(day=AUGUST) == Drop((path,), AUGUST)


def test_what_goes_first_is_named_while_its_drop_waits(folder: Path) -> None:
    first = dropped("ps_person", AUGUST)
    dropped("social_insured", AUGUST, INSURED)
    with transaction() as connection:
        assert drops.predecessors(connection, "social_insured", AUGUST) == ["ps_person"]
    walked(first)
    with transaction() as connection:
        assert drops.predecessors(connection, "social_insured", AUGUST) == []
