"""Given names that are forms of one name: Bob and Robert, Sascha and Alexander."""

from __future__ import annotations

from functools import cache
from pathlib import Path

_DATA = Path(__file__).parent / "data" / "nicknames.txt"


def forms(given: str) -> list[str]:
    """The full names that a given name may stand for, itself among them where it is one."""
    first = given.split(" ", 1)[0]
    return _known().get(first, [first])


@cache
def _known() -> dict[str, list[str]]:
    """Each form -> the full names it may stand for."""
    found: dict[str, list[str]] = {}
    for line in _DATA.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            full, *others = line.split()
            for form in (full, *others):
                found.setdefault(form, []).append(full)
    return found
