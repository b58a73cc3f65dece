"""The people of one part of the province at the start: households, families, names, numbers."""

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from samples import families
from samples.codes import EDUCATION, OCCUPATIONS
from samples.columns import Columns
from samples.families import CHILD, HEAD, PARENT, SPOUSE
from samples.names import full_names, given
from samples.numbers import (
    Bools,
    Bytes,
    Days,
    Floats,
    Ints,
    blank,
    citizen_numbers,
    pick,
    ranks,
    strings,
    uniform,
)
from samples.rates import Society

_ADULT, _WORKS_FROM, _RETIRES_AT = 18, 19, 60
_SEQUENCES = 500

Objects = npt.NDArray[np.object_]

# Who lives together: roles, the head's age, and the weight of such households.
_HOUSEHOLDS: Final = (
    ((HEAD,), (20, 34), 0.12),
    ((HEAD,), (60, 90), 0.08),
    ((HEAD, SPOUSE), (24, 85), 0.22),
    ((HEAD, SPOUSE, CHILD), (25, 55), 0.24),
    ((HEAD, SPOUSE, CHILD, CHILD), (27, 52), 0.13),
    ((HEAD, SPOUSE, CHILD, CHILD, CHILD), (30, 50), 0.02),
    ((HEAD, CHILD), (26, 55), 0.05),
    ((HEAD, SPOUSE, CHILD, PARENT, PARENT), (28, 50), 0.07),
    ((HEAD, SPOUSE, CHILD, CHILD, PARENT), (30, 50), 0.07),
)


@dataclass
class People(Columns):
    """Columns of everyone who is or was there; positions are the persons."""

    ids: Ints
    household: Ints
    role: Ints
    sex: Ints
    birth: Days
    ethnic: Ints
    surname: Ints
    name: Objects
    former_name: Objects
    number: Bytes
    birth_division: Ints
    marital: Ints
    education: Ints
    occupation: Ints
    phone: Ints
    spouse: Ints
    mother: Ints
    father: Ints
    changed: Days
    alive: Bools
    died: Days
    employer: Ints

    def __len__(self) -> int:
        return len(self.ids)

    def ages(self, day: np.datetime64) -> Ints:
        """Completed years on a day, near enough for deciding who goes to school or works."""
        return ((day - self.birth).astype(np.int64) / 365.2425).astype(np.int64)


@dataclass
class Households(Columns):
    """Columns of the households."""

    ids: Ints
    village: Ints
    unit: Ints
    head: Ints
    since: Days


@dataclass
class Sequencer:
    """Gives citizen numbers their sequence so that no two in the province are the same.

    Each part of the province owns its own share of the 500 sequences a sex has on a day in a
    division, so that parts can be made without knowing of each other.
    """

    part: int
    parts: int
    counties: Ints

    def number(
        self, rng: np.random.Generator, division: Ints, birth: Days, sex: Ints
    ) -> tuple[Bytes, Ints]:
        """Numbers for people and who issued them: another county where a day is full."""
        share = _SEQUENCES // self.parts
        division = division.copy()
        day = birth.astype("M8[D]").astype(np.int64) + 40_000
        while True:
            group = (division * 100_000 + day) * 2 + sex - 1
            place = ranks(group)
            full = place >= share
            if not full.any():
                break
            division[full] = rng.choice(self.counties, int(full.sum()))
        # A step that shares no factor with 500 keeps them apart and scatters them.
        start = (uniform(group, 3) * _SEQUENCES).astype(np.int64)
        serial = ((place * self.parts + self.part) * 137 + start) % _SEQUENCES
        return citizen_numbers(division, birth, serial * 2 + (sex == 1)), division


@dataclass(frozen=True)
class Place:
    """What the people of a part need to know of where they live."""

    villages: Ints
    weights: Floats
    county: Ints
    minority: Floats
    issuing: Ints


def households(
    rng: np.random.Generator, count: int, place: Place, base: int, today: np.datetime64
) -> tuple[Households, Ints, Ints, Ints]:
    """Households for exactly so many persons: also each person's household, role and head's age."""
    weights = [weight for *_, weight in _HOUSEHOLDS]
    sizes = np.array([len(roles) for roles, *_ in _HOUSEHOLDS])
    kinds = pick(rng.random(count), weights)
    ends = np.cumsum(sizes[kinds])
    kinds = kinds[: int(np.searchsorted(ends, count)) + 1]
    number = len(kinds)
    flat = np.concatenate([roles for roles, *_ in _HOUSEHOLDS])
    starts = np.cumsum([0, *sizes[:-1]])
    household = np.repeat(np.arange(number), sizes[kinds])[:count]
    role = flat[starts[kinds][household] + ranks(household)]
    low = np.array([ages[0] for _, ages, _ in _HOUSEHOLDS])[kinds]
    high = np.array([ages[1] for _, ages, _ in _HOUSEHOLDS])[kinds]
    age = low + (rng.random(number) * (high - low)).astype(np.int64)
    share = np.cumsum(place.weights) / place.weights.sum()
    village = np.searchsorted(share, (np.arange(number) + 0.5) / number).clip(0, len(share) - 1)
    since = today - (rng.random(number) * np.minimum(age - 18, 30) * 365).astype("m8[D]") - 31
    empty = np.zeros(number, dtype=np.int64)
    heads = np.flatnonzero(role == HEAD)
    made = Households(base + np.arange(1, number + 1), village, empty, heads, since)
    return made, household, role, age


