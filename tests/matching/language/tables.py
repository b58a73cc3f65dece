"""Tables of input and expected output, beside the tests."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml


def table(name: str) -> list[Any]:
    """The rows of a table."""
    path = Path(__file__).parent / f"{name}.yaml"
    rows: list[Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return rows
