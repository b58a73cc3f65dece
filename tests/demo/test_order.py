"""Deliveries that could disturb each other go one after the other; the rest go side by side."""

from __future__ import annotations

import datetime as dt
import random
from dataclasses import dataclass

from console.demonstration import order
from console.demonstration.order import Planned
from loaders.contract import contracts
from models import THINGS

AUGUST, SEPTEMBER = dt.date(2026, 8, 1), dt.date(2026, 9, 1)


@dataclass(frozen=True)
class Said:
    """A contract as far as the order goes."""

    thing: str
    after: tuple[str, ...] = ()


SAID = {
    "divisions": Said("division"),
    "police": Said("person"),
    "insurance": Said("person", after=("police",)),
    "asylum": Said("person"),
    "companies": Said("entity"),
    "licences": Said("licence"),
    "indicators": Said("indicator"),
}


def test_what_is_referred_to_comes_first() -> None:
    placed = order.things()
    assert sorted(placed) == sorted(THINGS)
    for one, other in (("division", "person"), ("person", "right"), ("indicator", "observation")):
        assert placed.index(one) < placed.index(other)


def test_after_outranks_all_else() -> None:
    said = {**SAID, "divisions": Said("division", after=("licences",))}
    placed = order.datasets(said)
    assert placed.index("licences") < placed.index("divisions")


def test_the_order_does_not_depend_on_how_it_is_asked() -> None:
    expected = order.datasets(SAID)
    for _ in range(20):
        assert order.datasets(dict(random.sample(list(SAID.items()), len(SAID)))) == expected


def planned(*pairs: tuple[str, dt.date]) -> list[Planned]:
    return order.plan([Planned(*pair) for pair in pairs], SAID)


def test_datasets_of_one_thing_take_turns() -> None:
    waits = order.waits(
        planned(("insurance", AUGUST), ("police", AUGUST), ("asylum", AUGUST)), SAID
    )
    assert [one.dataset for one in waits] == ["asylum", "police", "insurance"]
    assert waits[Planned("insurance", AUGUST)] == {
        Planned("asylum", AUGUST), Planned("police", AUGUST),
    }  # fmt: skip


def test_a_month_begins_when_what_it_touches_has_ended() -> None:
    waits = order.waits(
        planned(("divisions", SEPTEMBER), ("police", AUGUST), ("licences", AUGUST)), SAID
    )
    assert waits[Planned("divisions", SEPTEMBER)] == {Planned("police", AUGUST)}


def test_what_has_nothing_to_do_with_each_other_goes_side_by_side() -> None:
    waits = order.waits(planned(("indicators", SEPTEMBER), ("companies", AUGUST)), SAID)
    assert set(map(len, waits.values())) == {0}


def test_those_go_first_for_whom_the_longest_row_waits() -> None:
    waits = order.waits(
        planned(("divisions", AUGUST), ("police", AUGUST), ("insurance", AUGUST)), SAID
    )
    assert [order.urgency(waits)[one] for one in waits] == [2, 1, 0]


def test_every_two_deliveries_of_a_thing_are_in_order_in_the_province() -> None:
    known = contracts()
    deliveries = [Planned(name, day) for name in known for day in (AUGUST, SEPTEMBER)]
    waits = order.waits(order.plan(deliveries, known), known)
    assert set(waits) == set(deliveries)
    for one in deliveries:
        for other in deliveries:
            if one != other and known[one.dataset].thing == known[other.dataset].thing:
                assert (one in waits[other]) != (other in waits[one])
        for first in known[one.dataset].after:
            assert Planned(first, one.date) in waits[one]
