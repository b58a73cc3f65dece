"""Legal entities of one part: companies, shops, associations, organs, institutions."""

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import pyarrow as pa

from samples.codes import BANKING, COMPANY_FIRST, COMPANY_SECOND, COMPANY_THIRD, INDUSTRIES
from samples.columns import Columns
from samples.numbers import (
    Bools,
    Bytes,
    Days,
    Floats,
    Ints,
    Strings,
    choose,
    credit_codes,
    join,
    organisation_codes,
    pick,
    take,
)  # fmt: skip
from samples.people import Objects, People, adults

COMPANY, SHOP, COOPERATIVE, BRANCH, ASSOCIATION, PRIVATE, FOUNDATION, ORGAN, INSTITUTION = range(9)
PREFIX: Final = np.array([91, 92, 93, 91, 51, 52, 53, 11, 12])
_WEIGHTS: Final = (0.42, 0.44, 0.04, 0.03, 0.020, 0.015, 0.001, 0.014, 0.020)
MARKET: Final = (COMPANY, SHOP, COOPERATIVE, BRANCH)
CIVIL: Final = (ASSOCIATION, PRIVATE, FOUNDATION)
PUBLIC: Final = (ORGAN, INSTITUTION)

NORMAL, ABNORMAL, REVOKED, CANCELLED = 1, 2, 3, 4
_SERIAL_PRIME = 99_999_989
_PER_PART = 200_000

_SHOPS: Final = ("店", "经营部", "商行", "馆", "门市部", "工作室")
_PRIVATE: Final = ("幼儿园", "养老服务中心", "职业培训学校", "社会工作服务中心", "康复中心")
_ORGANS: Final = (
    "财政局",
    "民政局",
    "教育局",
    "水利局",
    "自然资源局",
    "统计局",
    "审计局",
    "司法局",
)
_INSTITUTIONS: Final = (
    "人民医院",
    "中学",
    "小学",
    "图书馆",
    "文化馆",
    "疾病预防控制中心",
    "农业技术推广站",
    "公共就业服务中心",
)


@dataclass
class Entities(Columns):
    """Columns of the entities; positions are the entities."""

    ids: Ints
    kind: Ints
    village: Ints
    county: Ints
    name: Objects
    short: Objects
    former_name: Objects
    credit: Bytes
    organisation: Bytes
    industry: Ints
    capital: Ints
    founded: Days
    cancelled: Days
    state: Ints
    representative: Ints
    unit: Ints
    phone: Ints
    employees: Ints
    parent: Ints
    changed: Days

    def __len__(self) -> int:
        return len(self.ids)


@dataclass
class Shares(Columns):
    """Columns of the shareholdings."""

    ids: Ints
    entity: Ints
    person: Ints
    holder: Ints
    share: Floats
    since: Days
    alive: Bools


@dataclass(frozen=True)
class Premises:
    """Where entities may be: units with their village, the county's code and name by village."""

    units: Ints
    villages: Ints
    county: Ints
    county_name: list[str]


def words(rng: np.random.Generator, count: int) -> Strings:
    """The word that makes a company's name its own."""
    first = take(COMPANY_FIRST, rng.integers(0, len(COMPANY_FIRST), count))
    second = take(COMPANY_SECOND, rng.integers(0, len(COMPANY_SECOND), count))
    return join(first, second, take(COMPANY_THIRD, rng.integers(0, len(COMPANY_THIRD), count)))


def build(
    rng: np.random.Generator,
    count: int,
    people: People,
    premises: Premises,
    base: int,
    serial: int,
    today: np.datetime64,
    newest: int = 12_000,
) -> Entities:
    """So many entities, founded within the last `newest` days."""
    kind = pick(rng.random(count), _WEIGHTS)
    industry = pick(rng.random(count), [row[2] for row in INDUSTRIES])
    place = rng.integers(0, len(premises.units), count)
    village = premises.villages[place]
    county = premises.county[village]
    number = np.arange(serial + 1, serial + count + 1, dtype=np.int64) * 7_654_321 % _SERIAL_PRIME
    organisation = organisation_codes(number)
    name, short = _names(rng, kind, industry, village, premises)
    founded = today - (rng.random(count) * newest).astype(np.int64).astype("m8[D]") - 2
    capital = 10.0 ** rng.integers(4, 8, count) * rng.integers(1, 10, count)
    state = np.where(rng.random(count) < 0.03, ABNORMAL, NORMAL)
    grown = adults(people, today)
    return Entities(
        ids=base + np.arange(1, count + 1), kind=kind, village=village, county=county, name=name,
        short=short, former_name=np.full(count, None, dtype=object),
        credit=credit_codes(PREFIX[kind], county, organisation), organisation=organisation,
        industry=industry, capital=capital.astype(np.int64), founded=founded,
        cancelled=np.full(count, np.datetime64("NaT"), dtype="M8[D]"), state=state,
        representative=grown[rng.integers(0, len(grown), count)], unit=premises.units[place],
        phone=14_200_000_000 + rng.integers(0, 200_000_000, count),
        employees=1 + (rng.pareto(1.2, count) * 4).clip(0, 4_000).astype(np.int64),
        parent=np.full(count, -1, dtype=np.int64), changed=founded.copy(),
    )  # fmt: skip


