"""What happens in a month: births, deaths, moves, companies come and go, land is divided."""

from dataclasses import dataclass, field

import numpy as np

from samples import companies, people
from samples.change_land import divide, merge, sell
from samples.companies import CANCELLED, COMPANY, MARKET, NORMAL
from samples.families import CHILD, HEAD, SPOUSE
from samples.names import full_names, given
from samples.numbers import Bools, Days, Ints
from samples.part import Part
from samples.people import People

ADDED, CHANGED, REMOVED = 0, 1, 2
_NONE = np.zeros(0, dtype=np.int64)
_NO_DAYS = np.zeros(0, dtype="M8[D]")


@dataclass
class Pairs:
    """Marriages or divorces: the man, the woman, the day."""

    men: Ints = field(default_factory=lambda: _NONE)
    women: Ints = field(default_factory=lambda: _NONE)
    days: Days = field(default_factory=lambda: _NO_DAYS)


@dataclass
class Month:
    """Positions of what a month's deliveries speak of."""

    persons: Ints
    operations: Ints
    households: Ints
    births: Ints
    deaths: Ints
    death_days: Days
    marriages: Pairs
    divorces: Pairs
    entities: Ints
    shares: Ints
    parcels: Ints
    rights: Ints
    contracts: Ints


def first(part: Part) -> Month:
    """The first month: everything there is, and the vital events of the year before."""
    everyone, rng = part.people, part.rng
    count = len(everyone)
    ages = everyone.ages(part.date)
    newborn = np.flatnonzero((ages == 0) & (everyone.mother >= 0))
    old = np.flatnonzero(ages > 70)
    dying = rng.permutation(old)[: max(1, round(count * part.order.rates.change.deaths))]
    # Their doctors have reported them; the police will strike them off next month.
    days = part.date - rng.integers(1, 20, len(dying)).astype("m8[D]")
    everyone.died[dying] = days
    return Month(
        persons=np.arange(count), operations=np.full(count, ADDED),
        households=np.arange(len(part.households.ids)), births=newborn, deaths=dying,
        death_days=days, marriages=_recent_marriages(part), divorces=_recent_divorces(part),
        entities=np.arange(len(part.entities)), shares=np.arange(len(part.shares.ids)),
        parcels=np.arange(len(part.land.parcels)), rights=np.arange(len(part.rights.ids)),
        contracts=np.arange(len(part.contracts.ids)),
    )  # fmt: skip


def _recent_marriages(part: Part) -> Pairs:
    everyone = part.people
    young = (everyone.role == HEAD) & (everyone.spouse >= 0) & (everyone.ages(part.date) < 38)
    heads = np.flatnonzero(young)
    heads = np.sort(part.rng.permutation(heads)[: max(1, round(len(everyone) * 0.006))])
    partner = everyone.spouse[heads]
    man = np.where(everyone.sex[heads] == 1, heads, partner)
    woman = np.where(everyone.sex[heads] == 1, partner, heads)
    return Pairs(man, woman, part.date - part.rng.integers(2, 365, len(heads)).astype("m8[D]"))


def _recent_divorces(part: Part) -> Pairs:
    everyone = part.people
    men = np.flatnonzero((everyone.marital == 40) & (everyone.sex == 1))
    women = np.flatnonzero((everyone.marital == 40) & (everyone.sex == 2))
    count = min(len(men), len(women), max(1, round(len(everyone) * 0.002)))
    days = part.date - part.rng.integers(2, 365, count).astype("m8[D]")
    return Pairs(men[:count], women[:count], days)


def following(part: Part) -> Month:
    """Advance the part by one month; what is delivered at its end."""
    part.month += 1
    touched: dict[int, int] = {}
    deaths_before = np.flatnonzero(part.people.alive & ~np.isnat(part.people.died))
    part.people.alive[deaths_before] = False
    part.people.changed[deaths_before] = part.people.died[deaths_before]
    _touch(touched, deaths_before, CHANGED)
    homes = set(_moves(part, touched))
    marriages, divorces = _marriages(part, touched), _divorces(part, touched)
    homes |= set(part.people.household[divorces.women].tolist())
    _renames(part, touched)
    deaths = _deaths(part, touched)
    births = _births(part)
    _touch(touched, births, ADDED)
    _touch(touched, _pick(part, part.people.alive & (part.people.role != HEAD), 0.0002), REMOVED)
    removed = [p for p, operation in touched.items() if operation == REMOVED]
    part.people.alive[removed] = False
    persons = np.array(sorted(touched), dtype=np.int64)
    entities, shares = _companies(part)
    parcels = np.union1d(divide(part), merge(part))
    rights, contracts = sell(part)
    return Month(
        persons, np.array([touched[int(p)] for p in persons], dtype=np.int64),
        np.array(sorted(homes), dtype=np.int64), births, deaths, part.people.died[deaths],
        marriages, divorces, entities, shares, parcels, rights, contracts,
    )  # fmt: skip


