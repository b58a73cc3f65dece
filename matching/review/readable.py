"""Values as a person reads them: codes and divisions with their names."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, text

from models.codes import CODES


def shown(connection: Connection, info: Mapping[str, Any], value: Any) -> str:
    """A value of an attribute with this dictionary entry."""
    if value is None:
        return ""
    if info["codes"]:
        code = CODES[info["codes"]].codes.get(str(value))
        return f"{value} {code.zh} {code.en}" if code else str(value)
    if info["element"] == "division":
        name = connection.execute(_DIVISION, {"code": str(value)}).scalar()
        return f"{value} {name}" if name else str(value)
    if isinstance(value, dict):  # a shape
        return str(value.get("type", "…"))
    return str(value)


_DIVISION = text(
    "select coalesce(full_name, name) from spatial.division where code = :code limit 1"
)
