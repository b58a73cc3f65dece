"""What the values of a column say it is: how much of it each element type can read."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import pyarrow as pa
import pyarrow.compute as pc

from loaders.drafting.naming import unit_of
from loaders.elements import Aspect, standardise
from loaders.elements.writing import clean, has_han
from loaders.files import NOTHING
from models.codes import CODES

FEW = 12  # texts that are codes, probably
_DISTINCT = 200  # values of a column that are looked at
_PERSON = r"^[\x{4e00}-\x{9fff}]{2,4}$|^[\x{4e00}-\x{9fff}]+·[\x{4e00}-\x{9fff}·]+$"
_LATIN = r"^[A-Za-z][A-Za-z .'-]+$"
_ENTITY = (
    r"(公司|厂|店|部|局|厅|委|院|校|园|中心|协会|学会|商会|所|社|会|站|处|行|队|政府|集团|馆|场|"
    r"户|铺|坊|办|银行|支行|大学|小学|中学|Ltd|Inc|Co)[\.)）]?$"
)
_ADDRESS = r"[省市县区镇乡村路街道巷弄号栋幢室组屯]"
_DIVISION = r"^[1-9]\d(\d{2}(\d{2}(\d{3}(\d{3})?)?)?)?$"
_NUMBER = r"^[A-Za-z0-9][A-Za-z0-9\-_/.()]*$"
_WKT = r"^(SRID=\d+;)?\s*(MULTI)?(POINT|POLYGON|LINESTRING)\s*\("


@dataclass(frozen=True)
class Column:
    """A column of the sample."""

    name: str
    texts: pa.Array

    @cached_property
    def filled(self) -> pa.Array:
        """Its texts without those that mean nothing."""
        cleaned: pa.Array = clean(self.texts, NOTHING).drop_null()
        return cleaned

    @cached_property
    def distinct(self) -> pa.Array:
        """Different texts, some hundreds at most."""
        return pc.unique(self.filled).slice(0, _DISTINCT)

    @property
    def complete(self) -> bool:
        return len(self.filled) == len(self.texts) > 0

    @cached_property
    def unique(self) -> bool:
        """Whether no text stands twice in the sample."""
        return len(self.filled) > 0 and pc.count_distinct(self.filled).as_py() == len(self.filled)

    @cached_property
    def unit(self) -> str | None:
        """The unit in its name: 注册资本(万元)."""
        return unit_of(self.name)

    @property
    def described(self) -> str:
        """What its values are like. They are shown only where they are few: a contract is read by
        many, and must not tell of persons."""
        texts = self.distinct.to_pylist()
        if not texts:
            return "样本中为空 empty in the sample"
        if len(texts) <= FEW and len(texts) * 4 <= len(self.filled):
            return ", ".join(text[:20] for text in texts)
        kind = "数字 numbers" if self.numeric > 0.9 else "文本 texts"
        kind = "日期 dates" if self.dates > 0.9 else kind
        return f"{kind}, 最长 at most {max(map(len, texts))}"

    def share(self, pattern: str) -> float:
        """How much of it matches a pattern."""
        return _share(pc.match_substring_regex(self.distinct, pattern))

    def read_as(self, element: str, codes: str | None = None) -> float:
        """How much of it the element type can read without a flaw."""
        if not len(self.distinct):
            return 0.0
        aspect = Aspect(element, codes, partial="first_day", workbook=False)
        return _share(pc.is_valid(standardise(self.distinct, aspect, ()).values))

    @cached_property
    def numeric(self) -> float:
        return self.share(r"^[-+]?[\d,]*\.?\d+([eE][-+]?\d+)?$")

    @cached_property
    def dates(self) -> float:
        """How much of it is days; years alone are so less surely."""
        if self.share(r"\d") < 0.3:
            return 0.0
        days = self.read_as("date")
        years = self.share(r"^(1[89]|20)\d\d$")
        return days if years < 0.5 else 0.6 * days

    @cached_property
    def years(self) -> bool:
        """Whether years or months stand where days could."""
        return (
            self.share(r"^(1[89]|20)\d\d([-./年]?(0?[1-9]|1[0-2])月?)?$|^(1[89]|20)\d\d年$") > 0.05
        )

    def fits(self, element: str, codes: str | None) -> float:
        """From 0 (cannot be) to 1 (speaks for itself) how well the values are of an element."""
        known = self._known
        if (element, codes) not in known:
            known[element, codes] = self._judged(element, codes)
        return known[element, codes]

    @cached_property
    def _known(self) -> dict[tuple[str, str | None], float]:
        """What has been judged: things share elements and code lists."""
        return {}

    def _judged(self, element: str, codes: str | None) -> float:
        if not len(self.distinct):
            return 0.5
        if codes:
            return self._fits_codes(codes)
        judge = _JUDGES.get(element)
        if judge is not None:
            return float(judge(self))
        return 0.5 if element == "text" else self.read_as(element)

    def _fits_codes(self, codes: str) -> float:
        listed = CODES[codes]
        means = [listed.means(text) is not None for text in self.distinct.to_pylist()]
        share = sum(means) / len(means)
        # A bare digit is a code of every list; a word tells which.
        words = _share(has_han(self.distinct))
        return share * (0.6 + 0.4 * words)


def _share(mask: pa.Array) -> float:
    return float(pc.sum(mask).as_py() or 0) / len(mask) if len(mask) else 0.0


def _citizen(column: Column) -> float:
    long = column.share(r"\d{12,}|[\x{ff10}-\x{ff19}]{12,}")
    return column.read_as("citizen_number") if long > 0.3 else 0.0


def _credit(column: Column) -> float:
    return column.read_as("credit_code") if column.share(r"[A-Z\d]{15,}") > 0.3 else 0.0


def _organization(column: Column) -> float:
    return (
        column.read_as("organization_code") if column.share(r"^[\dA-Z]{8}-?[\dX]$") > 0.5 else 0.0
    )


def _holder(column: Column) -> float:
    return max(_citizen(column), _credit(column), _citizen(column) + _credit(column))


def _identifier(column: Column) -> float:
    numbers = column.share(_NUMBER)
    return min(1.0, 0.45 * numbers + 0.3 * column.share(r"\d") + 0.1 * column.unique)


def _person(column: Column) -> float:
    return max(column.share(_PERSON), 0.7 * column.share(_LATIN)) * (1 - column.numeric)


def _entity(column: Column) -> float:
    named = column.share(_ENTITY)
    return max(named, 0.6 * column.share(r"[\x{4e00}-\x{9fff}]{2,}")) * (1 - column.numeric)


def _address(column: Column) -> float:
    long = column.share(r"^.{6,}$")
    return column.share(_ADDRESS) * (0.4 + 0.6 * long)


def _division(column: Column) -> float:
    lengths = column.share(r"^\d{6}(\d{3}){0,2}$")
    return lengths if column.share(_DIVISION) > 0.5 else 0.0


def _period(column: Column) -> float:
    return column.read_as("period")


def _phone(column: Column) -> float:
    digits = column.share(r"^[\d()+\- ]{7,18}([转#]\d+)?$")
    return min(column.read_as("phone"), digits)


def _measure(column: Column) -> float:
    return max(column.read_as("quantity"), column.read_as("area"), column.read_as("money"))


def _ratio(column: Column) -> float:
    return column.read_as("ratio")


def _point(column: Column) -> float:
    return column.share(_WKT)


_JUDGES = {
    "citizen_number": _citizen, "credit_code": _credit, "organization_code": _organization,
    "holder_number": _holder, "identifier": _identifier, "tax_number": _identifier,
    "registration_number": _identifier, "person_name": _person,
    "entity_name": _entity, "address": _address, "division": _division, "period": _period,
    "phone": _phone, "money": _measure, "area": _measure, "quantity": _measure, "ratio": _ratio,
    "date": lambda column: column.dates, "point": _point, "multipolygon": _point,
    "geometry": _point,
}  # fmt: skip


def columns_of(texts: dict[str, pa.Array] | Sequence[tuple[str, pa.Array]]) -> list[Column]:
    """The columns of a sample that have a name."""
    items = texts.items() if isinstance(texts, dict) else texts
    return [Column(name, column) for name, column in items if re.search(r"\w", name)]