def _days(part: Part, count: int) -> Days:
    """Days of the month just past."""
    before = np.datetime64(part.order.dates[part.month - 1], "D")
    length = int((part.date - before).astype(int))
    return before + part.rng.integers(0, length, count).astype("m8[D]")


def _touch(touched: dict[int, int], positions: Ints, operation: int) -> None:
    for position in positions.tolist():
        # Who was added this month stays added whatever else happens; a removal is the last word.
        if operation == REMOVED or touched.get(position) != ADDED:
            touched[position] = operation


def _pick(part: Part, candidates: Bools, rate: float) -> Ints:
    positions = np.flatnonzero(candidates)
    wanted = part.rng.poisson(rate * len(part.people))
    return np.sort(part.rng.permutation(positions)[:wanted])


def _moves(part: Part, touched: dict[int, int]) -> list[int]:
    everyone, homes = part.people, part.households
    wanted = part.rng.poisson(part.order.rates.change.moves * len(homes.ids))
    moving = np.sort(part.rng.permutation(len(homes.ids))[:wanted])
    target = part.rng.permutation(len(homes.ids))[:wanted]
    homes.unit[moving], homes.village[moving] = homes.unit[target], homes.village[target]
    days = _days(part, len(moving))
    homes.since[moving] = days
    day_of = dict(zip(moving.tolist(), days, strict=True))
    members = np.flatnonzero(np.isin(everyone.household, moving) & everyone.alive)
    everyone.changed[members] = np.array(
        [day_of[int(h)] for h in everyone.household[members]], dtype="M8[D]"
    )
    _touch(touched, members, CHANGED)
    return [int(h) for h in moving]


def _marriages(part: Part, touched: dict[int, int]) -> Pairs:
    everyone, rate = part.people, part.order.rates.change.marriages
    ages = everyone.ages(part.date)
    single = everyone.alive & np.isnat(everyone.died) & (everyone.spouse < 0) & (ages < 50)
    single &= np.isin(everyone.marital, (10, 40))
    men = _pick(part, single & (everyone.sex == 1) & (ages >= 22), rate)
    women = _pick(part, single & (everyone.sex == 2) & (ages >= 20), rate)
    count = min(len(men), len(women))
    men, women = men[:count], women[:count]
    days = _days(part, count)
    for one, other in ((men, women), (women, men)):
        everyone.marital[one] = np.where(everyone.marital[one] == 10, 21, 22)
        everyone.spouse[one] = other
        everyone.changed[one] = days
        _touch(touched, one, CHANGED)
    return Pairs(men, women, days)


def _divorces(part: Part, touched: dict[int, int]) -> Pairs:
    everyone = part.people
    ages = everyone.ages(part.date)
    # Wives who are not heads leave, and found a household of their own.
    wives = everyone.alive & (everyone.role == SPOUSE) & (everyone.sex == 2) & (ages < 60)
    wives &= everyone.spouse >= 0
    women = _pick(part, wives, part.order.rates.change.divorces)
    women = women[everyone.alive[everyone.spouse[women]]]
    men = everyone.spouse[women].copy()
    days = _days(part, len(women))
    homes = part.households
    made = len(homes.ids) + np.arange(len(women))
    old = everyone.household[women]
    homes.add(
        people.Households(part.base + made + 1, homes.village[old], homes.unit[old], women, days)
    )
    everyone.household[women], everyone.role[women] = made, HEAD
    for one in (men, women):
        everyone.marital[one], everyone.spouse[one] = 40, -1
        everyone.changed[one] = days
        _touch(touched, one, CHANGED)
    return Pairs(men, women, days)


def _renames(part: Part, touched: dict[int, int]) -> None:
    everyone = part.people
    plain = np.array(["·" not in name and len(name) < 4 for name in everyone.name])
    chosen = _pick(part, everyone.alive & plain, part.order.rates.change.renames)
    year = everyone.birth[chosen].astype("M8[Y]").astype(np.int64) + 1970
    for person, name in zip(
        chosen, given(part.rng, everyone.sex[chosen], year).to_pylist(), strict=True
    ):
        everyone.former_name[person] = everyone.name[person]
        everyone.name[person] = everyone.name[person][0] + name
    everyone.changed[chosen] = _days(part, len(chosen))
    _touch(touched, chosen, CHANGED)


