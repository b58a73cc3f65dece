"""Words that all kinds of SDMX messages share."""

from __future__ import annotations

TIME, VALUE, ACTION, DELETE = "TIME_PERIOD", "OBS_VALUE", "ACTION", "Delete"

Row = dict[str, str | None]
# Components, what is to be done with it, and where it stands.
Observation = tuple[Row, str, int]

_ACTIONS = {
    "a": "Append", "r": "Replace", "d": DELETE, "i": "Information", "m": "Merge", "u": "Append",
}  # fmt: skip
# What stands for a figure, or a text, that is missing on purpose.
_MISSING = frozenset({"NaN", "#N/A"})


def action(said: str | None) -> str:
    """Append, Replace, Delete, Merge or Information, however a message writes it."""
    return _ACTIONS.get((said or "i").strip()[:1].lower(), "Information")


def value(text: str | None) -> str | None:
    """A component's value; null where the message says it is missing."""
    return None if text is None or text.strip() in _MISSING else text
