"""Masks what is sensitive in a report: values of attributes of level 3 and above."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from loaders.contract import Contract

SENSITIVE = 3  # the level from which on a report does not show a value
HIDDEN = "***"
SYSTEM = ("line", "op", "valid_from", "valid_to")


@dataclass(frozen=True)
class Mask:
    """Which columns of the file and attributes of the thing may be read in a report."""

    open: frozenset[str]

    def value(self, name: str | None, text: str | None) -> str | None:
        """A value of a column or an attribute, masked unless it is known to be harmless."""
        if text is None or name in self.open:
            return text
        return masked(text)

    def sentence(self, text: str, row: Mapping[str, Any]) -> str:
        """A sentence about a row, in which no sensitive value of that row can be read."""
        secrets = {
            str(value)
            for name, value in row.items()
            if name not in self.open and value is not None and not isinstance(value, dict | list)
        }
        # The longest first, for one value may contain another.
        for secret in sorted(secrets, key=len, reverse=True):
            if len(secret) > 1:
                text = text.replace(secret, masked(secret))
        return text


def mask(contract: Contract) -> Mask:
    """What may be read of a dataset: system columns, and attributes below the sensitive level."""
    harmless: set[str] = set(SYSTEM)
    secret: set[str] = set()
    for column in contract.definition.attributes:
        names = {column.name, contract.attributes.get(column.name, column.name)}
        (harmless if column.info["level"] < SENSITIVE else secret).update(names)
    # A name may be an attribute here and a column of the file there: both must be harmless.
    return Mask(frozenset(harmless - secret))


def masked(text: str) -> str:
    """The first character, so that a person who knows the value can recognise it."""
    if not text:
        return text
    return text[:1] + HIDDEN if len(text) > 1 else HIDDEN
