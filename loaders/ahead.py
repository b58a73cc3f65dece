"""Work ahead: the next item is made in a thread while the last one is being used."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

Item = TypeVar("Item")

DEPTH = 2


def ahead(items: Iterable[Item]) -> Iterator[Item]:
    """The items in order, at most a few made ahead; an exception arrives where it belongs."""
    source = iter(items)
    with ThreadPoolExecutor(1, "ahead") as pool:
        waiting: deque[Future[tuple[Item, ...]]] = deque()
        while True:
            while len(waiting) < DEPTH:
                waiting.append(pool.submit(_next, source))
            made = waiting.popleft().result()
            if not made:
                return
            yield made[0]


def _next(source: Iterator[Item]) -> tuple[Item, ...]:
    """The next item, or nothing at the end; StopIteration may not leave a future."""
    for item in source:
        return (item,)
    return ()
