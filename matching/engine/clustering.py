"""From weighed pairs to clusters: the heaviest first, never against a guard or a source's word."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]

# One pair says no more than this for or against two groups.
LOUDEST = 20.0
NEVER = -np.inf


def connected(n: int, left: Ints, right: Ints) -> Ints:
    """Per record a number of the group that some pairs connect it with."""
    graph = coo_matrix((np.ones(len(left), np.int8), (left, right)), shape=(n, n))
    found: Ints = connected_components(graph, directed=False)[1].astype(np.int64)
    return found


@dataclass
class Groups:
    """Records in groups that can be joined, and what the weighed pairs say between any two."""

    root: list[int]
    between: dict[int, dict[int, float]] = field(default_factory=dict)
    sources: Ints | None = None  # of each record, where no source lists a thing twice
    listed: dict[int, set[int]] = field(default_factory=dict)

    def find(self, record: int) -> int:
        """The group of a record."""
        while self.root[record] != record:
            self.root[record] = self.root[self.root[record]]
            record = self.root[record]
        return record

    def say(self, one: int, other: int, weight: float) -> None:
        """Note what a pair of their records says for two groups."""
        for a, b in ((one, other), (other, one)):
            said = self.between.setdefault(a, {})
            said[b] = said.get(b, 0.0) + weight

    def may_join(self, one: int, other: int) -> bool:
        """Whether all pairs between them, together, speak for it, and no source against it."""
        if self.between[one][other] <= 0:
            return False
        return self.sources is None or self._sources(one).isdisjoint(self._sources(other))

    def _sources(self, group: int) -> set[int]:
        assert self.sources is not None
        return self.listed.setdefault(group, {int(self.sources[group])})

    def join(self, one: int, other: int) -> None:
        """Make one group of two."""
        if self.sources is not None:
            self.listed[one] = self._sources(one) | self._sources(other)
        self.root[other] = one
        for third, weight in self.between.pop(other, {}).items():
            del self.between[third][other]
            if third != one:
                self.say(one, third, weight)


def clusters(
    n: int, left: Ints, right: Ints, weight: Floats, apart: Flags, join: float,
    sources: Ints | None = None,
) -> Ints:  # fmt: skip
    """Per record the smallest record of its cluster.

    Pairs join from the heaviest on. Two groups become one where all pairs between them, those that
    speak against it too, together speak for it; not where one of them is `apart`, nor where one of
    the `sources`, free of duplicates, would stand in the cluster twice.
    """
    heavy = (weight >= join) & ~apart
    group = connected(n, left[heavy], right[heavy])
    near = np.flatnonzero(group[left] == group[right])
    groups = Groups(list(range(n)), sources=sources)
    said = np.where(apart, NEVER, np.clip(weight, -LOUDEST, LOUDEST))
    for k in near.tolist():
        groups.say(int(left[k]), int(right[k]), float(said[k]))
    heavy_ones = np.flatnonzero(heavy)
    order = np.lexsort((right[heavy_ones], left[heavy_ones], -weight[heavy_ones]))
    for k in heavy_ones[order].tolist():
        one, other = groups.find(int(left[k])), groups.find(int(right[k]))
        if one != other and groups.may_join(one, other):
            groups.join(min(one, other), max(one, other))
    return np.array([groups.find(k) for k in range(n)], np.int64)


def leading(left: Ints, right: Ints, weight: Floats, lead: float) -> Flags:
    """Which pairs are, from either side, the heaviest and lead the next by so much."""
    found = np.ones(len(weight), np.bool_)
    for side in (left, right):
        order = np.lexsort((-weight, side))
        ordered, heavy = side[order], weight[order]
        first = np.r_[True, ordered[1:] != ordered[:-1]]
        following = np.r_[heavy[1:], -np.inf]
        alone = np.r_[ordered[1:] != ordered[:-1], True]
        found[order] &= first & (alone | (heavy - following >= lead))
    return found
