"""Which delivery has to wait for which, so that the same files always lead to the same masters.

Deliveries of things that know nothing of each other may go side by side. Two deliveries whose
things are the same, or refer to each other, go one after the other, by date and then in the one
order of datasets below; or else whose turn came first by chance would show in the history.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from models import THINGS, Thing


class Contracted(Protocol):
    """What is asked of a contract here."""

    @property
    def thing(self) -> str: ...
    @property
    def after(self) -> Sequence[str]: ...


@dataclass(frozen=True)
class Planned:
    """One delivery that is to be walked."""

    dataset: str
    date: dt.date


def plan(deliveries: Iterable[Planned], contracts: Mapping[str, Contracted]) -> list[Planned]:
    """The deliveries in their one order: by date, then by dataset."""
    place = {name: number for number, name in enumerate(datasets(contracts))}
    return sorted(deliveries, key=lambda one: (one.date, place[one.dataset]))


def waits(
    planned: Sequence[Planned], contracts: Mapping[str, Contracted]
) -> dict[Planned, set[Planned]]:
    """For each delivery those before it that must have been published."""
    found: dict[Planned, set[Planned]] = {}
    for number, one in enumerate(planned):
        contract = contracts[one.dataset]
        found[one] = {
            other
            for other in planned[:number]
            if touch(THINGS[contract.thing], THINGS[contracts[other.dataset].thing])
            or (other.dataset in contract.after and other.date == one.date)
        }
    return found


def urgency(waiting: Mapping[Planned, set[Planned]]) -> dict[Planned, int]:
    """How long a row of deliveries waits for each, one behind the other."""
    behind = dict.fromkeys(waiting, 0)
    for one in reversed(list(waiting)):
        for other in waiting[one]:
            behind[other] = max(behind[other], behind[one] + 1)
    return behind


def datasets(contracts: Mapping[str, Contracted]) -> list[str]:
    """All datasets in one order: `after` first of all, then what others refer to, then by name."""
    rank = {name: number for number, name in enumerate(things())}
    left = sorted(contracts, key=lambda name: (rank[contracts[name].thing], name))
    placed: list[str] = []
    while left:
        free = (name for name in left if not set(contracts[name].after) & set(left))
        # Contracts that wait for each other in a ring are refused when they are read.
        placed.append(next(free, left[0]))
        left.remove(placed[-1])
    return placed


def things() -> list[str]:
    """The things, each as far as possible behind those that it refers to."""
    left = sorted(THINGS)
    placed: list[str] = []
    while left:
        placed.append(min(left, key=lambda name: len(refers_to(THINGS[name]) & set(left) - {name})))
        left.remove(placed[-1])
    return placed


def touch(one: Thing, other: Thing) -> bool:
    """Whether a delivery of the one can change what a delivery of the other finds."""
    return one is other or other.name in refers_to(one) or one.name in refers_to(other)


def refers_to(thing: Thing) -> set[str]:
    """The things that a thing or its facets refer to."""
    references = [*thing.references, *(r for facet in thing.facets for r in facet.references)]
    return {reference.thing for reference in references}
