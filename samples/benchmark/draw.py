"""Draws that come out the same on every Python: nothing but its generator's `random()` is used."""

from __future__ import annotations

import random
from collections.abc import Sequence
from typing import TypeVar

T = TypeVar("T")


class Draw:
    """A stream of draws that depends on its name alone."""

    def __init__(self, *name: object) -> None:
        self.random = random.Random("/".join(map(str, name))).random

    def chance(self, share: float) -> bool:
        """True in that share of cases."""
        return self.random() < share

    def below(self, end: int) -> int:
        """One of 0 … end − 1."""
        return int(self.random() * end)

    def between(self, low: int, high: int) -> int:
        """One of low … high, both possible."""
        return low + int(self.random() * (high - low + 1))

    def pick(self, things: Sequence[T]) -> T:
        """One of them, each as likely."""
        return things[int(self.random() * len(things))]

    def front(self, things: Sequence[T]) -> T:
        """One of them, those in front likelier: what is in fashion is shared by many."""
        return things[int(self.random() ** 2 * len(things))]

    def weighted(self, bounds: Sequence[float]) -> int:
        """A position in cumulated weights."""
        at = self.random() * bounds[-1]
        low, high = 0, len(bounds) - 1
        while low < high:
            middle = (low + high) // 2
            if bounds[middle] > at:
                high = middle
            else:
                low = middle + 1
        return low

    def digits(self, count: int) -> str:
        """So many digits."""
        return "".join(str(self.below(10)) for _ in range(count))
