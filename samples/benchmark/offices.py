"""What offices hold of the true companies: which are known there, which columns, which errors."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from typing import Final

from samples.benchmark import places, slips, words
from samples.benchmark.draw import Draw
from samples.benchmark.firms import Firm
from samples.benchmark.kinds import Tier, errors
from samples.benchmark.places import PROVINCE
from samples.benchmark.registers import Noted, Row

COLUMNS: Final = (
    "record_id", "source", "name", "former_name", "credit_code", "registration_number",
    "organization_code", "representative", "established", "phone", "address", "truth_id",
)  # fmt: skip


@dataclass(frozen=True)
class Office:
    """One department's: which companies it knows, which columns it has, how careful it is."""

    name: str
    zh: str
    columns: tuple[str, ...]
    present: tuple[float, float, float]
    coded: tuple[float, float, float]
    care: float
    phoned: float
    addressed: float


OFFICES: Final = (
    Office("market", "市场监管登记",
           ("former_name", "registration_number", "organization_code", "representative",
            "established"),
           (1.0, 0.98, 1.0), (1.0, 0.995, 0.99), 0.2, 0.6, 1.0),
    Office("tax", "税务登记", ("representative", "established"),
           (0.8, 0.75, 0.7), (0.99, 0.93, 0.85), 0.7, 0.9, 0.95),
    Office("employer", "社会保险单位", ("organization_code", "representative"),
           (0.0, 0.6, 0.6), (0.9, 0.6, 0.4), 1.2, 0.9, 0.9),
    Office("permit", "许可与处罚", ("registration_number", "representative"),
           (0.5, 0.5, 0.5), (0.7, 0.4, 0.3), 1.3, 0.6, 0.75),
)  # fmt: skip
_OPTIONAL: Final = (
    "former_name", "registration_number", "organization_code", "representative", "established",
)  # fmt: skip


@dataclass
class OfficeWriter:
    """Writes the records of one tier."""

    tier: Tier
    draw: Draw
    firms: list[Firm]
    agents: list[str]
    done: list[Noted] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._records: set[str] = set()
        self._truth = {id(firm): str(number) for number, firm in enumerate(self.firms, 1)}
        self._names = {firm.title.full: id(firm) for firm in self.firms}
        self._codes = {firm.credit for firm in self.firms}
        kinds = {kind.name: kind for kind in errors("companies")}
        self._kinds = [(kinds[name], slip) for name, slip in _SLIPS.items()]

    def rows(self, office: Office) -> Iterator[Row]:
        """An office's records."""
        place = ("easy", "hard", "adversarial").index(self.tier)
        for firm in self.firms:
            if self.draw.chance(office.present[place]):
                yield self._row(office, firm, place)

    def _row(self, office: Office, firm: Firm, place: int) -> Row:
        draw = self.draw
        record = ""
        while not record or record in self._records:
            record = f"{office.name[0].upper()}{draw.digits(10)}"
        self._records.add(record)
        entry = Entry(firm, office, draw, draw.pick(self.agents))
        if not draw.chance(office.coded[place]):
            entry.credit = ""
            # Who has no code has the number of before 2015, if a company is so old.
            entry.old_numbers = firm.established.year < 2016
        elif office.name != "market":
            entry.old_numbers = False
        for kind, slip in self._kinds:
            if draw.chance(kind.rate(self.tier) * office.care):
                before = entry.copy()
                if slip(entry) and not self._another(entry):
                    self.done.append(Noted(record, kind.column, kind.name))
                else:
                    entry.restore(before)
        return entry.row(record, self._truth[id(firm)])

    def _another(self, entry: Entry) -> bool:
        """Whether an error has made the record another company's: that no matcher can know."""
        if self._names.get(entry.name, id(entry.firm)) != id(entry.firm):
            return True
        changed = entry.credit not in ("", entry.firm.credit)
        return changed and not entry.borrowed and entry.credit in self._codes


class Entry:
    """A record in the making."""

    def __init__(self, firm: Firm, office: Office, draw: Draw, agent: str) -> None:
        self.firm = firm
        self.office = office
        self.draw = draw
        self.agent = agent
        self.title = firm.title
        self.name = firm.title.full
        self.credit = firm.credit
        self.borrowed = False
        self.old_numbers = True
        self.representative = firm.representative
        self.established = firm.established
        self.phone = firm.phone if draw.chance(office.phoned) else ""
        self.place = firm.address
        self.address = firm.address.full if draw.chance(office.addressed) else ""

    def copy(self) -> dict[str, object]:
        """What it is now."""
        return dict(vars(self))

    def restore(self, before: dict[str, object]) -> None:
        """As it was."""
        vars(self).update(before)

    def row(self, record: str, truth: str) -> Row:
        """As the file has it."""
        firm, office = self.firm, self.office
        old = self.old_numbers and firm.established.year < 2016
        given = {
            "record_id": record, "source": office.name, "name": self.name,
            "former_name": firm.former, "credit_code": self.credit,
            "registration_number": firm.registration if old else "",
            "organization_code": firm.organisation if old else "",
            "representative": self.representative, "established": self.established.isoformat(),
            "phone": self.phone, "address": self.address, "truth_id": truth,
        }  # fmt: skip
        return {
            name: value if name in office.columns or name not in _OPTIONAL else ""
            for name, value in given.items()
        }


