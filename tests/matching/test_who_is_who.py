"""Who is who, case by case; the cases stand in cases/*.yaml, for people who read no Python."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from sqlalchemy import Connection

from tests.matching.given import World, who

CASES = [
    pytest.param(path.stem, case, id=f"{path.stem}: {case['case']}")
    for path in sorted((Path(__file__).parent / "cases").glob("*.yaml"))
    for case in yaml.safe_load(path.read_text(encoding="utf-8"))
]


@pytest.mark.parametrize(("thing", "case"), CASES)
def test_case(connection: Connection, thing: str, case: dict[str, Any]) -> None:
    world = World(connection, thing)
    world.knows(*case.get("known", []), dataset=2 if case.get("register") == "same" else 1)
    decided = world.receives(*case["delivered"], dataset=2)
    assert who(decided) == case["expect"]
    if "review" in case:
        assert [[r["line"], r["master_id"]] for r in world.reviews] == case["review"]
    for line in case.get("suspected", []):
        assert decided[line - 1]["why"]["suspected"]
