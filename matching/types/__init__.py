"""Semantic types by their name."""

from __future__ import annotations

from matching.types.address import Address
from matching.types.base import Block, Comparison, Level, Type
from matching.types.category import Category
from matching.types.citizen_number import CitizenNumber
from matching.types.company_name import CompanyName
from matching.types.date import Date
from matching.types.identifier import Identifier
from matching.types.person_name import PersonName
from matching.types.phone import Phone
from matching.types.point import Point
from matching.types.polygon import Polygon
from matching.types.text import Text

__all__ = ["TYPES", "Block", "Comparison", "Level", "Type"]

_ALL: tuple[Type, ...] = (
    PersonName(), CompanyName(), Date(), CitizenNumber(), Identifier(), Address(), Phone(),
    Category(), Point(), Polygon(), Text(),
)  # fmt: skip
TYPES: dict[str, Type] = {kind.name: kind for kind in _ALL}
