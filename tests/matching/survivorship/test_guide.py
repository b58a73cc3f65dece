"""The guide to survivorship says what the rules do, and its example is one."""

from __future__ import annotations

import re
from pathlib import Path

from matching.survivorship.rules import KINDS, read
from runtime.settings import REPOSITORY

GUIDE = (REPOSITORY / "docs" / "survivorship.md").read_text(encoding="utf-8")


def test_it_names_every_rule() -> None:
    assert set(re.findall(r"^\| `(\w+)` \|", GUIDE, re.MULTILINE)) == set(KINDS)


def test_its_example_is_in_order(tmp_path: Path) -> None:
    [example] = re.findall(r"```yaml\n(.*?)```", GUIDE, re.DOTALL)
    path = tmp_path / "example.yml"
    path.write_text(example, encoding="utf-8")
    assert read(path).default
