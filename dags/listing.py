"""What the DAGs need to know of each contract, read in a moment: Airflow parses them ever again.

A contract that cannot be used is listed too, as far as it can be read: it must not take the DAGs of
the others away, and its own first task says everything that is wrong with it.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from models import THINGS
from runtime.settings import settings

NOT_CONTRACTS = ("departments.yml",)


@dataclass(frozen=True)
class Listed:
    """A dataset as its contract's file says it."""

    dataset: str
    content: dict[str, Any]

    def text(self, key: str) -> str:
        """The value of a key, or "" where the contract has none."""
        value = self.content.get(key)
        return value if isinstance(value, str) else ""

    def part(self, key: str) -> dict[str, Any]:
        """The keys below a key, or none."""
        value = self.content.get(key)
        return value if isinstance(value, dict) else {}

    @property
    def base(self) -> str | None:
        """The base of the thing that the dataset speaks of."""
        thing = THINGS.get(self.text("thing"))
        return thing.base if thing else None

    @property
    def after(self) -> tuple[str, ...]:
        """The datasets whose delivery of the same date goes first."""
        names = self.content.get("after")
        return tuple(map(str, names)) if isinstance(names, list) else ()


def listed(wanted: str | None = None) -> dict[str, Listed]:
    """The datasets of the contracts folder by their names; only one, if only that is wanted."""
    folder = settings().contracts_dir
    paths = [folder / f"{wanted}.yml"] if wanted else sorted(folder.glob("*.yml"))
    found = (_read(p) for p in paths if p.name not in NOT_CONTRACTS and p.is_file())
    return {one.dataset: one for one in found}


def _read(path: Path) -> Listed:
    try:
        content = yaml.load(path.read_bytes(), yaml.CSafeLoader)
    except yaml.YAMLError:
        content = None
    return Listed(path.stem, content if isinstance(content, dict) else {})
