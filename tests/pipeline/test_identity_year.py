"""A year of a province's deliveries in any order, with people deciding and deliveries undone.

nice ./siku test -m long tests/pipeline/test_identity_year.py -s     (PROVINCE=500 SEED=1)
"""

from __future__ import annotations

import datetime as dt
import json
import os
import random
from pathlib import Path

import pytest

import pipeline
from models import thing_named
from pipeline.rebuild import check
from samples.generate import generate
from samples.order import order
from tests.pipeline.identity import World, walked

PERSONS, SEED = int(os.environ.get("PROVINCE", "500")), int(os.environ.get("SEED", "1"))
MONTHS, DECISIONS, UNDONE = 12, 200, 12
DATASETS = {
    "person": ("ps_person", "social_insured", "edu_student"),
    "entity": ("market_entity", "civil_organization", "org_establishment", "tax_taxpayer"),
}


class Year(World):
    """What a province's departments deliver of one thing in a year: each file once."""

    def begin(self, province: Path) -> None:
        listed = json.loads((province / "manifest.json").read_text(encoding="utf-8"))["files"]
        wanted = DATASETS[self.thing.name]
        self.files = [
            (one["dataset"], dt.date.fromisoformat(one["date"]), province / one["file"])
            for one in listed
            if one["dataset"] in wanted
        ]
        self.chance.shuffle(self.files)

    def deliver(self) -> str:
        if not self.files:
            return "nothing left"
        dataset, day, path = self.files.pop()
        number = pipeline.receive(dataset, path, day)
        walked(number)
        return f"{number} {dataset} {day}"


@pytest.mark.long
@pytest.mark.parametrize("thing", sorted(DATASETS))
def test_a_year_in_any_order_leaves_every_id_its_meaning(folder: Path, thing: str) -> None:
    province = folder.parent / "province"
    generate(order(PERSONS, SEED, MONTHS), province, jobs=1)
    world = Year(thing_named(thing), folder, SEED)
    world.begin(province)
    steps = (
        ["deliver"] * len(world.files)
        + ["decide"] * DECISIONS
        + ["take_back"] * (DECISIONS // 10)
        + ["undo", "redo"] * UNDONE
    )
    random.Random(SEED).shuffle(steps)
    for place, step in enumerate(["deliver", *steps], start=1):
        world.happens(step, lambda done: print(done, flush=True))
        if place % 100 == 0:
            _follows(world, place)
    _follows(world, len(steps))


def _follows(world: World, place: int) -> None:
    """What stands follows from the records and the decisions."""
    found = check(world.thing)
    assert found.same, f"after step {place}: {found.differences}"