def _names(
    rng: np.random.Generator, kind: Ints, industry: Ints, village: Ints, premises: Premises
) -> tuple[Objects, Objects]:
    count = len(kind)
    place = take(premises.county_name, village)
    word = words(rng, count)
    trade = take([row[1] for row in INDUSTRIES], industry)
    short = join(word, trade)
    number = take([f"第{n}" for n in "一二三四五六七八九"], rng.integers(0, 9, count))

    def any_of(choices: tuple[str, ...]) -> Strings:
        return take(choices, rng.integers(0, len(choices), count))

    limited = choose(rng.random(count) < 0.3, "有限责任公司", "有限公司")
    whole = {
        COMPANY: join(place, short, limited),
        SHOP: join(place, short, any_of(_SHOPS)),
        COOPERATIVE: join(place, word, any_of(("种植", "养殖", "果业", "茶叶")), "专业合作社"),
        BRANCH: join(place, short, limited),
        ASSOCIATION: join(place, trade, "行业协会"),
        PRIVATE: join(place, word, any_of(_PRIVATE)),
        FOUNDATION: join(place, word, "慈善基金会"),
        ORGAN: join(place, any_of(_ORGANS)),
        INSTITUTION: join(place, number, any_of(_INSTITUTIONS)),
    }
    name = whole[COMPANY]
    for which, values in whole.items():
        name = choose(kind == which, values, name)
    return _objects(name), _objects(short)


def _objects(values: pa.Array) -> Objects:
    return np.asarray(values.to_numpy(zero_copy_only=False)).copy()


def settle(rng: np.random.Generator, entities: Entities, county_name: list[str]) -> None:
    """Give branches their parents, some companies a former name; a name is one organ's only."""
    companies = np.flatnonzero(entities.kind == COMPANY)
    branches = np.flatnonzero(entities.kind == BRANCH)
    if len(companies):
        for branch, parent in zip(
            branches, companies[rng.integers(0, len(companies), len(branches))], strict=True
        ):
            entities.parent[branch] = parent
            place = county_name[entities.village[branch]]
            entities.name[branch] = f"{entities.name[parent]}{place}分公司"
            entities.founded[branch] = max(entities.founded[branch], entities.founded[parent])
            entities.changed[branch] = entities.founded[branch]
    renamed = companies[rng.random(len(companies)) < 0.06]
    for entity, word in zip(renamed, words(rng, len(renamed)).to_pylist(), strict=True):
        entities.former_name[entity] = rename(entities, int(entity), word)
    once: dict[str, int] = {}
    for entity in np.flatnonzero(np.isin(entities.kind, (*PUBLIC, *CIVIL))):
        name = entities.name[entity]
        once[name] = once.get(name, 0) + 1
        if once[name] > 1:
            entities.name[entity] = f"{name}{'东西南北中'[once[name] % 5]}{once[name]}分部"


def rename(entities: Entities, entity: int, word: str) -> str:
    """The company's name with another word in it."""
    name, short = entities.name[entity], entities.short[entity]
    trade = INDUSTRIES[entities.industry[entity]][1]
    return str(name).replace(short, word + trade)


def shares(
    rng: np.random.Generator, entities: Entities, which: Ints, people: People, base: int, day: Any
) -> Shares:
    """Shareholders of companies: one to three, persons mostly, companies at times."""
    which = which[entities.kind[which] == COMPANY]
    each = pick(rng.random(len(which)), (0.5, 0.35, 0.15)) + 1
    entity = np.repeat(which, each)
    count = len(entity)
    grown = adults(people, day)
    person = grown[rng.integers(0, len(grown), count)]
    companies = np.flatnonzero(entities.kind == COMPANY)
    holder = np.full(count, -1, dtype=np.int64)
    corporate = rng.random(count) < 0.12
    if corporate.any():
        holder[corporate] = companies[rng.integers(0, len(companies), int(corporate.sum()))]
        holder[holder == entity] = -1
    person[holder >= 0] = -1
    first = np.r_[True, entity[1:] != entity[:-1]] if count else np.zeros(0, dtype=bool)
    founder = first & (holder < 0)
    person[founder] = entities.representative[entity[founder]]
    split = np.array([[100, 0, 0], [60, 40, 0], [50, 30, 20]])
    order = np.arange(count) - np.repeat(np.flatnonzero(first), each)
    percent = split[np.repeat(each, each) - 1, order].astype(np.float64)
    return Shares(
        base + np.arange(1, count + 1), entity, person, holder, percent,
        entities.founded[entity], np.ones(count, dtype=bool),
    )  # fmt: skip


def employ(rng: np.random.Generator, people: People, entities: Entities) -> None:
    """Give those who work in towns' trades an employer, larger entities more of them."""
    working = np.flatnonzero(people.alive & (people.occupation >= 0) & (people.occupation != 8))
    if len(working) and len(entities):
        people.employer[working] = pick(rng.random(len(working)), entities.employees.clip(1, 400))


def banks(entities: Entities) -> Ints:
    """Entities that need a licence of the financial regulator."""
    codes = [i for i, row in enumerate(INDUSTRIES) if row[0] in BANKING]
    return np.flatnonzero(
        np.isin(entities.industry, codes) & np.isin(entities.kind, (COMPANY, BRANCH))
    )


def next_serial(part: int, made: int = 0) -> int:
    """Where a part's organisation numbers begin, after those already made."""
    return part * _PER_PART + made