def build(
    rng: np.random.Generator,
    count: int,
    place: Place,
    base: int,
    today: np.datetime64,
    sequencer: Sequencer,
    society: Society,
) -> tuple[People, Households]:
    """Everyone of one part of the province at the start."""
    homes, household, role, head_age = households(rng, count, place, base, today)
    age = families.ages(rng, household, role, head_age)
    sex = families.sexes(rng, household, role, homes.head)
    days = (age * 365.2425).astype(np.int64) + rng.integers(1, 365, count)
    birth = today - 5 - days.astype("m8[D]")
    families.twins(rng, household, role, birth, society.twins)
    village = homes.village[household]
    ethnic = families.ethnic(rng, household, role, place.minority[village])
    surname = families.family_names(rng, household, role, sex, homes.head)
    division = _issuing(rng, birth, place.county[village], place.issuing)
    neighbours = families.namesakes(rng, village, role, sex, birth, society.namesake_neighbours)
    number, division = sequencer.number(rng, division, birth, sex)
    year = birth.astype("M8[Y]").astype(np.int64) + 1970
    names = full_names(rng, surname, sex, year, ethnic).to_numpy(zero_copy_only=False).copy()
    for copy, original in neighbours:
        names[copy] = names[original]
        surname[copy], ethnic[copy] = surname[original], ethnic[original]
    spouse, mother, father = families.relatives(household, role, sex, len(homes.ids))
    years = ((today - birth).astype(np.int64) / 365.2425).astype(np.int64)
    people = People(
        ids=base + np.arange(1, count + 1), household=household, role=role, sex=sex, birth=birth,
        ethnic=ethnic, surname=surname, name=names,
        former_name=_former(rng, names, sex, year), number=number,
        birth_division=division, marital=_marital(rng, role, years, spouse),
        education=_education(rng, years), occupation=_occupation(rng, years),
        phone=14_200_000_000 + rng.integers(0, 200_000_000, count), spouse=spouse, mother=mother,
        father=father, changed=np.maximum(homes.since[household], birth + 1),
        alive=np.ones(count, dtype=bool), died=np.full(count, np.datetime64("NaT"), dtype="M8[D]"),
        employer=np.full(count, -1, dtype=np.int64),
    )  # fmt: skip
    return people, homes


def _issuing(rng: np.random.Generator, birth: Days, county: Ints, issuing: Ints) -> Ints:
    """Where numbers were issued first: at home, at times elsewhere, or under an old code."""
    division = county.copy()
    elsewhere = rng.random(len(county)) < 0.12
    division[elsewhere] = issuing[rng.integers(0, len(issuing), int(elsewhere.sum()))]
    # Codes of 20 more in the prefecture were abolished in 1994.
    old = (birth < np.datetime64("1994-01-01")) & (rng.random(len(county)) < 0.05)
    former = issuing[issuing // 100 % 100 > 20]
    if len(former):
        division[old] = former[rng.integers(0, len(former), int(old.sum()))]
    abolished = (division // 100 % 100 > 20) & (birth >= np.datetime64("1994-01-01"))
    division[abolished] = county[abolished]
    return division


def _former(rng: np.random.Generator, names: Objects, sex: Ints, year: Ints) -> Objects:
    former: Objects = np.full(len(names), None, dtype=object)
    chosen = np.flatnonzero(rng.random(len(names)) < 0.02)
    other = given(rng, sex[chosen], year[chosen]).to_pylist()
    for position, name in zip(chosen, other, strict=True):
        if "·" not in names[position]:
            former[position] = names[position][0] + name
    return former


def _marital(rng: np.random.Generator, role: Ints, age: Ints, spouse: Ints) -> Ints:
    draw = rng.random(len(role))
    alone = np.where(age >= 62, 30, np.where((age >= 33) & (draw < 0.6), 40, 10))
    single_parent = (role == HEAD) & (spouse < 0) & (age >= 26) & (age < 60) & (draw < 0.8)
    alone = np.where(single_parent, 40, alone)
    return np.where(spouse >= 0, np.where(draw < 0.93, 21, 22), alone).astype(np.int64)


def _education(rng: np.random.Generator, age: Ints) -> Ints:
    level = pick(rng.random(len(age)), [weight for *_, weight in EDUCATION])
    level = np.where(age < 18, 6, level)
    level = np.where(age < 15, 7, level)
    return np.where(age < 12, 8, level).astype(np.int64)


def _occupation(rng: np.random.Generator, age: Ints) -> Ints:
    work = pick(rng.random(len(age)), [weight for *_, weight in OCCUPATIONS])
    idle = (age < _WORKS_FROM) | (age >= _RETIRES_AT) | (rng.random(len(age)) < 0.15)
    return np.where(idle, -1, work).astype(np.int64)


def adults(people: People, day: np.datetime64) -> Ints:
    """Positions of the living of age."""
    return np.flatnonzero(people.alive & (people.ages(day) >= _ADULT))


def number_strings(people: People, positions: Ints) -> pa.Array:
    """Citizen numbers of some people; null for a negative position."""
    if not len(people):
        return pa.nulls(len(positions), pa.string())
    numbers = strings(people.number[np.maximum(positions, 0)])
    return blank(numbers, positions < 0)


def names_of(people: People, positions: Ints) -> pa.Array:
    """Names of some people; null for a negative position."""
    if not len(people):
        return pa.nulls(len(positions), pa.string())
    return pa.array(people.name[np.maximum(positions, 0)], pa.string(), mask=positions < 0)
