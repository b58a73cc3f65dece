"""The data dictionary, read from the models: what every table and attribute means."""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Column, Table

from models.base import BASES, Base
from models.codes import CODES, CodeList
from models.elements import sql_type
from models.things import THINGS, Facet, Reference, Thing
from runtime.errors import SikuError

OWN = {
    "ops": ("运行管理", "Operations"),
    "sharing": ("共享管理", "Sharing"),
    "audit": ("审计日志", "Audit"),
}


class NotInDictionary(SikuError):
    """Somebody asked for a name that the dictionary has not."""


@dataclass(frozen=True)
class Entry:
    """One column and everything that is said of it."""

    name: str
    zh: str
    en: str
    element: str
    type: str
    standard: str | None
    codes: str | None
    level: int
    required: bool
    rules: tuple[str, ...]


@dataclass(frozen=True)
class Link:
    """A column that holds the master an identifier resolves to."""

    column: str
    thing: str
    by: str


@dataclass(frozen=True)
class Section:
    """One thing, one of its facets, or one table of siku's own."""

    base: str
    kind: str
    name: str
    zh: str
    en: str
    of: str | None
    tables: tuple[str, ...]
    key: tuple[str, ...]
    identifiers: tuple[str, ...]
    links: tuple[Link, ...]
    entries: tuple[Entry, ...]


def sections() -> list[Section]:
    """The whole dictionary: the four bases, then what siku keeps for itself."""
    made = [section for thing in THINGS.values() for section in _thing_sections(thing)]
    order = list(BASES)
    return sorted(made, key=lambda section: order.index(section.base)) + list(_own_sections())


def find(name: str) -> list[Section]:
    """The sections of a base, of a thing with its facets, or of one facet or table."""
    found = [s for s in sections() if name in (s.base, s.name, s.of)]
    if not found:
        known = [*BASES, *OWN, *(s.name for s in sections())]
        raise NotInDictionary(_unknown("base or thing", name, known), hint="./siku dictionary")
    return found


def code_list(name: str) -> CodeList:
    """The code list of that name."""
    if name not in CODES:
        hint = f"one of: {', '.join(sorted(CODES))}"
        raise NotInDictionary(_unknown("code list", name, list(CODES)), hint=hint)
    return CODES[name]


def names(base: str) -> tuple[str, str]:
    """The Chinese and the English name of a base, or of a schema of siku's own."""
    return {**BASES, **OWN}[base]


def type_of(column: Column[Any]) -> str:
    """A column's type, as PostgreSQL writes it."""
    return sql_type(column).lower()


def _unknown(what: str, name: str, known: list[str]) -> str:
    close = difflib.get_close_matches(name, known, n=1)
    question = f"; did you mean {close[0]}?" if close else ""
    return f"the dictionary has no {what} {name!r}{question}"


def _thing_sections(thing: Thing) -> Iterator[Section]:
    own = (thing.master, thing.history, thing.record, thing.record_history)
    yield Section(
        base=thing.base,
        kind="thing",
        name=thing.name,
        zh=thing.zh,
        en=thing.en,
        of=None,
        tables=tuple(table.fullname for table in (*own, thing.link, thing.identity)),
        key=thing.key,
        identifiers=tuple(thing.identifiers.values()),
        links=_links(thing.references),
        entries=tuple(map(_entry, thing.attributes)),
    )
    for facet in thing.facets:
        yield _facet_section(thing, facet)


def _facet_section(thing: Thing, facet: Facet) -> Section:
    said = [column for column in facet.table.columns if column.info["element"] != "system"]
    return Section(
        base=thing.base,
        kind="facet",
        name=facet.name,
        zh=facet.zh,
        en=facet.en,
        of=thing.name,
        tables=(facet.table.fullname, facet.history.fullname),
        key=("master_id", *facet.key),
        identifiers=(),
        links=_links(facet.references),
        entries=tuple(map(_entry, said)),
    )


def _own_sections() -> Iterator[Section]:
    """The tables that are no thing's: siku's own, and what is derived beside the bases' things."""
    of_things = {
        name for thing in THINGS.values() for made in _thing_sections(thing) for name in made.tables
    }
    for table in Base.metadata.sorted_tables:
        if table.fullname not in of_things:
            yield _own_section(table)


def _own_section(table: Table) -> Section:
    zh, _, en = str(table.comment).partition(" · ")
    return Section(
        base=str(table.schema),
        kind="table",
        name=table.name,
        zh=zh,
        en=en,
        of=None,
        tables=(table.fullname,),
        key=tuple(column.name for column in table.primary_key),
        identifiers=(),
        links=(),
        entries=tuple(map(_entry, table.columns)),
    )


def _links(references: tuple[Reference, ...]) -> tuple[Link, ...]:
    return tuple(Link(r.column, r.thing, r.by) for r in references)


def _entry(column: Column[Any]) -> Entry:
    info = column.info
    return Entry(
        name=column.name,
        zh=info["zh"],
        en=info["en"],
        element=info["element"],
        type=type_of(column),
        standard=info.get("standard"),
        codes=info.get("codes"),
        level=info["level"],
        required=info.get("required", not column.nullable),
        rules=info.get("rules", ()),
    )
