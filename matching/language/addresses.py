"""Addresses part by part: where, road, number, building, unit, room, whatever words count them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

import pyarrow as pa

from loaders.elements.addresses import PARTS, normal, parse
from matching.language import divisions
from matching.language.han import plain, variant, without_blanks

_DIGITS = re.compile(r"[0-9a-z]+(?:[-/之][0-9a-z]+)*")
# 3-2-301 after a road's number or an estate: building, unit and room.
_DASHED = re.compile(r"^([0-9a-z]+)-([0-9]+)-([0-9a-z]+)(?:号|室)?$")
_HASH = re.compile(r"(?<=[0-9a-z])#(?:楼|栋|幢)?")
# 东湖县人民路12号(红岩镇): the town behind the rest.
_NOTED = re.compile(r"[(（]([^()（）]{2,6}?(?:镇|乡|街道))[)）]$")
_COUNTY = re.compile(r".*?[县市区旗](?=[^县市区旗]{2,}$|[^县市区旗]*[路街道巷村])")
# 阳光花园人民路: the estate before its road.
_BEFORE = re.compile(
    r"^(.{2,8}?(?:小区|花园|市场|广场|大厦|中心|家园|公寓|新村|苑|园|城|庭|里|府|居))"
    r"(\D{2,6}?(?:路|街|大道|巷))$"
)
_TWO = re.compile(r"^([0-9a-z]+)-([0-9]{3,4}[a-z]?)(?:号|室)?$")
_UNIT = re.compile(r"([0-9a-z甲乙丙丁东西中]+)(?:单元|门)")
_FLOOR = re.compile(r"((?:负|地下|b)?[0-9]+)(?:层|楼|f)")
_ROOM = re.compile(r"([0-9a-z]+(?:-[0-9a-z]+)*)(?:号室|号房|室|房|户|号铺|铺|号)?$")
_BLOCK = re.compile(r"([0-9a-z甲乙丙丁]+(?:-[0-9]+)?)(?:号楼|栋|幢|座|斋)")
_ESTATE = re.compile(r"^\D{2,}?(?=[0-9a-z甲乙丙丁]*(?:号楼|栋|幢|座|斋)|$)")
_GROUP = re.compile(r"第?([0-9]+)(?:村民小组|生产队|组|社|队)$")


class Address(NamedTuple):
    """An address and its parts, without the words that count them: 3号楼, 3栋 and 3幢 are 3.

    `written`  in one writing, with digits for numerals that count
    `seat`     the lowest division it names, `area` all of them with what lies above, bare
    `group`    the number of a villagers' group
    `place`    road or village and number, or estate: what a building stands at
    `door`     the same with building, unit and room, as one key
    `nook`     estate, building, unit and room, when the road is left out
    """

    written: str
    seat: tuple[str, ...] = ()
    area: tuple[str, ...] = ()
    road: str | None = None
    number: str | None = None
    estate: str | None = None
    building: str | None = None
    unit: str | None = None
    room: str | None = None
    rest: str | None = None
    group: str | None = None
    place: str | None = None
    door: str | None = None
    nook: str | None = None


def address(text: str) -> Address:
    """What is to be known of one address."""
    return addresses([text])[0]


def addresses(texts: Sequence[str]) -> list[Address]:
    """What is to be known of several addresses, read together."""
    clean = normal(pa.array([_usual(text) for text in texts], pa.string()))
    parts = parse(clean)
    columns = [parts[name].to_pylist() for name in PARTS]
    return [
        _read(written, *values)
        for written, *values in zip(clean.to_pylist(), *columns, strict=True)
    ]


def _usual(text: str) -> str:
    """In one writing: 3# is 3栋, and a town noted behind stands in its place, or goes."""
    bare = _HASH.sub("栋", variant(without_blanks(plain(text))))
    noted = _NOTED.search(bare)
    if noted is None:
        return bare
    town, bare = noted.group(1), bare[: noted.start()]
    county = _COUNTY.match(bare)
    if town in bare or county is None:
        return bare
    return bare[: county.end()] + town + bare[county.end() :]


def _read(
    written: str, division: str | None, road: str | None, house: str | None,
    building: str | None, unit: str | None, rest: str | None,
) -> Address:  # fmt: skip
    places = divisions.leading(f"{division}。") if division else None
    if places is None and road:
        # 武汉洪山珞喻路: divisions without the words of their levels stand in the road. One alone
        # is the road's own name: 北京西路.
        places = divisions.leading(road)
        if len(places.names) > 1:
            road = places.rest
        else:
            places = None
    road, group = _grouped(road)
    estate, block = _building(building)
    if estate is None and road and (both := _BEFORE.match(road)):
        estate, road = both.groups()
    dashed, door_unit, room = _inner(unit)
    number = _digits(house)
    if block and dashed:
        door_unit, dashed = dashed, None
    if group and number is None and room and not (block or door_unit):
        number, room = room, None  # 3组12, without the word for the house
    block = block or dashed
    village = places.names[-1] if places and places.names and not (road or estate) else None
    where = (village, road, estate, f"g{group}" if group else None, number)
    place = "|".join(filter(None, where)) if number or estate or group else None
    inside = (("b", block), ("u", door_unit), ("r", room))
    within = "|".join([f"{sign}{value}" for sign, value in inside if value])
    door = "|".join(filter(None, (place, within)))
    return Address(
        written=written, seat=places.names[-1:] if places else (),
        area=places.area if places else (), road=road, number=number, estate=estate,
        building=block, unit=door_unit, room=room, rest=rest, group=group, place=place,
        door=door if place and (block or room or number) else None,
        nook=f"{estate}|{within}" if estate and room else None,
    )  # fmt: skip


def _grouped(road: str | None) -> tuple[str | None, str | None]:
    """A road's name, or a hamlet's, and the number of the villagers' group behind it."""
    if road is None:
        return None, None
    found = _GROUP.search(road)
    if found is None:
        return road, None
    return road[: found.start()] or None, found.group(1)


def _building(text: str | None) -> tuple[str | None, str | None]:
    """The estate's name and the building's number in it."""
    if text is None:
        return None, None
    estate, block = _ESTATE.search(text), _BLOCK.search(text)
    name = estate.group() if estate else (None if block else text)
    return name, block.group(1) if block else None


def _inner(text: str | None) -> tuple[str | None, str | None, str | None]:
    """Building, unit and room, in words or with dashes."""
    if text is None:
        return None, None, None
    if found := _DASHED.match(text):
        return found.group(1), found.group(2), found.group(3)
    if found := _TWO.match(text):
        return found.group(1), None, found.group(2)
    unit = _UNIT.match(text)
    rest = text[unit.end() :] if unit else text
    floor = _FLOOR.match(rest)
    rest = rest[floor.end() :] if floor else rest
    room = _ROOM.search(rest)
    name = room.group(1) if room else (floor.group(1) + "f" if floor else None)
    return None, unit.group(1) if unit else None, name


def _digits(text: str | None) -> str | None:
    found = _DIGITS.findall(text) if text else None
    return "-".join(found).replace("/", "-").replace("之", "-") if found else None
