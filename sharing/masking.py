"""How a column may be shown instead of plainly, by its element type."""

from __future__ import annotations

from typing import Any, Literal

from psycopg2 import sql
from sqlalchemy import Column

from models.elements import GEOMETRIES

Show = Literal["plain", "mask", "pseudonym", "year"]

MASKS = {
    "person_name": "mask_name",
    "entity_name": "mask_name",
    "citizen_number": "mask_number",
    "credit_code": "mask_number",
    "organization_code": "mask_number",
    "holder_number": "mask_number",
    "identifier": "mask_number",
    "registration_number": "mask_number",
    "tax_number": "mask_number",
    "phone": "mask_phone",
    "address": "mask_address",
}
# Values that tell one thing from another: only of such has a pseudonym a use.
NAMING = frozenset(
    {
        "citizen_number", "credit_code", "organization_code", "registration_number", "tax_number",
        "holder_number", "identifier", "phone",
    }
)  # fmt: skip
NOTES = {
    "plain": "",
    "mask": "（掩码 masked）",
    "pseudonym": "（假名 pseudonym）",
    "year": "（仅年份 year only）",
}


def ways(column: Column[Any]) -> tuple[Show, ...]:
    """The ways in which a column may be shown."""
    element = column.info["element"]
    if element == "system":
        return ("plain", "pseudonym")
    if element in GEOMETRIES:
        return ("plain",)
    found: list[Show] = ["plain"]
    found += ["mask"] if element in MASKS else []
    found += ["pseudonym"] if element in NAMING else []
    found += ["year"] if element == "date" else []
    return tuple(found)


def shown(
    column: Column[Any], show: Show, value: sql.Composable, key: sql.Composable
) -> sql.Composable:
    """The expression a view shows for an attribute; `key` is the department's, for pseudonyms."""
    if show == "plain":
        return value
    if show == "year":
        return sql.SQL("sharing.year_of({})").format(value)
    if show == "pseudonym":
        return sql.SQL("sharing.pseudonym_of({}, {})").format(value, key)
    mask = sql.Identifier("sharing", MASKS[column.info["element"]])
    return sql.SQL("{}({})").format(mask, value)