def _deaths(part: Part, touched: dict[int, int]) -> Ints:
    everyone = part.people
    ages = everyone.ages(part.date)
    # Twice as likely every eight years of age.
    weight = np.where(everyone.alive & np.isnat(everyone.died), 2.0 ** (ages / 8), 0.0)
    wanted = part.rng.poisson(part.order.rates.change.deaths * len(everyone))
    dead = np.sort(part.rng.choice(len(everyone), wanted, replace=False, p=weight / weight.sum()))
    everyone.died[dead] = _days(part, len(dead))
    everyone.alive[dead] = False
    everyone.changed[dead] = everyone.died[dead]
    spouse = everyone.spouse[dead]
    widowed = spouse[spouse >= 0]
    widowed = widowed[everyone.alive[widowed]]
    everyone.marital[widowed] = 30
    everyone.changed[widowed] = part.date - 1
    _touch(touched, dead, CHANGED)
    _touch(touched, widowed, CHANGED)
    return dead


def _births(part: Part) -> Ints:
    everyone, rng = part.people, part.rng
    ages = everyone.ages(part.date)
    fertile = (
        everyone.alive & (everyone.sex == 2) & (everyone.spouse >= 0) & (ages >= 21) & (ages <= 42)
    )
    mothers = _pick(part, fertile, part.order.rates.change.births)
    twins = mothers[rng.random(len(mothers)) < 0.03]
    days = _days(part, len(mothers))
    twin_days = days[np.isin(mothers, twins)]
    mothers, birth = np.r_[mothers, twins], np.r_[days, twin_days]
    count = len(mothers)
    fathers = everyone.spouse[mothers]
    home = everyone.household[mothers]
    division = part.premises.county[part.households.village[home]]
    sex = np.where(rng.random(count) < 0.52, 1, 2).astype(np.int64)
    number, division = part.sequencer.number(rng, division, birth, sex)
    year = birth.astype("M8[Y]").astype(np.int64) + 1970
    surname, ethnic = everyone.surname[fathers], everyone.ethnic[fathers]
    names = full_names(rng, surname, sex, year, ethnic).to_numpy(zero_copy_only=False)
    none = np.full(count, -1, dtype=np.int64)
    made = len(everyone) + np.arange(count)
    everyone.add(
        People(
            ids=part.base + made + 1, household=home, role=np.full(count, CHILD), sex=sex,
            birth=birth, ethnic=ethnic, surname=surname, name=names,
            former_name=np.full(count, None, dtype=object), number=number,
            birth_division=division, marital=np.full(count, 10),
            education=np.full(count, 8), occupation=none,
            phone=np.zeros(count, dtype=np.int64), spouse=none, mother=mothers, father=fathers,
            changed=birth, alive=np.ones(count, dtype=bool),
            died=np.full(count, np.datetime64("NaT"), dtype="M8[D]"), employer=none,
        )
    )  # fmt: skip
    return made


def _companies(part: Part) -> tuple[Ints, Ints]:
    entities, rng, rates = part.entities, part.rng, part.order.rates.change
    before, shares_before = len(entities), len(part.shares.ids)
    market = np.flatnonzero((entities.state == NORMAL) & np.isin(entities.kind, MARKET))
    renamed = market[
        (rng.random(len(market)) < rates.company_renames) & (entities.kind[market] == COMPANY)
    ]
    for entity, word in zip(renamed, companies.words(rng, len(renamed)).to_pylist(), strict=True):
        renaming = companies.rename(entities, int(entity), word)
        entities.former_name[entity] = entities.name[entity]
        entities.name[entity] = renaming
        entities.short[entity] = word + str(entities.short[entity])[-2:]
    ending = market[rng.random(len(market)) < rates.cancelled]
    entities.state[ending] = CANCELLED
    entities.cancelled[ending] = _days(part, len(ending))
    led = market[rng.random(len(market)) < rates.new_representatives]
    grown = people.adults(part.people, part.date)
    entities.representative[led] = grown[rng.integers(0, len(grown), len(led))]
    touched = np.unique(np.r_[renamed, ending, led])
    entities.changed[touched] = _days(part, len(touched))
    gone = ~np.isnat(entities.cancelled[touched])
    entities.changed[touched[gone]] = entities.cancelled[touched[gone]]
    founded = rng.poisson(rates.founded * before)
    new = companies.build(
        rng, founded, part.people, part.premises, part.base + before,
        companies.next_serial(part.number, before), part.date, newest=28,
    )  # fmt: skip
    companies.settle(rng, new, part.premises.county_name)
    entities.add(new)
    fresh = before + np.arange(founded)
    part.shares.add(
        companies.shares(rng, entities, fresh, part.people, part.base + shares_before, part.date)
    )
    return np.r_[touched, fresh], np.arange(shares_before, len(part.shares.ids))