Slip = Callable[[Entry], bool]


def _retitled(entry: Entry, name: str) -> bool:
    """A name said otherwise, where it was still the registered one; the registry's is that."""
    registered = entry.firm.title.full
    if entry.office.name == "market" or entry.name != registered or name == registered:
        return False
    entry.name = name
    return True


def _former(entry: Entry) -> bool:
    known = entry.firm.former and entry.office.name != "market"
    return bool(known) and _retitled(entry, entry.firm.former)


def _form_omitted(entry: Entry) -> bool:
    return _retitled(entry, replace(entry.title, form="").full)


def _form_variant(entry: Entry) -> bool:
    others = {
        "有限公司": ("有限责任公司", "公司"), "有限责任公司": ("有限公司", "公司"),
        "股份有限公司": ("股份公司", "有限公司"),
    }.get(entry.title.form)  # fmt: skip
    return bool(others) and _retitled(
        entry, replace(entry.title, form=entry.draw.pick(others or ())).full
    )


def _division_omitted(entry: Entry) -> bool:
    return _retitled(entry, replace(entry.title, division="", bracketed=False).full)


def _division_moved(entry: Entry) -> bool:
    title = entry.title
    if title.bracketed:
        return _retitled(entry, replace(title, bracketed=False).full)
    if entry.draw.chance(0.6):
        return _retitled(entry, replace(title, bracketed=True).full)
    return _retitled(entry, PROVINCE + title.full)


def _brand_only(entry: Entry) -> bool:
    trade = entry.title.trade if entry.draw.chance(0.7) else ""
    return _retitled(entry, entry.title.brand + trade + entry.title.branch)


def _trade_reworded(entry: Entry) -> bool:
    said = next((row[1] for row in words.rows("trades") if row[0] == entry.title.trade), "")
    return bool(said) and _retitled(entry, replace(entry.title, trade=said).full)


def _brackets(entry: Entry) -> bool:
    if "（" not in entry.name:
        return False
    left, right = entry.draw.pick((("(", ")"), ("〔", "〕"), ("【", "】"), ("", "")))
    entry.name = entry.name.replace("（", left).replace("）", right)
    return True


def _on_brand(change: Callable[[str, Draw], str | None]) -> Slip:
    def slip(entry: Entry) -> bool:
        brand = entry.title.brand
        wrong = change(brand, entry.draw)
        if not wrong or wrong == brand or brand not in entry.name:
            return False
        entry.name = entry.name.replace(brand, wrong, 1)
        return True

    return slip


def _traditional(entry: Entry) -> bool:
    entry.name = slips.traditional(entry.name, entry.draw) or entry.name
    return entry.name != entry.title.full


def _on_code(change: Callable[[str, Draw], str | None]) -> Slip:
    def slip(entry: Entry) -> bool:
        made = change(entry.credit, entry.draw) if entry.credit else None
        if not made or made == entry.credit or entry.borrowed:
            return False
        entry.credit = made
        return True

    return slip


def _code_of_parent(entry: Entry) -> bool:
    if not entry.firm.parent or not entry.credit or entry.office.name == "market":
        return False
    entry.credit, entry.borrowed = entry.firm.parent.credit, True
    return True


def _old_representative(entry: Entry) -> bool:
    entry.representative = entry.firm.old_representative
    return True


def _misheard(entry: Entry) -> bool:
    made = slips.homophone(entry.representative, entry.draw)
    entry.representative = made or entry.representative
    return bool(made)


def _old_address(entry: Entry) -> bool:
    if not entry.address or entry.office.name == "market":
        return False
    entry.place = entry.firm.old_address
    entry.address = entry.place.full
    return True


def _on_address(change: Callable[[Draw, places.Address], str]) -> Slip:
    def slip(entry: Entry) -> bool:
        written = change(entry.draw, entry.place)
        if entry.address != entry.place.full or written == entry.address:
            return False
        entry.address = written
        return True

    return slip


def _old_phone(entry: Entry) -> bool:
    entry.phone = entry.phone and entry.firm.old_phone
    return bool(entry.phone)


def _agents_phone(entry: Entry) -> bool:
    entry.phone = entry.phone and entry.agent
    return bool(entry.phone)


def _founded(entry: Entry) -> bool:
    made: dt.date | None = slips.date_digit(entry.established, entry.draw)
    entry.established = made or entry.established
    return "established" in entry.office.columns and made is not None


_SLIPS: Final[dict[str, Slip]] = {
    "former_name": _former,
    "form_omitted": _form_omitted,
    "form_variant": _form_variant,
    "division_omitted": _division_omitted,
    "division_moved": _division_moved,
    "brand_only": _brand_only,
    "trade_reworded": _trade_reworded,
    "homophone": _on_brand(slips.homophone),
    "look_alike": _on_brand(slips.look_alike),
    "brackets": _brackets,
    "traditional": _traditional,
    "code_of_parent": _code_of_parent,
    "code_digit": _on_code(slips.misread),
    "code_transposed": _on_code(slips.transposed),
    "representative_old": _old_representative,
    "representative_homophone": _misheard,
    "address_old": _old_address,
    "address_abbreviated": _on_address(places.abbreviated),
    "address_rearranged": _on_address(places.rearranged),
    "phone_old": _old_phone,
    "phone_of_agent": _agents_phone,
    "date_digit": _founded,
}
