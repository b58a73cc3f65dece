"""The true companies of a set: groups, branches, and those they are easily taken for."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from typing import Final

from samples.benchmark import places, words
from samples.benchmark.draw import Draw
from samples.benchmark.numbers import credit, organisation, registration
from samples.benchmark.people import TODAY
from samples.benchmark.places import Address, County

_FORMS: Final = ("有限公司", "有限责任公司", "股份有限公司", "厂", "商行")
_FORM_SHARES: Final = words.cumulated((0.72, 0.12, 0.05, 0.05, 0.06))
_BRANCHES: Final = ("{}分公司", "{}分公司", "{}分公司", "第{}分公司", "{}营业部", "{}办事处")
_NUMERALS: Final = "一二三四五六七八九"


@dataclass(frozen=True)
class Title:
    """A company's name in its parts."""

    division: str
    brand: str
    trade: str
    form: str
    branch: str = ""
    bracketed: bool = False

    @property
    def full(self) -> str:
        """As registered."""
        if self.bracketed:
            return f"{self.brand}（{self.division}）{self.trade}{self.form}{self.branch}"
        return f"{self.division}{self.brand}{self.trade}{self.form}{self.branch}"


@dataclass
class Firm:
    """Which company a record is truly of."""

    title: Title
    former: str
    credit: str
    organisation: str
    registration: str
    representative: str
    old_representative: str
    established: dt.date
    address: Address
    old_address: Address
    phone: str
    old_phone: str
    parent: Firm | None = None
    trap: str = ""


@dataclass(frozen=True)
class FirmTraps:
    """Shares of companies beside which others are put that are easily taken for them."""

    group: float
    branch: float
    same_brand: float
    near_brand: float


class Market:
    """Founds companies until there are enough."""

    def __init__(self, draw: Draw, traps: FirmTraps) -> None:
        self.draw = draw
        self.traps = traps
        self.counties = places.counties()
        self.agents = [self._phone() for _ in range(60)]
        self._titles: set[str] = set()
        self._serial = draw.below(10_000_000)

    def found(self, count: int) -> list[Firm]:
        """So many companies."""
        firms: list[Firm] = []
        while len(firms) < count:
            county = self.draw.pick(self.counties)
            firm = self._firm(county, self._title(county))
            firms.append(firm)
            firms += self._neighbours(firm, county)
        return firms[:count]

    def _neighbours(self, firm: Firm, county: County) -> list[Firm]:
        draw, traps = self.draw, self.traps
        made: list[Firm] = []
        if draw.chance(traps.group):
            made += [self._sister(firm, county) for _ in range(draw.between(1, 3))]
        if draw.chance(traps.branch) and firm.title.form.endswith("公司"):
            made += [self._branch(firm) for _ in range(draw.between(1, 3))]
        if draw.chance(traps.same_brand):
            other = draw.pick(self.counties)
            title = replace(firm.title, division=_division(draw, other))
            made.append(self._firm(other, title, "same_brand"))
        if draw.chance(traps.near_brand):
            made.append(self._firm(county, replace(firm.title, brand=self._near(firm)), "near"))
        fresh = []
        for other_firm in made:
            if other_firm.title.full not in self._titles:
                self._titles.add(other_firm.title.full)
                fresh.append(other_firm)
                firm.trap = firm.trap or other_firm.trap
        return fresh

    def _title(self, county: County) -> Title:
        draw = self.draw
        while True:
            brand = draw.pick(words.letters("brand_first")) + draw.pick(
                words.letters("brand_second")
            )
            if draw.chance(0.3):
                brand += draw.pick(words.letters("brand_third"))
            trade = draw.pick(words.rows("trades"))[0]
            form = _FORMS[draw.weighted(_FORM_SHARES)]
            title = Title(_division(draw, county), brand, trade, form,
                          bracketed=draw.chance(0.06))  # fmt: skip
            if title.full not in self._titles:
                self._titles.add(title.full)
                return title

    def _firm(self, county: County, title: Title, trap: str = "") -> Firm:
        draw = self.draw
        self._serial += draw.between(3, 97)
        code = organisation(self._serial)
        age = int(draw.random() ** 2 * 11_000)
        former = ""
        if draw.chance(0.12):
            old = replace(title, trade=draw.pick(words.rows("trades"))[0])
            if draw.chance(0.5):
                old = replace(old, brand=self._title(county).brand)
            former = old.full if old.full not in self._titles else ""
        return Firm(
            title, former, credit("91", county.code, code), code,
            registration(county.code, self._serial * 31), self._person(), self._person(),
            TODAY - dt.timedelta(days=age + 20), places.premises(draw, county),
            places.premises(draw, draw.pick(self.counties)), self._phone(), self._phone(),
            None, trap,
        )  # fmt: skip

    def _sister(self, firm: Firm, county: County) -> Firm:
        """Another company of the group: the brand, the address, mostly the representative."""
        trade = self.draw.pick(words.rows("trades"))[0]
        other = self._firm(county, replace(firm.title, trade=trade), "group")
        other.address = firm.address
        if self.draw.chance(0.7):
            other.representative = firm.representative
        if self.draw.chance(0.6):
            other.phone = firm.phone
        if self.draw.chance(0.3):
            other.established = firm.established
        return other

    def _branch(self, firm: Firm) -> Firm:
        draw = self.draw
        county = draw.pick(self.counties)
        how = draw.pick(_BRANCHES)
        word = draw.pick(_NUMERALS) if how.startswith("第") else county.name[:-1]
        branch = self._firm(county, replace(firm.title, branch=how.format(word)), "branch")
        branch.parent, branch.former = firm, ""
        if draw.chance(0.4):
            branch.representative = firm.representative
        if draw.chance(0.3):
            branch.phone = firm.phone
        return branch

    def _near(self, firm: Firm) -> str:
        brand = firm.title.brand
        place = self.draw.below(len(brand))
        offered = words.typed().get(words.sound(brand[place]), "").replace(brand[place], "")
        other = self.draw.pick(offered or words.letters("brand_second"))
        return brand[:place] + other + brand[place + 1 :]

    def _person(self) -> str:
        names, bounds = words.surname_bounds()
        pool = words.letters("men") + words.letters("women")
        given = "".join(self.draw.front(pool) for _ in range(self.draw.pick((1, 2, 2))))
        return names[self.draw.weighted(bounds)] + given

    def _phone(self) -> str:
        return self.draw.pick(("142", "143")) + self.draw.digits(8)


def _division(draw: Draw, county: County) -> str:
    """As names begin: county, prefecture or both, with the word for its rank or without."""
    how = draw.below(5)
    if how == 0:
        return county.prefecture
    if how == 1:
        return county.prefecture[:-1]
    if how == 2:
        return county.name[:-1]
    return county.name if how == 3 else county.prefecture + county.name
