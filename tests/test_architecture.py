"""The folders are the architecture: each room imports only from those below it."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
ROOMS = (
    "console", "dags", "portal", "pipeline", "sharing", "quality", "matching", "loaders", "audit",
    "models", "runtime",
)  # fmt: skip
ASIDE = ("samples", "bench", "tests")


def modules(room: str) -> Iterator[Path]:
    return (ROOT / room).rglob("*.py")


def imported(module: Path) -> Iterator[tuple[int, str]]:
    for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name.split(".")[0]) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            yield node.lineno, node.module.split(".")[0]


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_imports_only_from_those_below(room: str) -> None:
    above = set(ROOMS[: ROOMS.index(room)])
    if room != "console":
        above |= set(ASIDE)
    wrong = [
        f"{module.relative_to(ROOT)}:{line} imports {name}"
        for module in modules(room)
        for line, name in imported(module)
        if name in above
    ]
    assert not wrong


def test_modules_say_what_their_job_is() -> None:
    silent = [
        str(module.relative_to(ROOT))
        for room in (*ROOMS, *ASIDE)
        for module in modules(room)
        if module.read_text(encoding="utf-8").strip()
        and not ast.get_docstring(ast.parse(module.read_text(encoding="utf-8")))
    ]
    assert not silent


def test_modules_stay_readable() -> None:
    long = [
        f"{module.relative_to(ROOT)} has {lines} lines"
        for room in (*ROOMS, *ASIDE)
        for module in modules(room)
        if (lines := len(module.read_text(encoding="utf-8").splitlines())) > 400
    ]
    assert not long
