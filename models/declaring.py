"""How one declaration of attributes becomes a master, its records, links, facets and history."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import BigInteger, Index, Table, text
from sqlalchemy.orm import declared_attr

from models.base import Base, system
from models.columns import (
    FIRST,
    LAST,
    EndedSlice,
    FacetColumns,
    IdentityColumns,
    LinkColumns,
    MasterColumns,
    RecordColumns,
    Slice,
)
from models.elements import GEOMETRIES
from models.things import THINGS, Facet, Reference, Thing


@dataclass(frozen=True)
class Sought:
    """By what matching looks masters up: columns and expressions that one index holds together."""

    name: str
    columns: tuple[str, ...]
    where: str | None = None

    def index(self, table: str) -> Index:
        """The index for it on the masters."""
        where = None if self.where is None else text(self.where)
        parts = [one if one.isidentifier() else text(f"({one})") for one in self.columns]
        return Index(f"ix_{table}_{self.name}", *parts, postgresql_where=where)


def declare_thing(
    name: str,
    attributes: type,
    *,
    base: str,
    zh: str,
    en: str,
    key: tuple[str, ...] = (),
    lasting: bool = False,
    identifiers: dict[str, str] | None = None,
    references: tuple[Reference, ...] = (),
    indexed: tuple[str, ...] = (),
    sought: tuple[Sought, ...] = (),
) -> Thing:
    """Map the six tables of a thing from its attributes, and enter it in the dictionary."""
    comment = f"{zh} · {en}"
    # A natural key is looked up by its first part; the rest narrows what that finds.
    asked = tuple(dict.fromkeys((*key[:1], *indexed)))
    master, history = _master(name, attributes, base, comment, references, asked, sought)
    record, record_history = _record(name, attributes, base, comment)
    names = [column.name for column in master.columns if column.info["element"] != "system"]
    thing = Thing(
        name=name,
        base=base,
        zh=zh,
        en=en,
        attributes=tuple(master.c[column] for column in names),
        master=master,
        history=history,
        record=record,
        record_history=record_history,
        link=_link(name, base, comment),
        identity=_identity(name, base, comment),
        key=key,
        lasting=lasting,
        identifiers=dict(identifiers or {}),
        references=references,
    )
    THINGS[name] = thing
    return thing


def declare_facet(
    name: str,
    attributes: type,
    *,
    of: Thing,
    zh: str,
    en: str,
    key: tuple[str, ...],
    rows: tuple[dict[str, str], ...],
    references: tuple[Reference, ...] = (),
    indexed: tuple[str, ...] = (),
) -> Facet:
    """Map the two tables of a facet and hang it on its thing."""
    comment = f"{zh} · {en}"
    owner = ("master_id", *key)
    table = _table(
        name,
        of.base,
        (attributes, FacetColumns, Slice),
        comment,
        [
            Index(f"uq_{name}_key", *owner, unique=True),
            *_indexes(name, indexed),
            *_pointing(name, references),
            *_waiting(name, references),
        ],
        **_without_key(FacetColumns, "master_id"),
        **_references(references),
        **_told_apart_by(*owner),
    )
    history = _table(
        f"{name}_history",
        of.base,
        (attributes, FacetColumns, EndedSlice),
        f"{comment} (历史 history)",
        [
            Index(f"ix_{name}_history_master_id", "master_id", "valid_from"),
            *_indexes(f"{name}_history", indexed),
            *_pointing(f"{name}_history", references),
        ],
        **_without_key(FacetColumns, "master_id"),
        **_references(references),
        **_told_apart_by(*owner, "valid_from", "known_from"),
    )
    facet = Facet(name, zh, en, key, rows, table, history, references)
    of.facets.append(facet)
    return facet


def _master(
    name: str,
    attributes: type,
    base: str,
    comment: str,
    references: tuple[Reference, ...],
    indexed: tuple[str, ...],
    sought: tuple[Sought, ...],
) -> tuple[Table, Table]:
    """The masters of a thing and their history."""
    # What leads an index of several columns needs none of its own.
    leading = {one.columns[0] for one in sought if one.where is None}
    master = _table(
        name,
        base,
        (attributes, MasterColumns, Slice),
        comment,
        [
            *_shapes(attributes, name),
            *_indexes(name, tuple(column for column in indexed if column not in leading)),
            *(one.index(name) for one in sought),
            *_pointing(name, references),
            *_waiting(name, references),
        ],
        **_references(references),
    )
    history = _table(
        f"{name}_history",
        base,
        (attributes, MasterColumns, EndedSlice),
        f"{comment} (历史 history)",
        [
            Index(f"ix_{name}_history_master_id", "master_id", "valid_from"),
            *_shapes(attributes, f"{name}_history"),
            *_indexes(f"{name}_history", indexed),
            *_pointing(f"{name}_history", references),
        ],
        **_without_key(MasterColumns, "master_id"),
        **_references(references),
        **_told_apart_by("master_id", "valid_from", "known_from"),
    )
    return master, history


def _record(name: str, attributes: type, base: str, comment: str) -> tuple[Table, Table]:
    """The records of a thing and their history."""
    record = _table(
        f"{name}_record",
        base,
        (attributes, RecordColumns, Slice),
        f"{comment} (部门记录 record)",
        [Index(f"uq_{name}_record_source", "dataset_id", "source_key", unique=True)],
    )
    history = _table(
        f"{name}_record_history",
        base,
        (attributes, RecordColumns, EndedSlice),
        f"{comment} (部门记录历史 record history)",
        [
            Index(f"ix_{name}_record_history_record_id", "record_id", "valid_from"),
            Index(f"ix_{name}_record_history_source", "dataset_id", "source_key"),
        ],
        **_without_key(RecordColumns, "record_id"),
        **_told_apart_by("record_id", "valid_from", "known_from"),
    )
    return record, history


def _link(name: str, base: str, comment: str) -> Table:
    """The links of a thing; one of a record is in force."""
    in_force = Index(
        f"uq_{name}_link_in_force",
        "record_id",
        unique=True,
        postgresql_where=text("known_to = 'infinity'"),
    )
    what = f"{comment} (记录与主数据的关联 link)"
    return _table(f"{name}_link", base, (LinkColumns,), what, [in_force])


def _identity(name: str, base: str, comment: str) -> Table:
    """The master ids of a thing, with the natural key of those that have one."""
    unique = Index(
        f"uq_{name}_identity_natural_key",
        "natural_key",
        unique=True,
        postgresql_where=text("natural_key is not null"),
    )
    merged = Index(
        f"ix_{name}_identity_merged_into",
        "merged_into",
        postgresql_where=text("merged_into is not null"),
    )
    what = f"{comment} (标识登记 identity)"
    return _table(f"{name}_identity", base, (IdentityColumns,), what, [unique, merged])


def _table(
    name: str,
    schema: str,
    bases: tuple[type, ...],
    comment: str,
    indexes: list[Index] | None = None,
    **body: Any,
) -> Table:
    """Map one table."""
    arguments = (*(indexes or ()), {"schema": schema, "comment": comment})
    mapped = type(
        "".join(part.title() for part in name.split("_")),
        (*bases, Base),
        {"__tablename__": name, "__table_args__": arguments, "__module__": __name__, **body},
    )
    table: Table = mapped.__table__  # type: ignore[attr-defined]
    return table


def _told_apart_by(*columns: str) -> dict[str, Any]:
    """What tells mapped rows apart where the table has no primary key: facets, and history, whose
    rows are about the same owner and began at different times."""

    def mapper_args(cls: Any) -> dict[str, Any]:
        return {"primary_key": [cls.__table__.c[name] for name in columns]}

    return {"__mapper_args__": declared_attr.directive(mapper_args)}


def _without_key(columns: type, name: str) -> dict[str, Any]:
    """The same column, no longer a primary key: one id stands in many rows."""
    column = getattr(columns, name).column
    zh, en, level = (column.info[part] for part in ("zh", "en", "level"))
    return {name: system(zh, en, column.type, nullable=False, level=level, sort_order=FIRST)}


def _references(references: tuple[Reference, ...]) -> dict[str, Any]:
    """The columns that hold what identifiers resolve to; past ones are asked for as well."""
    return {
        r.column: system(
            f"{r.by} 对应的主数据",
            f"The {r.thing} that {r.by} resolves to",
            BigInteger,
            sort_order=LAST - 2,
        )
        for r in references
    }


def _pointing(table: str, references: tuple[Reference, ...]) -> list[Index]:
    """Rows by what their references resolved to; those that found nothing are not in it."""
    return [
        Index(
            f"ix_{table}_{r.column}",
            r.column,
            postgresql_where=text(f"{r.column} is not null"),
        )
        for r in references
    ]


def _waiting(table: str, references: tuple[Reference, ...]) -> list[Index]:
    """Rows whose reference found nothing yet, by what they wait for: an identifier, a name; empty
    when all is resolved."""
    return [
        Index(
            f"ix_{table}_{r.column}_waiting{suffix}",
            sought,
            postgresql_where=text(f"{waits(r)} and {sought} is not null{without}"),
        )
        for r in references
        for suffix, sought, without in (("", r.by, ""), ("_name", r.name, _only_named(r)))
        if sought is not None
    ]


def _only_named(reference: Reference) -> str:
    """An entity with a valid number is found by that, and needs no place among the named."""
    return f" and {reference.by} is null" if reference.thing == "entity" else ""


def waits(reference: Reference, row: str = "") -> str:
    """The condition that a row's reference found nothing yet: no master, and none of the other
    thing that may be meant instead."""
    columns = (reference.column, reference.other)
    return " and ".join(f"{row}{column} is null" for column in columns if column is not None)


def _indexes(table: str, columns: tuple[str, ...]) -> list[Index]:
    return [Index(f"ix_{table}_{column}", column) for column in columns]


def _shapes(attributes: type, table: str) -> list[Index]:
    """A spatial index for each shape of a table that serves queries."""
    return [
        Index(f"ix_{table}_{name}", name, postgresql_using="gist")
        for name, value in vars(attributes).items()
        if getattr(getattr(value, "column", None), "info", {}).get("element") in GEOMETRIES
    ]
