"""One part of the province: some fifty thousand people and what belongs to them, month by month."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pyarrow as pa

from samples import companies, land, people
from samples.codes import ROADS
from samples.companies import Entities, Premises, Shares
from samples.land import APARTMENTS, HOMESTEAD, Contracts, Ground, Land, Rights
from samples.numbers import (
    Floats,
    Ints,
    Strings,
    blank,
    choose,
    join,
    numerals,
    plain,
    strings,
    take,
)
from samples.order import Order
from samples.people import Households, People, Place, Sequencer
from samples.province import Province

IDS_PER_PART = 1_000_000


@dataclass
class Part:
    """Everything of one part, as it is at the month's end."""

    order: Order
    number: int
    province: Province
    villages: Ints
    people: People
    households: Households
    land: Land
    entities: Entities
    shares: Shares
    rights: Rights
    contracts: Contracts
    ground: Ground
    premises: Premises
    sequencer: Sequencer
    rng: np.random.Generator
    month: int = 0

    @property
    def date(self) -> np.datetime64:
        """The day of the month's delivery."""
        return np.datetime64(self.order.dates[self.month], "D")

    @property
    def base(self) -> int:
        """Where this part's ids begin."""
        return self.number * IDS_PER_PART

    @property
    def upgraded(self) -> bool:
        """Whether the county has become a district."""
        return self.month > 0

    @cached_property
    def _place_names(self) -> list[str]:
        return [self.province.full_name(int(v), False) for v in self.villages]

    def division(self, village: Ints, width: int = 12) -> Strings:
        """Division codes of villages, as they are this month."""
        codes = [self.province.code(int(v), self.upgraded)[:width] for v in self.villages]
        return take(codes, village)

    def division_names(self, village: Ints) -> Strings:
        """Whole names of villages, as addresses begin."""
        return take(self._place_names, village)

    def county_names(self, village: Ints) -> Strings:
        """The counties' names, as they are this month."""
        names = [
            self.province.name(self.province.ancestors(int(v))[2], self.upgraded)
            for v in self.villages
        ]
        return take(names, village)

    def unit_village(self, units: Ints) -> Ints:
        """The village of each unit."""
        return land.unit_villages(self.land, units)

    def building_address(self, units: Ints) -> Strings:
        """The standard address down to the house number."""
        place = take(self._place_names, self.unit_village(units))
        road = take(ROADS, self.land.units.road[units])
        return join(place, road, plain(self.land.units.house[units]), "号")

    def door(self, units: Ints) -> Strings:
        """The flat's number in its building; null in a house."""
        all_units = self.land.units
        building = all_units.building[units]
        kind = self.land.parcels.kind[self.land.buildings.parcel[building]]
        alone = np.bincount(all_units.building)[building] == 1
        text = join(
            "1单元", plain(all_units.floor[units]), numerals(all_units.door[units], 2), "室"
        )
        floor = join(plain(all_units.floor[units]), "层")
        house = choose(alone, None, text)
        return choose(kind == APARTMENTS, text, choose(kind == HOMESTEAD, house, floor))

    def address(self, units: Ints) -> Strings:
        """The whole standard address."""
        return join(self.building_address(units), self.door(units).fill_null(""))

    def parcel_codes(self, parcels: Ints) -> Strings:
        """Parcel codes of parcels by position."""
        return strings(self.land.parcels.code[parcels])

    def unit_codes(self, units: Ints) -> Strings:
        """Real-estate unit codes of units by position."""
        codes = land.unit_codes(self.land.parcels, self.land.buildings, self.land.units)
        return strings(codes[units])

    def home_of(self, persons: Ints) -> Ints:
        """The unit each person lives in."""
        return self.households.unit[self.people.household[persons]]

    def credit_codes(self, entities: Ints) -> Strings:
        """Credit codes of entities; null for a negative position."""
        if not len(self.entities):
            return pa.nulls(len(entities), pa.string())
        return blank(strings(self.entities.credit[np.maximum(entities, 0)]), entities < 0)

    def entity_names(self, entities: Ints) -> Strings:
        """Names of entities; null for a negative position."""
        if not len(self.entities):
            return pa.nulls(len(entities), pa.string())
        names = self.entities.name[np.maximum(entities, 0)]
        return pa.array(names, pa.string(), mask=entities < 0)

    def phones(self, numbers: Ints) -> Strings:
        """Telephone numbers of a range no operator gives out."""
        return numerals(numbers, 11)


def build(order: Order, province: Province, number: int) -> Part:
    """One part at the start; it depends on the order and its own number only."""
    rng = np.random.default_rng(np.random.SeedSequence([order.seed, 0x51C0, number]))
    position = np.array_split(np.arange(len(province.villages)), order.parts)[number]
    villages, weights = province.villages[position], province.weights[position]
    county = np.array([int(province.code(int(v), False)[:6]) for v in villages])
    today = np.datetime64(order.dates[0], "D")
    base = number * IDS_PER_PART
    place = Place(villages, weights, county, _minority(order, province, county), _issuing(province))
    sequencer = Sequencer(number, order.parts, _counties(province))
    everyone, homes = people.build(
        rng, order.share(order.persons, number), place, base, today, sequencer,
        order.rates.society,
    )  # fmt: skip
    ground = _ground(province, villages, weights, county)
    parcels, households = order.share(order.parcels, number), len(homes.ids)
    plots = land.build(rng, parcels, households, ground, base, today)
    homes.unit = land.homes(plots, homes.village)
    homes.village = land.unit_villages(plots, homes.unit)
    working = land.working_units(plots)
    names = [province.name(province.ancestors(int(v))[2], False) for v in villages]
    premises = Premises(working, land.unit_villages(plots, working), county, names)
    entities = companies.build(
        rng, order.share(order.entities, number), everyone, premises, base,
        companies.next_serial(number), today,
    )  # fmt: skip
    companies.settle(rng, entities, names)
    companies.employ(rng, everyone, entities)
    shares = companies.shares(rng, entities, np.arange(len(entities)), everyone, base, today)
    rights = land.rights(
        rng, plots, homes.unit, homes.head, everyone.spouse, entities.unit,
        companies.banks(entities), base, today,
    )  # fmt: skip
    return Part(
        order, number, province, villages, everyone, homes, plots, entities, shares, rights,
        land.contracts(rng, plots, homes.village, homes.head, base, today), ground, premises,
        sequencer, rng,
    )  # fmt: skip


def _minority(order: Order, province: Province, county: Ints) -> Floats:
    last = max(county // 100)
    del province
    share = order.rates.society.minority
    return np.where(county // 100 == last, 3 * share, 0.6 * share)


def _counties(province: Province) -> Ints:
    codes = [int(province.divisions[i].code[:6]) for i in province.index(2)]
    return np.array(codes, dtype=np.int64)


def _issuing(province: Province) -> Ints:
    former = np.array([int(code) for code in province.former_codes], dtype=np.int64)
    return np.concatenate([_counties(province), former])


def _ground(province: Province, villages: Ints, weights: Floats, county: Ints) -> Ground:
    divisions = [province.divisions[int(v)] for v in villages]
    return Ground(
        villages, np.array([province.lattice.centre(d.rect) for d in divisions]), weights,
        np.array([d.urban for d in divisions]), county,
        np.array([int(d.code[6:9]) for d in divisions]),
        np.array([int(d.code[9:12]) for d in divisions]), province.lattice.step,
    )  # fmt: skip
