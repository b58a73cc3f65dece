"""The declarative base, and the one way to declare an attribute with its dictionary entry."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import MetaData
from sqlalchemy.orm import DeclarativeBase, MappedColumn, mapped_column

from models.elements import ELEMENTS

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}

BASES = {
    "population": ("人口基础信息库", "Population"),
    "legal_entity": ("法人单位基础信息库", "Legal entities"),
    "spatial": ("自然资源和空间地理基础信息库", "Spatial and natural resources"),
    "macro": ("宏观经济数据库", "Macro-economy"),
}
SCHEMAS = (*BASES, "ops", "audit", "stage", "sharing")

LATER = 200  # where columns stand that joined a table after it was made: behind all others

LEVELS = {1: "公开 public", 2: "内部 internal", 3: "敏感 sensitive", 4: "高度敏感 most sensitive"}


class Base(DeclarativeBase):
    """Every table of siku hangs on this metadata; migrations and tests read it."""

    metadata = MetaData(naming_convention=NAMING)


def attribute(
    zh: str,
    en: str,
    element: str,
    *,
    level: int = 2,
    codes: str | None = None,
    standard: str | None = None,
    required: bool = False,
    rules: Sequence[str] = (),
    beside: Mapping[str, str] | None = None,
    joined: int = 0,
) -> MappedColumn[Any]:
    """Declare an attribute of a thing together with everything the dictionary says of it.

    `rules` are SQL conditions over the row; one that is false sets the row aside, and one that
    cannot be decided (a null) is no fault. They are written for the staged row: plain column
    names, PostgreSQL's language. `beside` names the attributes that take what a delivered text
    says besides the value: a former name, the month of a date without a day. `joined` counts the
    attributes that a migration added to the thing's tables, where new columns only stand last.
    """
    kind = ELEMENTS[element]
    if (element == "code") != (codes is not None):
        raise ValueError(f"attribute {en!r}: an element 'code', and only that, names its code list")
    info = {
        "zh": zh,
        "en": en,
        "element": element,
        "standard": standard or kind.standard,
        "codes": codes,
        "level": level,
        "required": required,
        "rules": tuple(rules),
        "beside": dict(beside or {}),
    }
    comment, place = f"{zh} · {en}", LATER + joined if joined else 0
    return mapped_column(kind.stored(), nullable=True, info=info, comment=comment, sort_order=place)


def system(zh: str, en: str, *arguments: Any, level: int = 1, **options: Any) -> MappedColumn[Any]:
    """Declare a column that siku itself fills: keys, times, links."""
    info = {"zh": zh, "en": en, "element": "system", "level": level}
    return mapped_column(*arguments, info=info, comment=f"{zh} · {en}", **options)
