"""Whatever comes in whatever order, whoever decides what, and whatever is undone and done again: an
id means one thing for ever, and who is who follows from the records and the decisions."""

from __future__ import annotations

import os
from pathlib import Path

from hypothesis import HealthCheck, Phase, given, note, settings
from hypothesis import strategies as st

from models import thing_named
from pipeline.rebuild import check
from tests.pipeline.identity import World
from tests.pipeline.test_undo_property import forget

EXAMPLES = int(os.environ.get("EXAMPLES", "2"))
STEPS = int(os.environ.get("STEPS", "6"))
PERSONS = thing_named("person")

STEP = st.sampled_from(
    ["deliver", "deliver", "deliver", "decide", "decide", "decide", "take_back", "undo", "redo"]
)


def test_an_id_means_one_thing_for_ever(folder: Path) -> None:
    told = 0

    @settings(
        max_examples=EXAMPLES, deadline=None, database=None, derandomize=EXAMPLES < 10,
        suppress_health_check=list(HealthCheck), phases=[Phase.explicit, Phase.generate],
    )  # fmt: skip
    @given(st.lists(STEP, min_size=STEPS, max_size=STEPS), st.integers(0, 10**6))
    def holds(steps: list[str], seed: int) -> None:
        nonlocal told
        told += 1
        forget()
        world = World(PERSONS, folder / str(told), seed)
        for step in ["deliver", "deliver", *steps]:
            world.happens(step, note)
        assert check(PERSONS).differences == (), f"seed {seed}"

    holds()
