"""From weighed pairs to clusters: the heaviest first, never against a guard or a source's word."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]


@dataclass
class Groups:
    """Records 0…n-1 in groups that can be joined; what may not meet never does."""

    sources: Ints | None  # of each record, where no source lists a thing twice
    foes: dict[int, set[int]]  # group -> groups with a record that is apart from one of its own
    root: list[int]
    members: dict[int, set[int]] = field(default_factory=dict)

    def find(self, record: int) -> int:
        """The group of a record."""
        while self.root[record] != record:
            self.root[record] = self.root[self.root[record]]
            record = self.root[record]
        return record

    def may_join(self, one: int, other: int) -> bool:
        """Whether nothing stands against it."""
        if other in self.foes.get(one, ()):
            return False
        if self.sources is None:
            return True
        return self._listed(one).isdisjoint(self._listed(other))

    def _listed(self, group: int) -> set[int]:
        assert self.sources is not None
        return self.members.setdefault(group, {int(self.sources[group])})

    def join(self, one: int, other: int) -> None:
        """Make one group of two."""
        if self.sources is not None:
            self.members[one] = self._listed(one) | self._listed(other)
        self.root[other] = one
        for foe in self.foes.pop(other, set()):
            self.foes[foe].discard(other)
            self.foes[foe].add(one)
            self.foes.setdefault(one, set()).add(foe)


def clusters(
    n: int, left: Ints, right: Ints, weight: Floats, apart: Flags, join: float,
    sources: Ints | None = None,
) -> Ints:  # fmt: skip
    """Per record the smallest record of its cluster.

    Pairs join from the heaviest on. Two groups with an `apart` pair between them stay two, and
    where `sources` are free of duplicates none stands twice in a cluster.
    """
    foes: dict[int, set[int]] = {}
    for one, other in zip(left[apart].tolist(), right[apart].tolist(), strict=True):
        foes.setdefault(one, set()).add(other)
        foes.setdefault(other, set()).add(one)
    groups = Groups(sources, foes, list(range(n)))
    heavy = np.flatnonzero((weight >= join) & ~apart)
    order = heavy[np.lexsort((right[heavy], left[heavy], -weight[heavy]))]
    for k in order.tolist():
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
        clear = first & (alone | (heavy - following >= lead))
        found[order] &= clear
    return found
