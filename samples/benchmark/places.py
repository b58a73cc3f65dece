"""Addresses of the province and the ways people write one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from samples.benchmark.draw import Draw
from samples.benchmark.words import listed, rows

PROVINCE: Final = "云泽省"
_NUMERALS: Final = "零一二三四五六七八九"


@dataclass(frozen=True)
class County:
    """A county, where numbers are issued and people live."""

    code: int
    prefecture: str
    name: str
    towns: tuple[str, ...]


def counties() -> tuple[County, ...]:
    """Every county of the province."""
    return tuple(County(int(row[0]), row[1], row[2], row[3:]) for row in rows("counties"))


@dataclass(frozen=True)
class Address:
    """An address in its parts; of a village where there is no road."""

    county: County
    town: str
    road: str
    number: int
    estate: str = ""
    building: int = 0
    unit: int = 0
    room: int = 0

    @property
    def division(self) -> str:
        """From the province down to the county."""
        prefecture = self.county.prefecture
        return PROVINCE + prefecture + (self.county.name if self.county.name != prefecture else "")

    @property
    def street(self) -> str:
        """Road and number, or village and house."""
        if self.road.endswith("村"):
            group, house = divmod(self.number, 100)
            return f"{self.road}{group}组{house}号"
        return f"{self.road}{self.number}号"

    @property
    def door(self) -> str:
        """Building, unit, room."""
        if not self.building:
            return f"{self.room}室" if self.room else ""
        return f"{self.building}栋{self.unit}单元{self.room}室"

    @property
    def full(self) -> str:
        """As the police register writes it."""
        return self.division + self.town + self.street + self.estate + self.door


def home(draw: Draw, county: County) -> Address:
    """Somewhere people live in a county."""
    town = draw.pick(county.towns)
    if town.endswith("乡") or (town.endswith("镇") and draw.chance(0.5)):
        place = draw.between(1, 12) * 100 + draw.between(1, 60)
        return Address(county, town, draw.pick(listed("villages")) + "村", place)
    return Address(
        county, town, draw.pick(listed("roads")), draw.between(1, 380),
        draw.pick(listed("estates")), draw.between(1, 30), draw.between(1, 4),
        draw.between(1, 24) * 100 + draw.between(1, 4),
    )  # fmt: skip


def premises(draw: Draw, county: County) -> Address:
    """Somewhere a company is in a county."""
    estate = draw.pick(listed("buildings")) if draw.chance(0.6) else ""
    room = draw.between(1, 30) * 100 + draw.between(1, 25) if estate else 0
    road, number = draw.pick(listed("roads")), draw.between(1, 380)
    return Address(county, draw.pick(county.towns), road, number, estate, 0, 0, room)


def abbreviated(draw: Draw, address: Address) -> str:
    """What is obvious to those who live there is left out."""
    how = draw.below(4)
    if how == 0:
        return address.county.name + address.town + address.street + address.estate + address.door
    if how == 1:
        return address.town + address.street + address.estate + address.door
    if how == 2 and address.estate:
        return address.county.name + address.estate + address.door
    return address.county.name + address.street + address.door


def rearranged(draw: Draw, address: Address) -> str:
    """The estate before the road, the town behind it in brackets, or commas between the parts."""
    how = draw.below(3)
    if how == 0 and address.estate:
        return address.division + address.town + address.estate + address.street + address.door
    if how == 1:
        return f"{address.division}{address.street}{address.estate}{address.door}（{address.town}）"
    parts = (address.division, address.town, address.street, address.estate, address.door)
    return " ".join(part for part in parts if part)


def renumbered(draw: Draw, address: Address) -> str:
    """The same numbers written otherwise: 3栋2单元501室 as 3号楼2-501, 3# 2-501 or 三栋…"""
    before = address.division + address.town + address.street + address.estate
    if not address.building:
        return before.replace("号", "號" if draw.chance(0.2) else "") + address.door
    how = draw.below(4)
    if how == 0:
        return f"{before}{address.building}号楼{address.unit}单元{address.room}"
    if how == 1:
        return f"{before}{address.building}-{address.unit}-{address.room}"
    if how == 2:
        return f"{before}{address.building}#{address.unit}-{address.room}"
    return f"{before}{_numeral(address.building)}栋{_numeral(address.unit)}单元{address.room}室"


def _numeral(number: int) -> str:
    tens, ones = divmod(number, 10)
    first = "" if tens == 0 else "十" if tens == 1 else _NUMERALS[tens] + "十"
    return first + (_NUMERALS[ones] if ones or not tens else "")
