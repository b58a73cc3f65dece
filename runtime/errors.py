"""The fault every room raises when a person has to do something about it."""

from __future__ import annotations


class SikuError(Exception):
    """What was wrong, where it was, and what to do next.

    Rooms subclass it per fault, so that callers can tell faults apart; the console prints its
    three parts and exits with `exit_code`.
    """

    exit_code = 1

    def __init__(self, what: str, *, where: str | None = None, hint: str | None = None) -> None:
        super().__init__(what)
        self.what = what
        self.where = where
        self.hint = hint

    def __str__(self) -> str:
        parts = [self.what]
        if self.where:
            parts.append(f"where: {self.where}")
        if self.hint:
            parts.append(f"next: {self.hint}")
        return "\n".join(parts)
