"""What departments' registers hold of the true persons: who, which columns, which errors."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Final

from samples.benchmark import places, slips
from samples.benchmark.draw import Draw
from samples.benchmark.kinds import Tier, errors
from samples.benchmark.numbers import checked
from samples.benchmark.people import HAN, Person, respelt

COLUMNS: Final = (
    "record_id", "source", "name", "former_name", "native_name", "sex", "birth_date",
    "citizen_number", "ethnic_group", "phone", "address", "truth_id",
)  # fmt: skip


@dataclass(frozen=True)
class Register:
    """One department's: who is in it, which columns it has, how careful it is.

    `present` and `numbered` are shares by tier; `care` multiplies every rate of errors.
    """

    name: str
    zh: str
    columns: tuple[str, ...]
    present: tuple[float, float, float]
    numbered: tuple[float, float, float]
    care: float
    phoned: float
    addressed: float
    ages: tuple[int, int] = (0, 200)
    latin: bool = False


REGISTERS: Final = (
    Register(
        "police", "公安户籍", ("former_name", "native_name", "ethnic_group"),
        (1.0, 0.97, 1.0), (1.0, 1.0, 1.0), 0.25, 0.4, 1.0,
    ),
    Register("insurance", "社会保险", ("ethnic_group",),
             (0.7, 0.7, 0.6), (0.99, 0.95, 0.9), 0.8, 0.9, 0.85, (16, 200)),
    Register("hospital", "医疗机构", (), (0.0, 0.7, 0.8), (0.9, 0.65, 0.5), 1.5, 0.95, 0.8),
    Register("school", "教育学籍", ("ethnic_group",),
             (0.8, 0.9, 0.9), (0.98, 0.88, 0.7), 1.0, 0.95, 0.95, (6, 22)),
    Register("border", "出入境", (),
             (0.0, 0.12, 0.15), (0.9, 0.75, 0.5), 0.8, 0.85, 0.0, (0, 200), latin=True),
)  # fmt: skip
# Persons whom one register has twice.
_TWICE: Final = {"easy": 0.005, "hard": 0.01, "adversarial": 0.01}

Row = dict[str, str]


@dataclass
class Noted:
    """What was done to which record."""

    record: str
    column: str
    kind: str


@dataclass
class Writer:
    """Writes the records of one tier."""

    tier: Tier
    draw: Draw
    people: list[Person]
    done: list[Noted] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._records: set[str] = set()
        self._truth = {id(person): str(number) for number, person in enumerate(self.people, 1)}
        self._known: dict[tuple[str, dt.date], set[int]] = {}
        self._numbers: set[str] = {person.number for person in self.people}
        for person in self.people:
            for name in {person.name.chinese, person.name.latin, person.former}:
                self._known.setdefault((name, person.birth), set()).add(id(person))
        kinds = {kind.name: kind for kind in errors("persons")}
        self._kinds = [(kinds[name], slip) for name, slip in _SLIPS.items()]

    def rows(self, register: Register) -> Iterator[Row]:
        """A register's records; which person comes when says nothing."""
        place = ("easy", "hard", "adversarial").index(self.tier)
        for person in self.people:
            low, high = register.ages
            if not low <= person.age <= high:
                continue
            # Of two people who cannot be told apart the population register has both.
            surely = register.name == "police" and person.trap == "same_birthday"
            if not surely and not self.draw.chance(register.present[place]):
                continue
            yield self._row(register, person, place)
            if self.draw.chance(_TWICE[self.tier]):
                yield self._row(register, person, place)

    def _row(self, register: Register, person: Person, place: int) -> Row:
        draw = self.draw
        record = ""
        while not record or record in self._records:
            record = f"{register.name[0].upper()}{draw.digits(10)}"
        self._records.add(record)
        fact = Fact(person, register, draw)
        if not draw.chance(register.numbered[place]):
            fact.number = ""
        for kind, slip in self._kinds:
            if draw.chance(kind.rate(self.tier) * register.care):
                before = fact.copy()
                if slip(fact) and not self._somebody_else(fact):
                    self.done.append(Noted(record, kind.column, kind.name))
                else:
                    fact.restore(before)
        return fact.row(record, self._truth[id(person)])

    def _somebody_else(self, fact: Fact) -> bool:
        """Whether an error has made the record another person's: that no matcher can know."""
        if fact.changed_number and fact.number in self._numbers and not fact.borrowed:
            return True
        holders = self._known.get((fact.name, fact.birth), set())
        if holders and id(fact.person) not in holders:
            return True
        if fact.name == fact.person.name.chinese:
            return False
        return any(other.name.chinese == fact.name for other in fact.person.relatives)


