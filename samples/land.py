"""Parcels, buildings, units, rights and natural resources of one part of the province."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from samples.columns import Columns
from samples.geometry import CORNERS, Points, areas, blobs, quads, shrink, with_middles
from samples.numbers import Bools, Bytes, Days, Floats, Ints, digits, pick, ranks, uniform

# Land use, feature letters of the parcel code, and the share in towns and in the country.
_KINDS: Final = (
    ("0701", "GB", 0.24, 0.00), ("0702", "JC", 0.20, 0.56), ("0501", "GB", 0.24, 0.05),
    ("0601", "GB", 0.10, 0.02), ("0801", "GB", 0.08, 0.02), ("0810", "GB", 0.07, 0.00),
    ("1201", "GB", 0.07, 0.02), ("0101", "JD", 0.00, 0.20), ("0103", "JD", 0.00, 0.09),
    ("0301", "JE", 0.00, 0.04),
)  # fmt: skip
LAND_USE: Final = [kind[0] for kind in _KINDS]
FEATURE: Final = [kind[1] for kind in _KINDS]
APARTMENTS, HOMESTEAD, SHOPS, WORKS, OFFICES, PARK, EMPTY, PADDY, DRY, WOOD = range(10)
HOUSING: Final = (APARTMENTS, HOMESTEAD)
BUILT: Final = (APARTMENTS, HOMESTEAD, SHOPS, WORKS, OFFICES)
FARMED: Final = (PADDY, DRY)
COLLECTIVE: Final = (HOMESTEAD, PADDY, DRY, WOOD)
_FORCED: Final = (HOMESTEAD, SHOPS, PADDY)

OWNERSHIP, MORTGAGE = 0, 1
_FOREST_IDS = 500_000
# So many households share a home before houses are made for more, and at most so many times more.
_SHARE_A_HOME, _MOST_TIMES = 4, 49
# So many households share a home before they look for one in another village.
_FULL_HOUSE = 16


@dataclass
class Parcels(Columns):
    """Columns of the parcels."""

    ids: Ints
    village: Ints
    kind: Ints
    code: Bytes
    ring: Points
    changed: Days
    alive: Bools

    def __len__(self) -> int:
        return len(self.ids)


@dataclass
class Buildings:
    """Columns of the buildings: one on each built parcel."""

    ids: Ints
    parcel: Ints
    ring: Points
    floors: Ints
    year: Ints
    structure: Ints


@dataclass
class Units:
    """Columns of the real-estate units: a house, a flat, a shop, a floor of a works."""

    ids: Ints
    building: Ints
    place: Ints
    floor: Ints
    door: Ints
    area: Floats
    road: Ints
    house: Ints


@dataclass
class Rights(Columns):
    """Columns of the rights: one row for each holder."""

    ids: Ints
    unit: Ints
    kind: Ints
    serial: Ints
    person: Ints
    entity: Ints
    share: Floats
    registered: Days
    alive: Bools


@dataclass
class Contracts:
    """Columns of the farmers' contracts for their fields."""

    ids: Ints
    parcel: Ints
    person: Ints
    since: Days


@dataclass
class Resources:
    """Columns of waters or forest stands."""

    ids: Ints
    village: Ints
    kind: Ints
    ring: Points
    quality: Ints
    surveyed: Days


@dataclass
class Land:
    """All land of one part."""

    parcels: Parcels
    buildings: Buildings
    units: Units
    waters: Resources
    forests: Resources


@dataclass(frozen=True)
class Ground:
    """What land needs to know of the villages of a part, and of their numbers in the codes."""

    number: Ints
    centre: Points
    weights: Floats
    urban: Bools
    county: Ints
    township: Ints
    village: Ints
    step: float


def parcel_codes(ground: Ground, village: Ints, kind: Ints, serial: Ints) -> Bytes:
    """Nineteen characters: county, cadastral district and sub-district, feature, number."""
    letters = np.array([list(feature.encode()) for feature in FEATURE], dtype=np.uint8)
    return np.hstack(
        [
            digits(ground.county[village], 6), digits(ground.township[village], 3),
            digits(ground.village[village], 3), letters[kind], digits(serial, 5),
        ]
    )  # fmt: skip


def unit_codes(parcels: Parcels, buildings: Buildings, units: Units) -> Bytes:
    """Twenty-eight characters: the parcel, F for a building, its number and the unit's."""
    body = parcels.code[buildings.parcel[units.building]]
    feature = np.full((len(units.ids), 1), ord("F"), dtype=np.uint8)
    first = digits(np.ones(len(units.ids)), 4)
    return np.hstack([body, feature, first, digits(units.place + 1, 4)])


