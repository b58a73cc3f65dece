"""The parts of a contract that say what source columns become."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import ClassVar, Literal

from pydantic import Field, GetJsonSchemaHandler, model_validator
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema

from loaders.files import Strict

OnBad = Literal["quarantine", "null"]
Partial = Literal["refuse", "first_day", "last_day"]
_PARTIAL = (
    "日期只有年或年月时的含义 · What a year alone or a month means: its first day, its "
    "last day, or nothing that can be taken."
)
# Stands for a piece of a split that nobody wants.
UNWANTED = "_"
# What an address is parsed into; by default the parts that an address has attributes for.
ADDRESS_PARTS = ("division_name", "road", "house_number", "building", "unit", "rest")
_HOLE = re.compile(r"\{([^{}]+)\}")


class Short(Strict):
    """A part that may be written as just one value when that says all."""

    _short: ClassVar[str]  # the key that the value alone stands for
    _short_type: ClassVar[type] = str

    @model_validator(mode="before")
    @classmethod
    def _short_form(cls, value: object) -> object:
        return {cls._short: value} if isinstance(value, cls._short_type) else value

    @classmethod
    def __get_pydantic_json_schema__(
        cls, core: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        full = handler.resolve_ref_schema(handler(core))
        alone = dict(full["properties"][cls._short])
        alone.pop("default", None)
        alone.pop("anyOf", None)
        if cls._short_type is list:
            alone |= {"type": "array", "items": {"type": "string"}, "minItems": 1}
        return {"anyOf": [alone, full]}


class HowRead(Strict):
    """How the text of an attribute is to be read where its element type does not say all."""

    unit: str | None = Field(
        default=None,
        description="数值的单位 · Unit of the figures, such as 万元 or 亩; default 元 and 平方米.",
    )
    crs: str | None = Field(
        default=None,
        description="WKT 图形的坐标系 · EPSG:… of a shape written as WKT; default EPSG:4490.",
    )
    codes: dict[str, str] = Field(
        default={},
        description="部门自有代码 -> 标准代码 · The department's own codes -> codes of the "
        "dictionary's list.",
    )
    on_bad: OnBad | None = Field(
        default=None,
        description="无法识别时整行隔离,或只作空值 · What an unreadable value does: sets the row "
        "aside, or becomes no value. Default by element type.",
    )
    partial: Partial = Field(default="refuse", description=_PARTIAL)
    counted: Literal["1900", "1904"] | None = Field(
        default=None,
        description="日期写成天数时所用的 Excel 日期系统 · Dates are numbers of days, after this "
        "date system of Excel's. In a workbook 1900 goes without saying.",
    )


class ColumnSpec(Short, HowRead):
    """What one source column becomes; written as just the attribute's name when that says all."""

    _short = "attribute"
    attribute: str = Field(description="数据字典中的属性 · An attribute of the thing.")


class SplitSpec(Strict):
    """One source column that holds several attributes, by a delimiter, a pattern or a parser."""

    delimiter: str | None = Field(
        default=None, min_length=1, description="分隔符 · What stands between the pieces."
    )
    pattern: str | None = Field(
        default=None,
        min_length=1,
        description="正则表达式,命名组即各部分 · A regular expression that the whole text matches; "
        "its named groups, (?P<name>…), are the pieces.",
    )
    parser: Literal["address"] | None = Field(
        default=None, description="按要素解析 · Read by an element's own parser into its parts."
    )
    into: tuple[ColumnSpec, ...] | dict[str, ColumnSpec] = Field(
        default=(),
        description="各部分对应的属性(_ 表示不取)· The attributes of the pieces, in their order (_ "
        "leaves one out); for a pattern or parser, piece: attribute.",
    )

    @property
    def pieces(self) -> Mapping[str, ColumnSpec]:
        """The pieces by their place, or by the name of their group."""
        if self.delimiter is not None and isinstance(self.into, tuple):
            return {str(place): spec for place, spec in enumerate(self.into)}
        if self.parser is not None and not self.into:
            return {name: ColumnSpec(attribute=name) for name in ADDRESS_PARTS[1:-1]}
        named = {name: ColumnSpec(attribute=name) for name in _GROUP.findall(self.pattern or "")}
        return named | (self.into if isinstance(self.into, dict) else {})

    @property
    def attributes(self) -> Mapping[str, ColumnSpec]:
        """Attribute -> how its piece is read."""
        return {spec.attribute: spec for spec in self.pieces.values() if spec.attribute != UNWANTED}


_GROUP = re.compile(r"\(\?P<(\w+)>")


class JoinSpec(Short, HowRead):
    """Several source columns that make one attribute; just the columns when that says all."""

    _short = "columns"
    _short_type = list
    columns: tuple[str, ...] = Field(
        default=(), description="依次连接的列 · The source columns, in their order."
    )
    separator: str = Field(default="", description="各列之间的文字 · What goes between them.")
    template: str | None = Field(
        default=None,
        description="模板,如 {年}-{月}-{日} · The text with {column} where a column's text goes.",
    )

    @property
    def sources(self) -> tuple[str, ...]:
        """The columns that are joined."""
        return tuple(dict.fromkeys(_HOLE.findall(self.template or ""))) or self.columns

    def parts(self) -> list[str]:
        """The template in parts: text at even places, columns at odd ones."""
        return _HOLE.split(self.template or "")


class PointSpec(Strict):
    """A point delivered as two columns of coordinates."""

    x: str = Field(description="经度或横坐标列 · Source column of longitude or easting.")
    y: str = Field(description="纬度或纵坐标列 · Source column of latitude or northing.")
    crs: str = Field(default="EPSG:4490", description="坐标系 · EPSG:… of the coordinates.")


class DaySpec(Short):
    """A source column that dates the row; written as just the column when that says all."""

    _short = "column"
    column: str = Field(description="日期列 · A source column of dates.")
    partial: Partial = Field(default="refuse", description=_PARTIAL)


class EndSpec(DaySpec):
    """A source column that says until when a row is so."""

    inclusive: bool = Field(
        default=False,
        description="当天是否仍有效 · Whether the row is still so on the day itself.",
    )


class OperationSpec(Strict):
    """The column of an increment that tells deletions from upserts."""

    column: str = Field(description="操作列 · The source column.")
    delete: tuple[str, ...] = Field(
        min_length=1, description="表示注销或删除的值 · The texts that mean a deletion."
    )