class Fact:
    """A record in the making: the true values, then what becomes of them."""

    def __init__(self, person: Person, register: Register, draw: Draw) -> None:
        self.person = person
        self.register = register
        self.draw = draw
        self.name = person.name.latin if register.latin else person.name.chinese
        self.birth = person.birth
        self.sex = str(person.sex)
        self.number = person.number
        self.changed_number = self.borrowed = False
        self.phone = person.phone if draw.chance(register.phoned) else ""
        self.home = person.registered if register.name == "police" else person.home
        self.address = self.home.full if draw.chance(register.addressed) else ""

    def copy(self) -> dict[str, object]:
        """What it is now."""
        return dict(vars(self))

    def restore(self, before: dict[str, object]) -> None:
        """As it was."""
        vars(self).update(before)

    def row(self, record: str, truth: str) -> Row:
        """As the file has it."""
        person, columns = self.person, self.register.columns
        given = {
            "record_id": record, "source": self.register.name, "name": self.name,
            "former_name": person.former, "native_name": person.name.script, "sex": self.sex,
            "birth_date": self.birth.isoformat(), "citizen_number": self.number,
            "ethnic_group": person.people, "phone": self.phone, "address": self.address,
            "truth_id": truth,
        }  # fmt: skip
        optional = ("former_name", "native_name", "ethnic_group")
        return {
            name: value if name in columns or name not in optional else ""
            for name, value in given.items()
        }


Slip = Callable[[Fact], bool]


def _on_name(change: Callable[[str, Draw], str | None], chinese: bool = True) -> Slip:
    def slip(fact: Fact) -> bool:
        if chinese and fact.register.latin:
            return False
        made = change(fact.name, fact.draw)
        if not made or made == fact.name:
            return False
        fact.name = made
        return True

    return slip


def _of_han(change: Callable[[str, Draw], str | None]) -> Slip:
    plain = _on_name(change)
    return lambda fact: fact.person.people == HAN and plain(fact)


def _on_number(change: Callable[[str, Draw], str | None]) -> Slip:
    def slip(fact: Fact) -> bool:
        made = change(fact.number, fact.draw) if len(fact.number) == 18 else None
        if not made or made == fact.number:
            return False
        fact.number, fact.changed_number = made, True
        return True

    return slip


def _on_birth(change: Callable[[dt.date, Draw], dt.date | None]) -> Slip:
    def slip(fact: Fact) -> bool:
        made = change(fact.birth, fact.draw)
        if not made or made == fact.birth:
            return False
        fact.birth = made
        return True

    return slip


def _on_address(change: Callable[[Draw, places.Address], str]) -> Slip:
    def slip(fact: Fact) -> bool:
        written = change(fact.draw, fact.home)
        # One manner of writing an address at a time.
        if fact.address != fact.home.full or written == fact.address:
            return False
        fact.address = written
        return True

    return slip


def _spaced(name: str, draw: Draw) -> str | None:
    if len(name) != 2:
        return None
    return name[0] + draw.pick((" ", "　", "  ")) + name[1]


def _given_first(fact: Fact) -> bool:
    name = fact.person.name
    if not name.given:
        return False
    if fact.register.latin:
        fact.name = " ".join(reversed(fact.name.split(" ", 1)))
        return True
    if fact.name != name.chinese:
        return False
    fact.name = name.given + name.surname
    return True