def build(
    rng: np.random.Generator,
    count: int,
    households: int,
    ground: Ground,
    base: int,
    today: np.datetime64,
) -> Land:
    """The land of one part at the start: so many parcels, for so many households."""
    parcels = _parcels(rng, count, ground, base, today)
    buildings = _buildings(rng, parcels, base, today)
    units = _units(parcels, buildings, households, base)
    return Land(
        parcels, buildings, units, _resources(rng, ground, base, today, 0.35, 4),
        _resources(rng, ground, base + _FOREST_IDS, today, 2.0, 7),
    )  # fmt: skip


def _parcels(
    rng: np.random.Generator, count: int, ground: Ground, base: int, today: np.datetime64
) -> Parcels:
    villages = len(ground.number)
    # Every village has one home, one shop and (in the country) one field to begin with.
    least = min(3, count // villages)
    each = least + rng.multinomial(count - least * villages, ground.weights / ground.weights.sum())
    village = np.repeat(np.arange(villages), each)
    rank = ranks(village)
    urban = ground.urban[village]
    draw = rng.random(len(village))
    kind = np.where(urban, pick(draw, [k[2] for k in _KINDS]), pick(draw, [k[3] for k in _KINDS]))
    for place, forced in enumerate(_FORCED):
        forced_here = APARTMENTS if forced == HOMESTEAD else EMPTY
        kind[rank == place] = np.where(
            urban[rank == place], forced_here if forced != SHOPS else SHOPS, forced
        )
    size = np.maximum(1, np.ceil(np.sqrt(each)).astype(np.int64))[village]
    corners = quads(
        ground.centre[village], ground.number[village], rank % size, rank // size, size, ground.step
    )
    since = today - rng.integers(60, 9_000, len(village)).astype("m8[D]")
    return Parcels(
        base + np.arange(1, len(village) + 1), village, kind.astype(np.int64),
        parcel_codes(ground, village, kind, rank + 1), with_middles(corners), since,
        np.ones(len(village), dtype=bool),
    )  # fmt: skip


def _buildings(
    rng: np.random.Generator, parcels: Parcels, base: int, today: np.datetime64
) -> Buildings:
    place = np.flatnonzero(np.isin(parcels.kind, BUILT))
    count = len(place)
    kind = parcels.kind[place]
    floors = np.where(kind == APARTMENTS, rng.integers(3, 8, count), rng.integers(1, 4, count))
    year = int(str(today)[:4]) - 1 - (rng.random(count) ** 1.5 * 40).astype(np.int64)
    return Buildings(
        base + np.arange(1, count + 1), place,
        shrink(parcels.ring[place][:, CORNERS], 0.35 + 0.35 * rng.random(count)), floors, year,
        rng.integers(0, 4, count),
    )  # fmt: skip


def _units(parcels: Parcels, buildings: Buildings, households: int, base: int) -> Units:
    kind = parcels.kind[buildings.parcel]
    doors = np.where(kind == APARTMENTS, 2, 1)
    floors = np.where(kind == HOMESTEAD, 1, buildings.floors)
    # Where parcels are few, their houses hold more homes.
    living = np.isin(kind, HOUSING)
    room = int((doors * floors)[living].sum()) * _SHARE_A_HOME
    doors = np.where(living, doors * min(-(-households // room), _MOST_TIMES), doors)
    each = doors * floors
    building = np.repeat(np.arange(len(each)), each)
    place = ranks(building)
    floor = place // doors[building] + 1
    door = place % doors[building] + 1
    homestead = kind[building] == HOMESTEAD
    storeys = np.where(homestead, buildings.floors[building], 1)
    area = areas(buildings.ring)[building] * storeys * 0.86 / doors[building]
    parcel = buildings.parcel[building]
    road = (uniform(parcels.village[parcel] * 7 + parcel % 5, 91) * 24).astype(np.int64)
    house = ranks(parcels.village)[parcel] + 1
    return Units(
        base + np.arange(1, len(place) + 1), building, place, floor, door, area.round(2), road,
        house,
    )  # fmt: skip


def _resources(
    rng: np.random.Generator,
    ground: Ground,
    base: int,
    today: np.datetime64,
    each: float,
    kinds: int,
) -> Resources:
    village = np.repeat(np.arange(len(ground.number)), rng.poisson(each, len(ground.number)))
    if not len(village):
        village = np.zeros(1, dtype=np.int64)
    count = len(village)
    angle = rng.random(count) * 2 * np.pi
    away = ground.step * (0.3 + 0.15 * rng.random(count))
    centre = (
        ground.centre[village] + np.column_stack([np.cos(angle), np.sin(angle)]) * away[:, None]
    )
    ids = base + np.arange(1, count + 1)
    radius = ground.step * (0.01 + 0.04 * rng.random(count) ** 2)
    age = rng.integers(200, 2_000, count)
    return Resources(
        ids, village, rng.integers(0, kinds, count), blobs(centre, ids + 7 * kinds, radius),
        rng.integers(0, 5, count), today - age.astype("m8[D]"),
    )  # fmt: skip


def use(kind: Ints) -> Ints:
    """What built parcels are used for: 0 housing, 1 trade, 2 industry, 3 offices."""
    of_kind = np.zeros(len(_KINDS), dtype=np.int64)
    of_kind[[SHOPS, WORKS, OFFICES]] = 1, 2, 3
    return of_kind[kind]


def homes(land: Land, village: Ints) -> Ints:
    """A unit to live in for each household: the units of its village in turn.

    Where a village has no homes, or far too few, households live anywhere in the part.
    """
    kind = land.parcels.kind[land.buildings.parcel[land.units.building]]
    living = np.flatnonzero(np.isin(kind, HOUSING))
    where = land.parcels.village[land.buildings.parcel[land.units.building[living]]]
    villages = int(max(village.max(initial=0), where.max(initial=0))) + 1
    count = np.bincount(where, minlength=villages)
    start = np.cumsum(count) - count
    place = ranks(village)
    slot: Ints = start[village] + place % np.maximum(count[village], 1)
    most = max(_FULL_HOUSE, -(-2 * len(village) // len(living)))
    elsewhere = np.flatnonzero(place >= most * count[village])
    slot[elsewhere] = np.arange(len(elsewhere)) % len(living)
    return living[slot]


def working_units(land: Land) -> Ints:
    """Units where entities are: shops, works, offices; homes where there are none of these."""
    kind = land.parcels.kind[land.buildings.parcel[land.units.building]]
    working = np.flatnonzero(np.isin(kind, (SHOPS, WORKS, OFFICES)))
    return working if len(working) else np.arange(len(kind))


def unit_villages(land: Land, units: Ints) -> Ints:
    """The village of each unit."""
    return land.parcels.village[land.buildings.parcel[land.units.building[units]]]


def rights(
    rng: np.random.Generator,
    land: Land,
    home: Ints,
    head: Ints,
    spouse: Ints,
    premises: Ints,
    banks: Ints,
    base: int,
    today: np.datetime64,
) -> Rights:
    """Who owns which unit: the first household of a home, the first entity of a working unit."""
    unit, first = np.unique(home, return_index=True)
    owned = rng.random(len(unit)) < 0.9
    unit, owner = unit[owned], head[first[owned]]
    partner = np.where(rng.random(len(unit)) < 0.4, spouse[owner], -1)
    joint = np.flatnonzero(partner >= 0)
    shop, company = np.unique(premises, return_index=True)
    # Who works at somebody's home does not own it.
    own = ~np.isin(shop, home)
    shop, company = shop[own], company[own]
    count, pledged = len(unit), np.flatnonzero(rng.random(len(unit)) < 0.15)
    pledged = pledged if len(banks) else pledged[:0]
    bank = banks[rng.integers(0, len(banks), len(pledged))] if len(banks) else pledged
    serial = np.arange(count)
    days = rng.integers(40, 6_000, count)
    none = np.full(len(pledged) + len(shop), -1, dtype=np.int64)
    share = np.where(partner >= 0, 0.5, 1.0)
    more = count + np.arange(len(shop) + len(pledged))
    late = rng.integers(40, 6_000, len(more))
    total = count + len(joint) + len(more)
    return Rights(
        ids=base + np.arange(1, total + 1),
        unit=np.concatenate([unit, unit[joint], shop, unit[pledged]]),
        kind=np.repeat([OWNERSHIP, MORTGAGE], [total - len(pledged), len(pledged)]),
        serial=np.concatenate([serial, serial[joint], more]),
        person=np.concatenate([owner, partner[joint], none]),
        entity=np.concatenate([np.full(count + len(joint), -1), company, bank]),
        share=np.concatenate([share, share[joint], np.ones(len(more))]),
        registered=today - np.concatenate([days, days[joint], late]).astype("m8[D]"),
        alive=np.ones(total, dtype=bool),
    )


def contracts(
    rng: np.random.Generator, land: Land, village: Ints, head: Ints, base: int, today: np.datetime64
) -> Contracts:
    """A household of the village for every field."""
    field = np.flatnonzero(np.isin(land.parcels.kind, FARMED))
    order = np.argsort(village, kind="stable")
    count = np.bincount(village, minlength=int(land.parcels.village.max()) + 1)
    start = np.cumsum(count) - count
    where = land.parcels.village[field]
    slot = start[where] + ranks(where) % np.maximum(count[where], 1)
    holder = head[order[slot.clip(0, len(order) - 1)]]
    age = rng.integers(300, 9_000, len(field))
    return Contracts(
        base + np.arange(1, len(field) + 1), field, holder, today - age.astype("m8[D]")
    )
