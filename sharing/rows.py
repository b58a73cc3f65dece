"""Row filters of agreements as SQL conditions; there is no raw SQL in an agreement."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal, InvalidOperation
from typing import Any

from psycopg2 import sql
from sqlalchemy import BigInteger, Column, Date, String, Text

from models.elements import GEOMETRIES
from sharing.agreement import Operator, RowFilter
from sharing.subjects import Subject


class UnfitValue(ValueError):
    """A value that an attribute cannot be compared with."""


def typed(column: Column[Any], op: Operator, value: str) -> str | int | Decimal | dt.date:
    """A filter's value in the type of its attribute."""
    if column.info["element"] in GEOMETRIES:
        raise UnfitValue(f"{column.name} is a shape; rows cannot be filtered by it")
    if isinstance(column.type, String | Text):
        return value
    if op == "starts_with":
        raise UnfitValue(f"{column.name} is no text; starts_with is for text and codes")
    try:
        if isinstance(column.type, Date):
            return dt.date.fromisoformat(value)
        return int(value) if isinstance(column.type, BigInteger) else Decimal(value)
    except (ValueError, InvalidOperation):
        kind = "date" if isinstance(column.type, Date) else "number"
        raise UnfitValue(f"{value!r} is no {kind}, as {column.name} is") from None


def condition(subject: Subject, filters: Sequence[RowFilter], alias: str) -> sql.Composable:
    """That all the filters hold, as SQL; nothing when there are none."""
    parts = [sql.SQL(" AND {}").format(_one(subject, row, alias)) for row in filters]
    return sql.SQL("").join(parts)


def _one(subject: Subject, row: RowFilter, alias: str) -> sql.Composable:
    column = subject.attributes[row.attribute]
    name = sql.Identifier(alias, column.name)
    values = [typed(column, row.op, value) for value in row.values]
    if row.op == "starts_with":
        likes = [sql.SQL("{} LIKE {}").format(name, sql.Literal(_prefix(str(v)))) for v in values]
        return sql.SQL("({})").format(sql.SQL(" OR ").join(likes))
    literals = [_literal(column, value) for value in values]
    if row.op in ("at_least", "at_most"):
        sign = sql.SQL(">=" if row.op == "at_least" else "<=")
        return sql.SQL("{} {} {}").format(name, sign, literals[0])
    within = sql.SQL("IN" if row.op == "is" else "NOT IN")
    return sql.SQL("{} {} ({})").format(name, within, sql.SQL(", ").join(literals))


def _literal(column: Column[Any], value: object) -> sql.Composable:
    if isinstance(column.type, Date):
        return sql.SQL("date {}").format(sql.Literal(str(value)))
    return sql.Literal(value)


def _prefix(text: str) -> str:
    """A LIKE pattern for what starts with the text, taken literally."""
    for sign in ("\\", "%", "_"):
        text = text.replace(sign, "\\" + sign)
    return text + "%"