def _respelt(fact: Fact) -> bool:
    name = fact.person.name
    if fact.register.latin or not name.spellings or fact.name != name.chinese:
        return False
    fact.name = respelt(name, fact.draw)
    return fact.name != name.chinese


def _truncated(name: str, draw: Draw) -> str | None:
    return name[: draw.between(5, 7)] if len(name) >= 8 else None


def _script(fact: Fact) -> bool:
    if fact.register.name == "police" or fact.register.latin or not fact.person.name.script:
        return False
    fact.name = fact.person.name.script
    return True


def _former(fact: Fact) -> bool:
    if fact.register.latin or fact.register.name == "police" or not fact.person.former:
        return False
    fact.name = fact.person.former
    return True


def _fifteen(fact: Fact) -> bool:
    if fact.person.birth.year >= 1985 or fact.number != fact.person.number:
        return False
    fact.number = fact.number[:6] + fact.number[8:17]
    return True


def _wrong_birth(number: str, draw: Draw) -> str | None:
    birth = dt.date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    wrong = draw.pick((slips.date_digit, slips.date_swapped, slips.date_lunar))(birth, draw)
    return checked(f"{number[:6]}{wrong:%Y%m%d}{number[14:17]}") if wrong else None


def _of_relative(fact: Fact) -> bool:
    if not fact.person.relatives or not fact.number:
        return False
    fact.number, fact.borrowed = fact.draw.pick(fact.person.relatives).number, True
    fact.changed_number = True
    return True


def _sex(fact: Fact) -> bool:
    fact.sex = str(3 - fact.person.sex)
    return True


def _old_phone(fact: Fact) -> bool:
    fact.phone = fact.phone and fact.person.old_phone
    return bool(fact.phone)


def _phone_digit(fact: Fact) -> bool:
    fact.phone = fact.phone and (slips.digit(fact.phone, fact.draw) or "")
    return bool(fact.phone)


def _relative_phone(fact: Fact) -> bool:
    if not fact.person.relatives or not fact.phone:
        return False
    fact.phone = fact.draw.pick(fact.person.relatives).phone
    return fact.phone != fact.person.phone


def _old_address(fact: Fact) -> bool:
    if not fact.address or fact.register.name == "police":
        return False
    fact.home = fact.person.old_home
    fact.address = fact.home.full
    return True


def _any_width(number: str, draw: Draw) -> str | None:
    return slips.full_width(number, draw)


# In the order in which they befall a record: an old address may also be abbreviated.
_SLIPS: Final[dict[str, Slip]] = {
    "former_name": _former,
    "transliteration": _respelt,
    "script_name": _script,
    "homophone": _of_han(slips.homophone),
    "near_homophone": _of_han(slips.near_homophone),
    "look_alike": _of_han(slips.look_alike),
    "traditional": _on_name(slips.traditional),
    "variant": _of_han(slips.variant),
    "rare_character": _on_name(slips.rare),
    "spaced": _on_name(_spaced),
    "given_first": _given_first,
    "dot": _on_name(slips.dot),
    "truncated": _on_name(_truncated),
    "number_of_relative": _of_relative,
    "number_fifteen": _fifteen,
    "number_wrong_birth": _on_number(_wrong_birth),
    "number_digit": _on_number(slips.digit),
    "number_transposed": _on_number(slips.transposed),
    "number_short": _on_number(slips.short),
    "number_full_width": _on_number(_any_width),
    "date_lunar": _on_birth(slips.date_lunar),
    "date_digit": _on_birth(slips.date_digit),
    "date_swapped": _on_birth(slips.date_swapped),
    "date_year": _on_birth(slips.date_year),
    "date_first": _on_birth(slips.date_first),
    "sex_wrong": _sex,
    "phone_old": _old_phone,
    "phone_of_relative": _relative_phone,
    "phone_digit": _phone_digit,
    "address_old": _old_address,
    "address_abbreviated": _on_address(places.abbreviated),
    "address_rearranged": _on_address(places.rearranged),
    "address_numerals": _on_address(places.renumbered),
}
