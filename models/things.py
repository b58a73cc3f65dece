"""Things: the kinds of master the dictionary has, and the tables of each."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Column, Table


@dataclass(frozen=True)
class Reference:
    """A column that holds the master another thing's identifier resolves to.

    `by` is the attribute with the identifier as delivered; `on` the attribute of the other thing
    it must equal (by default any of that thing's identifiers). `name` is the attribute that names
    the one meant: who bears the identifier must bear the name, too, and without an identifier the
    name is where matching begins. `other` is the column that is filled where one of another thing
    is meant, as a holder is a person or an entity. `day` is the attribute with the row's own date,
    for identifiers that mean something else after a day.
    """

    column: str
    thing: str
    by: str
    on: str | None = None
    name: str | None = None
    other: str | None = None
    day: str | None = None


@dataclass(frozen=True)
class Facet:
    """Many-valued facts of a master, derived from its records.

    `rows` says how one record yields rows: facet column -> attribute of the record, or a constant
    written as `'text'`. A row whose key is not complete is not made.
    """

    name: str
    zh: str
    en: str
    key: tuple[str, ...]
    rows: tuple[dict[str, str], ...]
    table: Table
    history: Table
    references: tuple[Reference, ...] = ()


@dataclass(frozen=True)
class Thing:
    """A kind of master: its tables, what identifies it, and what is derived from its records.

    A `lasting` key goes on meaning what it named when that is no more, as a division's code does.
    """

    name: str
    base: str
    zh: str
    en: str
    attributes: tuple[Column[Any], ...]
    master: Table
    history: Table
    record: Table
    record_history: Table
    link: Table
    identity: Table
    key: tuple[str, ...] = ()
    identifiers: dict[str, str] = field(default_factory=dict)
    references: tuple[Reference, ...] = ()
    lasting: bool = False
    facets: list[Facet] = field(default_factory=list)

    @property
    def attribute_names(self) -> tuple[str, ...]:
        return tuple(column.name for column in self.attributes)

    @property
    def matched(self) -> bool:
        """Whether records must be matched; a thing with a natural key is found by that key."""
        return not self.key

    def attribute(self, name: str) -> Column[Any]:
        return self.master.c[name]


THINGS: dict[str, Thing] = {}


def thing_named(name: str) -> Thing:
    """The thing of that name, or an error that lists those there are."""
    try:
        return THINGS[name]
    except KeyError:
        known = ", ".join(sorted(THINGS))
        raise KeyError(f"there is no thing {name!r}; the dictionary has: {known}") from None
