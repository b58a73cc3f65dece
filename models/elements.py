"""Element types: the kinds of value an attribute may hold, and how each is stored."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from geoalchemy2 import Geometry
from sqlalchemy import BigInteger, Column, Date, Numeric, String, Text
from sqlalchemy.dialects import postgresql
from sqlalchemy.types import TypeEngine

CGCS2000 = 4490


@dataclass(frozen=True)
class Element:
    """One kind of value: its storage, its names, and the standard that defines it."""

    name: str
    zh: str
    en: str
    stored: Callable[[], TypeEngine[Any]]
    standard: str | None = None

    @property
    def spatial(self) -> bool:
        return self.name in GEOMETRIES


def _geometry(shape: str) -> Callable[[], TypeEngine[Any]]:
    # Indexes are declared by the tables that serve queries, not by every table with a shape.
    return lambda: Geometry(shape, srid=CGCS2000, spatial_index=False)


GEOMETRIES = frozenset({"point", "multipolygon", "geometry"})


def verdict(shape: str) -> tuple[str, str]:
    """A stage's column that says whether the database finds a shape sound, and what it asks: once,
    as the row comes, since nothing else asked of a row takes as long."""
    return f"{shape}_sound", f"ST_IsValid({shape}) and not ST_IsEmpty({shape})"


_ALL = (
    Element("citizen_number", "公民身份号码", "Citizen number", lambda: String(18), "GB 11643"),
    Element("credit_code", "统一社会信用代码", "Credit code", lambda: String(18), "GB 32100"),
    Element(
        "organization_code", "组织机构代码", "Organisation code", lambda: String(9), "GB 11714"
    ),
    Element(
        "registration_number", "工商注册号", "Registration number", lambda: String(64), "ISO 7064"
    ),
    Element("tax_number", "纳税人识别号", "Taxpayer number", lambda: String(64)),
    # A citizen number where it is one, a credit code where it is one, else as given.
    Element("holder_number", "证件号码", "Number of a person or entity", lambda: String(40)),
    Element("identifier", "编号", "Identifier", lambda: String(64)),
    Element("person_name", "姓名", "Person name", lambda: String(200)),
    Element("entity_name", "机构名称", "Entity name", lambda: String(300)),
    Element("date", "日期", "Date", Date, "GB/T 7408"),
    Element("code", "代码", "Code of a code list", lambda: String(20)),
    Element("division", "行政区划代码", "Division code", lambda: String(12), "GB/T 2260"),
    Element("successors", "后继区划", "Codes of the divisions that follow", Text, "GB/T 2260"),
    Element("address", "地址", "Address", Text, "GB/T 23705"),
    Element("phone", "电话", "Telephone", lambda: String(40)),
    Element("money", "金额(元)", "Money in yuan", lambda: Numeric(24, 4)),
    Element("area", "面积(平方米)", "Area in square metres", lambda: Numeric(20, 4)),
    Element("quantity", "数值", "Quantity", Numeric),
    Element("ratio", "比例", "Ratio between 0 and 1", lambda: Numeric(9, 6)),
    Element("integer", "整数", "Whole number", BigInteger),
    Element("period", "时期", "Period (2024, 2024-Q1, 2024-03)", lambda: String(10), "ISO 8601"),
    Element("text", "文本", "Text", Text),
    Element("point", "点", "Point", _geometry("POINT"), "CGCS2000"),
    Element("multipolygon", "多面", "Multi-polygon", _geometry("MULTIPOLYGON"), "CGCS2000"),
    Element("geometry", "几何", "Geometry of any shape", _geometry("GEOMETRY"), "CGCS2000"),
)

ELEMENTS = {element.name: element for element in _ALL}

_POSTGRESQL = postgresql.dialect()  # type: ignore[no-untyped-call]  # SQLAlchemy leaves it untyped


def sql_type(column: Column[Any]) -> str:
    """What PostgreSQL calls the type of a column."""
    return column.type.compile(dialect=_POSTGRESQL)
