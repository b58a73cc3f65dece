"""Things: how one declaration of attributes becomes a master, its records, links and history."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import ARRAY, BigInteger, Column, Date, Double, Index, String, Table, text
from sqlalchemy.dialects.postgresql import JSONB, TIMESTAMP
from sqlalchemy.orm import Mapped, declared_attr

from models.base import Base, system

FIRST, LAST = -100, 100  # where system columns stand among a table's columns


class Slice:
    """The two time axes of a current row: since when it is so, and since when we know it."""

    valid_from: Mapped[dt.date] = system("有效起始", "Valid from", Date, nullable=False, sort_order=LAST)
    known_from: Mapped[dt.datetime] = system(
        "记录时间", "Known from", TIMESTAMP(timezone=True), nullable=False, sort_order=LAST
    )
    delivery_id: Mapped[int] = system(
        "交付批次", "Delivery that said so", BigInteger, nullable=False, sort_order=LAST
    )


class EndedSlice(Slice):
    """A row of history: it ended in the world, or was found to be wrong, or both."""

    valid_to: Mapped[dt.date] = system(
        "有效终止", "Valid until (exclusive)", Date, nullable=False, sort_order=LAST + 1
    )
    known_to: Mapped[dt.datetime] = system(
        "记录终止", "Known until (exclusive)", TIMESTAMP(timezone=True), nullable=False,
        sort_order=LAST + 1,
    )  # fmt: skip


class MasterColumns:
    """What every master carries besides its attributes."""

    master_id: Mapped[int] = system(
        "主数据标识", "Master id", BigInteger, primary_key=True, autoincrement=False, sort_order=FIRST
    )
    claims: Mapped[list[int | None]] = system(
        "胜出声明", "Record that won each attribute, in the dictionary's order",
        ARRAY(BigInteger), nullable=False, sort_order=LAST - 1,
    )  # fmt: skip


class RecordColumns:
    """What every record carries besides its attributes."""

    record_id: Mapped[int] = system(
        "记录标识", "Record id", BigInteger, primary_key=True, autoincrement=False, sort_order=FIRST
    )
    dataset_id: Mapped[int] = system("数据集", "Dataset", BigInteger, nullable=False, sort_order=FIRST)
    source_key: Mapped[str] = system(
        "来源主键", "Key in the source", String, nullable=False, level=3, sort_order=FIRST
    )
    original: Mapped[dict[str, str] | None] = system(
        "原文", "Text as delivered, where standardising changed it", JSONB, level=4,
        sort_order=LAST - 1,
    )  # fmt: skip


class IdentityColumns:
    """The lasting identity of a master: it outlives every row about it."""

    master_id: Mapped[int] = system(
        "主数据标识", "Master id", BigInteger, primary_key=True, autoincrement=False
    )
    natural_key: Mapped[str | None] = system("自然键", "Natural key", String, unique=True, level=3)
    merged_into: Mapped[int | None] = system("并入", "Merged into this master", BigInteger)
    known_from: Mapped[dt.datetime] = system(
        "记录时间", "Known from", TIMESTAMP(timezone=True), nullable=False
    )
    delivery_id: Mapped[int] = system("交付批次", "Delivery that founded it", BigInteger, nullable=False)


class LinkColumns:
    """Which master a record speaks of, and why we believe it."""

    record_id: Mapped[int] = system("记录标识", "Record id", BigInteger, primary_key=True)
    master_id: Mapped[int] = system("主数据标识", "Master id", BigInteger, nullable=False, index=True)
    method: Mapped[str] = system("方法", "Method: new, key, strong, probable or decision", String(16), nullable=False)  # fmt: skip
    score: Mapped[float | None] = system("得分", "Match probability", Double)
    decider: Mapped[str] = system("决定者", "Who or what decided", String(100), nullable=False)
    why: Mapped[dict[str, Any] | None] = system("理由", "What spoke for it", JSONB, level=3)
    delivery_id: Mapped[int] = system("交付批次", "Delivery that brought it", BigInteger, nullable=False)
    known_from: Mapped[dt.datetime] = system(
        "记录时间", "Known from", TIMESTAMP(timezone=True), primary_key=True
    )
    known_to: Mapped[dt.datetime] = system(
        "记录终止", "Known until (infinity: in force)", TIMESTAMP(timezone=True), nullable=False,
        server_default=text("'infinity'"),
    )  # fmt: skip


class FacetColumns:
    """What every many-valued fact about a master carries."""

    master_id: Mapped[int] = system(
        "主数据标识", "Master id", BigInteger, primary_key=True, autoincrement=False, sort_order=FIRST
    )
    record_id: Mapped[int] = system(
        "声明记录", "Record that claims it", BigInteger, nullable=False, sort_order=LAST - 1
    )


@dataclass(frozen=True)
class Reference:
    """A column that holds the master another thing's identifier resolves to.

    `by` is the attribute with the identifier as delivered; `on` the attribute of the other thing
    it must equal (by default any of that thing's identifiers).
    """

    column: str
    thing: str
    by: str
    on: str | None = None


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
    """A kind of master: its tables, what identifies it, and what is derived from its records."""

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


def _class(name: str, schema: str, bases: tuple[type, ...], comment: str, **body: Any) -> Table:
    """Map one table; history tables get their key from `body`."""
    arguments = [*body.pop("indexes", ()), {"schema": schema, "comment": comment}]
    mapped = type(
        "".join(part.title() for part in name.split("_")),
        (*bases, Base),
        {"__tablename__": name, "__table_args__": tuple(arguments), "__module__": __name__, **body},
    )
    table: Table = mapped.__table__  # type: ignore[attr-defined]
    return table


def _reference_columns(references: tuple[Reference, ...]) -> dict[str, Any]:
    return {
        r.column: system(
            f"{r.by} 对应的主数据", f"The {r.thing} that {r.by} resolves to", BigInteger, index=True,
            sort_order=LAST - 2,
        )
        for r in references
    }  # fmt: skip


def _history_key(owner: tuple[str, ...]) -> dict[str, Any]:
    """History rows are told apart by what they are about and when they began on both axes."""

    def mapper_args(cls: Any) -> dict[str, Any]:
        table = cls.__table__
        return {"primary_key": [table.c[name] for name in (*owner, "valid_from", "known_from")]}

    return {"__mapper_args__": declared_attr.directive(mapper_args)}


def _shapes(attributes: type, table: str) -> list[Index]:
    """A spatial index for each shape of a table that serves queries."""
    return [
        Index(f"ix_{table}_{name}", name, postgresql_using="gist")
        for name, value in vars(attributes).items()
        if getattr(getattr(value, "column", None), "info", {}).get("element")
        in ("point", "multipolygon", "geometry")
    ]


def _without_key(columns: type, *names: str) -> dict[str, Any]:
    """The same columns, no longer a primary key: in history one id stands in many rows."""
    copies = {}
    for name in names:
        column = getattr(columns, name).column
        copies[name] = system(
            column.info["zh"], column.info["en"], column.type, nullable=False,
            level=column.info["level"], sort_order=FIRST,
        )  # fmt: skip
    return copies


def declare_thing(
    name: str,
    attributes: type,
    *,
    base: str,
    zh: str,
    en: str,
    key: tuple[str, ...] = (),
    identifiers: dict[str, str] | None = None,
    references: tuple[Reference, ...] = (),
    indexed: tuple[str, ...] = (),
) -> Thing:
    """Map the six tables of a thing from one class of attributes, and enter it in the dictionary."""
    comment = f"{zh} · {en}"
    master = _class(
        name, base, (attributes, MasterColumns, Slice), comment,
        indexes=[
            *_shapes(attributes, name),
            *(Index(f"ix_{name}_{column}", column) for column in indexed),
        ],
        **_reference_columns(references),
    )  # fmt: skip
    names = tuple(c.name for c in master.columns if c.info.get("element") != "system")
    thing = Thing(
        name=name, base=base, zh=zh, en=en,
        attributes=tuple(master.c[n] for n in names),
        master=master,
        history=_class(
            f"{name}_history", base, (attributes, MasterColumns, EndedSlice), f"{comment} (历史 history)",
            indexes=[
                Index(f"ix_{name}_history_master_id", "master_id", "valid_from"),
                *_shapes(attributes, f"{name}_history"),
            ],
            **_without_key(MasterColumns, "master_id"),
            **{
                r.column: system(
                    f"{r.by} 对应的主数据", f"The {r.thing} that {r.by} resolves to", BigInteger,
                    sort_order=LAST - 2,
                )
                for r in references
            },
            **_history_key(("master_id",)),
        ),
        record=_class(
            f"{name}_record", base, (attributes, RecordColumns, Slice), f"{comment} (部门记录 record)",
            indexes=[Index(f"uq_{name}_record_source", "dataset_id", "source_key", unique=True)],
        ),
        record_history=_class(
            f"{name}_record_history", base, (attributes, RecordColumns, EndedSlice),
            f"{comment} (部门记录历史 record history)",
            indexes=[
                Index(f"ix_{name}_record_history_record_id", "record_id", "valid_from"),
                Index(f"ix_{name}_record_history_source", "dataset_id", "source_key"),
            ],
            **_without_key(RecordColumns, "record_id"),
            **_history_key(("record_id",)),
        ),
        link=_class(
            f"{name}_link", base, (LinkColumns,), f"{comment} (记录与主数据的关联 link)",
            indexes=[
                Index(
                    f"uq_{name}_link_in_force", "record_id", unique=True,
                    postgresql_where=text("known_to = 'infinity'"),
                )
            ],
        ),
        identity=_class(f"{name}_identity", base, (IdentityColumns,), f"{comment} (标识登记 identity)"),
        key=key, identifiers=dict(identifiers or {}), references=references,
    )  # fmt: skip
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
    current_key = {"__mapper_args__": declared_attr.directive(
        lambda cls: {"primary_key": [cls.__table__.c[n] for n in ("master_id", *key)]}
    )}  # fmt: skip
    table = _class(
        name, of.base, (attributes, FacetColumns, Slice), comment,
        indexes=[
            Index(f"uq_{name}_key", "master_id", *key, unique=True),
            *(Index(f"ix_{name}_{column}", column) for column in indexed),
        ],
        **_without_key(FacetColumns, "master_id"),
        **_reference_columns(references), **current_key,
    )  # fmt: skip
    history = _class(
        f"{name}_history", of.base, (attributes, FacetColumns, EndedSlice), f"{comment} (历史 history)",
        indexes=[Index(f"ix_{name}_history_master_id", "master_id", "valid_from")],
        **_without_key(FacetColumns, "master_id"),
        **{
            r.column: system(
                f"{r.by} 对应的主数据", f"The {r.thing} that {r.by} resolves to", BigInteger,
                sort_order=LAST - 2,
            )
            for r in references
        },
        **_history_key(("master_id", *key)),
    )  # fmt: skip
    facet = Facet(name, zh, en, key, rows, table, history, references)
    of.facets.append(facet)
    return facet
