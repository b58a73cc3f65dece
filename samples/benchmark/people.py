"""The true persons of a set: families, and the people they are easily taken for."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Final

from samples.benchmark import places, slips, words
from samples.benchmark.draw import Draw
from samples.benchmark.numbers import citizen
from samples.benchmark.places import Address, County

TODAY: Final = dt.date(2026, 8, 1)
HAN, UYGHUR, TIBETAN, MONGOLIAN = "汉族", "维吾尔族", "藏族", "蒙古族"
_PEOPLES: Final = ((UYGHUR, 0.5), (TIBETAN, 0.3), (MONGOLIAN, 0.2))


@dataclass(frozen=True)
class Name:
    """A name in its parts and its forms."""

    chinese: str
    latin: str
    script: str = ""
    surname: str = ""
    given: str = ""
    spellings: tuple[tuple[str, ...], ...] = ()


@dataclass
class Person:
    """Who a record is truly of."""

    number: str
    name: Name
    former: str
    sex: int
    birth: dt.date
    people: str
    registered: Address
    home: Address
    old_home: Address
    phone: str
    old_phone: str
    family: int
    relatives: list[Person] = field(default_factory=list, repr=False)
    # Which trap the person was put in the set for.
    trap: str = ""

    @property
    def age(self) -> int:
        return (TODAY - self.birth).days // 365


@dataclass(frozen=True)
class Traps:
    """Shares of families in which people are put who are easily taken for others."""

    twins: float
    near_siblings: float
    same_birthday: float
    father_and_son: float
    reused_phone: float
    double_number: float


class Society:
    """Makes families until there are enough persons."""

    def __init__(self, draw: Draw, traps: Traps) -> None:
        self.draw = draw
        self.traps = traps
        self.people: list[Person] = []
        self.counties = places.counties()
        self._given: dict[tuple[int, dt.date, int], set[int]] = {}
        self._families = 0

    def grow(self, count: int) -> list[Person]:
        """So many persons, in families."""
        while len(self.people) < count:
            self.people += self._family()
        del self.people[count:]
        alive = set(map(id, self.people))
        for person in self.people:
            person.relatives = [other for other in person.relatives if id(other) in alive]
        return self.people

    def _family(self) -> list[Person]:
        draw, traps = self.draw, self.traps
        self._families += 1
        county = draw.pick(self.counties)
        people = self._people(county)
        lives = places.home(draw, county)
        born = TODAY - dt.timedelta(days=draw.between(23 * 365, 78 * 365))
        sex = 1 if draw.chance(0.7) else 2
        head = self._person(people, sex, born, lives)
        family = [head]
        if draw.chance(0.75):
            other = born + dt.timedelta(days=draw.between(-1500, 1500))
            family.append(self._person(people, 3 - sex, min(other, _years_ago(20)), lives))
        family += self._children(family, people, lives)
        if draw.chance(traps.same_birthday):
            family.append(self._namesake(head))
        if draw.chance(traps.double_number):
            family.append(self._double(head))
        if draw.chance(traps.reused_phone) and self.people:
            head.phone, head.trap = draw.pick(self.people).old_phone, head.trap or "reused_phone"
        close = [person for person in family if person.home == lives]
        for person in close:
            person.relatives = [other for other in close if other is not person]
        return family

    def _people(self, county: County) -> str:
        minority = words.listed("minority_prefecture")[0] == county.prefecture
        if not self.draw.chance(0.6 if minority else 0.04):
            return HAN
        bounds = words.cumulated([share for _, share in _PEOPLES])
        return _PEOPLES[self.draw.weighted(bounds)][0]

    def _person(
        self, people: str, sex: int, birth: dt.date, lives: Address, name: Name | None = None
    ) -> Person:
        draw = self.draw
        name = name or self.name(people, sex, birth.year)
        former = self.name(people, sex, birth.year, name.surname).chinese
        elsewhere = places.home(draw, draw.pick(self.counties))
        registered = lives if draw.chance(0.8) else elsewhere
        issued = (lives if draw.chance(0.9) else elsewhere).county.code
        return Person(
            self._number(issued, birth, sex), name, former if draw.chance(0.03) else "", sex, birth,
            people, registered, lives, places.home(draw, lives.county), self._phone(),
            self._phone(), self._families,
        )  # fmt: skip

    def _children(self, parents: list[Person], people: str, lives: Address) -> list[Person]:
        draw, head = self.draw, parents[0]
        father = next((one for one in parents if one.sex == 1), head)
        youngest = max(parent.birth for parent in parents)
        children: list[Person] = []
        for _ in range(draw.weighted((0.3, 0.72, 0.96, 1.0))):
            birth = youngest + dt.timedelta(days=draw.between(21 * 365, 36 * 365))
            if birth >= TODAY - dt.timedelta(days=60):
                continue
            sex = 1 if draw.chance(0.52) else 2
            name = self.name(people, sex, birth.year, father.name.surname, father)
            if sex == 1 and draw.chance(self.traps.father_and_son):
                name = father.name
            child = self._person(people, sex, birth, lives, name)
            child.phone = draw.pick(parents).phone if child.age < 16 else child.phone
            child.trap = "father_and_son" if name is father.name else ""
            children.append(child)
        if children and draw.chance(self.traps.twins):
            children.append(self._sibling(children[-1], "twin"))
        if children and draw.chance(self.traps.near_siblings):
            children.append(self._sibling(children[0], "near_sibling"))
        return children

    def _sibling(self, first: Person, trap: str) -> Person:
        """A twin of the same day, or a sibling some years away, of nearly the same name."""
        draw = self.draw
        days = 0 if trap == "twin" else draw.between(330, 2200)
        birth = first.birth + dt.timedelta(days=days)
        birth = birth if birth < TODAY else first.birth - dt.timedelta(days=days)
        sex = first.sex if draw.chance(0.7) else 3 - first.sex
        name = first.name
        while _one_name(name, first.name):
            name = self._like(first, sex, birth.year)
        other = self._person(first.people, sex, birth, first.home, name)
        other.phone, other.registered = first.phone, first.registered
        other.trap = first.trap = trap
        return other

    def _like(self, first: Person, sex: int, year: int) -> Name:
        """A name that shares the generation's character, or sounds much like the sibling's; nobody
        calls two children by one sound."""
        draw, name = self.draw, first.name
        if first.people != HAN or len(name.given) < 2:
            return self.name(first.people, sex, year, name.surname)
        alike = slips.near_homophone(name.given[-1], draw) or name.given[-1]
        if draw.chance(0.1) and alike in words.usual():
            return chinese(name.surname, name.given[0] + alike)
        last = draw.pick(words.letters("men" if sex == 1 else "women"))
        return chinese(name.surname, name.given[0] + last)

    def _namesake(self, first: Person) -> Person:
        """Somebody else of the same name, sex and birthday in the same county."""
        lives = places.home(self.draw, first.home.county)
        other = self._person(first.people, first.sex, first.birth, lives, first.name)
        other.registered = lives
        other.former = ""
        other.trap = first.trap = "same_birthday"
        return other

    def _double(self, first: Person) -> Person:
        """Somebody else who was given the same number by hand, in the 1980s."""
        lives = places.home(self.draw, self.draw.pick(self.counties))
        other = self._person(first.people, first.sex, first.birth, lives)
        while other.name.chinese == first.name.chinese:  # nobody could tell those two apart
            other = self._person(first.people, first.sex, first.birth, lives)
        other.number = first.number
        other.former = first.former = ""
        other.trap = first.trap = "double_number"
        return other

    def name(
        self, people: str, sex: int, year: int, surname: str = "", father: Person | None = None
    ) -> Name:
        """A name of that people, sex and time."""
        draw = self.draw
        if people == UYGHUR:
            own = draw.pick(words.spellings("turkic_men" if sex == 1 else "turkic_women"))
            second = draw.pick(words.spellings("turkic_men"))
            if father and father.people == UYGHUR and father.name.spellings:
                known = father.name.spellings[0]
                men = words.spellings("turkic_men")
                second = next((row for row in men if row[2] == known), second)
            return _transliterated((own, second), "·", draw)
        if people == TIBETAN:
            second = draw.pick(words.spellings("tibetan_men" if sex == 1 else "tibetan_women"))
            return _transliterated((draw.pick(words.spellings("tibetan_first")), second), "", draw)
        if people == MONGOLIAN:
            kind = "mongolian_men" if sex == 1 else "mongolian_women"
            return _transliterated((draw.pick(words.spellings(kind)),), "", draw)
        if not surname:
            names, bounds = words.surname_bounds()
            surname = names[draw.weighted(bounds)]
        return chinese(surname, self._given_name(sex, year))

    def _given_name(self, sex: int, year: int) -> str:
        draw = self.draw
        if draw.chance(0.25):
            return draw.front(words.popular(sex, year))
        pool = words.letters("men" if sex == 1 else "women")
        if draw.chance(0.02):
            return draw.pick(words.letters("rare")) + (draw.pick(pool) if draw.chance(0.6) else "")
        first = draw.front(pool)
        return first if draw.chance(0.15) else first + draw.pick(pool)

    def _number(self, division: int, birth: dt.date, sex: int) -> str:
        """A number nobody has; those born on one day in one county get neighbouring ones."""
        taken = self._given.setdefault((division, birth, sex), set())
        first = self.draw.below(450) * 2 + sex % 2
        sequence = max(taken, default=first - 2) + 2
        taken.add(sequence)
        return citizen(division, birth, sequence)

    def _phone(self) -> str:
        return self.draw.pick(("142", "143")) + self.draw.digits(8)


def chinese(surname: str, given: str) -> Name:
    """A name of surname and given name."""
    return Name(surname + given, words.latin(surname, given), "", surname, given)


def _transliterated(
    parts: tuple[tuple[str, str, tuple[str, ...]], ...], dot: str, draw: Draw
) -> Name:
    written = dot.join(draw.front(forms) for _, _, forms in parts)
    latin = " ".join(latin.upper() for latin, _, _ in parts)
    script = " ".join(script for _, script, _ in parts)
    return Name(written, latin, script, spellings=tuple(forms for _, _, forms in parts))


def respelt(name: Name, draw: Draw) -> str:
    """A transliterated name in other spellings that are in use."""
    dot = "·" if "·" in name.chinese else ""
    return dot.join(draw.pick(forms) for forms in name.spellings)


def _one_name(one: Name, other: Name) -> bool:
    """Whether nobody would call two children so: one sound, or one name in two spellings."""
    same = words.spoken(one.chinese) == words.spoken(other.chinese)
    return same or one.latin == other.latin


def _years_ago(years: int) -> dt.date:
    return TODAY - dt.timedelta(days=years * 366)
