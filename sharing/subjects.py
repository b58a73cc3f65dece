"""What may be granted: things and their many-valued facts, with what can be shown of each."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import Column, Table

from models import THINGS, Facet, Reference, Thing
from models.elements import GEOMETRIES

ALWAYS = ("master_id", "valid_from", "known_from")
ENDS = ("valid_to", "known_to")


@dataclass(frozen=True)
class Subject:
    """A thing or a facet of one, as an agreement names it."""

    name: str
    zh: str
    en: str
    thing: Thing
    facet: Facet | None

    @property
    def base(self) -> str:
        return self.thing.base

    @property
    def current(self) -> Table:
        return self.facet.table if self.facet else self.thing.master

    @property
    def history(self) -> Table:
        return self.facet.history if self.facet else self.thing.history

    @property
    def references(self) -> tuple[Reference, ...]:
        return self.facet.references if self.facet else self.thing.references

    @property
    def key(self) -> tuple[str, ...]:
        return self.facet.key if self.facet else self.thing.key

    @property
    def attributes(self) -> dict[str, Column[Any]]:
        """What departments say of it, by name."""
        columns = self.current.columns
        return {c.name: c for c in columns if c.info["element"] != "system"}

    @property
    def grantable(self) -> dict[str, Column[Any]]:
        """Attributes, and the masters that its references resolve to."""
        resolved = {r.column: self.current.c[r.column] for r in self.references}
        return {**self.attributes, **resolved}

    @property
    def lookups(self) -> tuple[str, ...]:
        """Columns by which rows are found through an index."""
        leading = [
            next(iter(index.columns)).name
            for index in self.current.indexes
            if index.dialect_options["postgresql"]["where"] is None
        ]
        found = {*leading, *self.key[:1], *(r.column for r in self.references)}
        return tuple(
            name
            for name, column in self.grantable.items()
            if name in found and column.info["element"] not in GEOMETRIES
        )

    @property
    def identifying(self) -> dict[str, frozenset[str]]:
        """Attributes whose plain value tells who a master is: attribute → things it tells of."""
        found = [(r.by, r.thing) for r in self.references]
        own = set(self.thing.identifiers.values())
        if self.facet:
            rows = (pair for row in self.facet.rows for pair in row.items())
            found += [(column, self.thing.name) for column, source in rows if source in own]
        else:
            found += [(name, self.thing.name) for name in own]
        return {
            name: frozenset(thing for column, thing in found if column == name)
            for name in self.attributes
        }


@cache
def subjects() -> dict[str, Subject]:
    """Everything that may be granted, by name."""
    found = {}
    for thing in THINGS.values():
        found[thing.name] = Subject(thing.name, thing.zh, thing.en, thing, None)
        for facet in thing.facets:
            found[facet.name] = Subject(facet.name, facet.zh, facet.en, thing, facet)
    return found
