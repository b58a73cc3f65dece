"""What happens to land in a month: parcels divided and merged, homes sold, fields passed on."""

import numpy as np

from samples import land
from samples.geometry import LEFT_HALF, RIGHT_HALF, Points, with_middles
from samples.land import EMPTY, OWNERSHIP, PARK, WOOD, Parcels, Rights
from samples.numbers import Ints, ranks
from samples.part import Part

_FREE = (EMPTY, PARK, WOOD)


def _free(part: Part) -> Ints:
    """Parcels nobody has built on or has a contract for, and that are not new this month."""
    parcels = part.land.parcels
    settled = parcels.changed != part.date - 3
    return np.flatnonzero(parcels.alive & settled & np.isin(parcels.kind, _FREE))


def _some(part: Part, positions: Ints, rate: float) -> Ints:
    wanted = part.rng.poisson(rate * len(part.land.parcels))
    return np.sort(part.rng.permutation(positions)[:wanted])


def _append(
    part: Part,
    village: Ints,
    kind: Ints,
    ring: Points,
) -> Ints:
    """Add parcels with the next numbers of their villages; their positions."""
    parcels = part.land.parcels
    taken = np.bincount(parcels.village, minlength=len(part.villages))
    serial = taken[village] + ranks(village) + 1
    codes = land.parcel_codes(part.ground, village, kind, serial)
    made = len(parcels) + np.arange(len(village))
    day = np.full(len(village), part.date - 3)
    parcels.add(
        Parcels(
            part.base + made + 1, village, kind, codes, ring, day, np.ones(len(village), dtype=bool)
        )
    )
    return made


def _retire(part: Part, positions: Ints) -> None:
    part.land.parcels.alive[positions] = False
    part.land.parcels.changed[positions] = part.date - 3


def divide(part: Part) -> Ints:
    """Split some free parcels across the middle; positions of the old and the new."""
    parcels = part.land.parcels
    old = _some(part, _free(part), part.order.rates.change.parcel_splits)
    ring = parcels.ring[old]
    left, right = with_middles(ring[:, LEFT_HALF]), with_middles(ring[:, RIGHT_HALF])
    _retire(part, old)
    village, kind = np.repeat(parcels.village[old], 2), np.repeat(parcels.kind[old], 2)
    halves = np.stack([left, right], axis=1).reshape(-1, *left.shape[1:])
    return np.concatenate([old, _append(part, village, kind, halves)])


def merge(part: Part) -> Ints:
    """Merge some free parcels with the free neighbour to their right; the old and the new."""
    parcels = part.land.parcels
    free = _free(part)
    # Two are neighbours in a row when the right side of one is the left side of the other.
    left_side = {
        (tuple(ring[0]), tuple(ring[5])): int(position)
        for position, ring in zip(free, parcels.ring[free], strict=True)
    }
    pairs: list[tuple[int, int]] = []
    used: set[int] = set()
    for position in part.rng.permutation(free).tolist():
        ring = parcels.ring[position]
        other = left_side.get((tuple(ring[2]), tuple(ring[3])))
        if other is not None and not {position, other} & used:
            pairs.append((position, other))
            used |= {position, other}
    wanted = int(part.rng.poisson(part.order.rates.change.parcel_merges * len(parcels)))
    one = np.array([a for a, _ in pairs[:wanted]], dtype=np.int64)
    two = np.array([b for _, b in pairs[:wanted]], dtype=np.int64)
    first, second = parcels.ring[one], parcels.ring[two]
    corners = (first[:, 0], first[:, 2], second[:, 2], second[:, 3], first[:, 3], first[:, 5])
    ring = np.stack(corners, axis=1)
    _retire(part, np.r_[one, two])
    made = _append(part, parcels.village[one], parcels.kind[one], ring)
    return np.concatenate([one, two, made])


def sell(part: Part) -> tuple[Ints, Ints]:
    """Homes change hands and fields pass on; positions of changed rights and contracts."""
    rights, rng, rate = part.rights, part.rng, part.order.rates.change.sales
    owned = rights.alive & (rights.kind == OWNERSHIP) & (rights.person >= 0) & (rights.share == 1.0)
    sold = np.sort(
        rng.permutation(np.flatnonzero(owned))[: rng.poisson(rate * max(1, owned.sum()))]
    )
    rights.alive[sold] = False
    grown = np.flatnonzero(part.people.alive & (part.people.ages(part.date) >= 18))
    count, before = len(sold), len(rights.ids)
    made = before + np.arange(count)
    rights.add(
        Rights(
            part.base + made + 1, rights.unit[sold], rights.kind[sold],
            rights.serial.max(initial=0) + 1 + np.arange(count),
            grown[rng.integers(0, len(grown), count)], np.full(count, -1), np.ones(count),
            part.date - rng.integers(1, 27, count).astype("m8[D]"), np.ones(count, dtype=bool),
        )
    )  # fmt: skip
    contracts = part.contracts
    passed = np.flatnonzero(rng.random(len(contracts.ids)) < rate)
    contracts.person[passed] = grown[rng.integers(0, len(grown), len(passed))]
    contracts.since[passed] = part.date - 5
    return np.r_[sold, made], passed
