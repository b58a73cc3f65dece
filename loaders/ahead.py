"""Work ahead: the next item is made in a thread while the last one is being used."""

from __future__ import annotations

import queue
import threading
from collections.abc import Iterable, Iterator
from typing import TypeVar

Item = TypeVar("Item")

DEPTH = 2


def ahead(items: Iterable[Item]) -> Iterator[Item]:
    """The items in order, at most a few made ahead; an exception arrives where it belongs."""
    waiting: queue.Queue[tuple[str, Item | BaseException | None]] = queue.Queue(DEPTH)
    stopped = threading.Event()

    def put(kind: str, item: Item | BaseException | None) -> None:
        while not stopped.is_set():
            try:
                waiting.put((kind, item), timeout=0.2)
                return
            except queue.Full:
                continue

    def work() -> None:
        try:
            for item in items:
                put("item", item)
                if stopped.is_set():
                    return
            put("end", None)
        except BaseException as error:  # noqa: BLE001 - handed over to the thread that asked
            put("error", error)

    thread = threading.Thread(target=work, name="ahead", daemon=True)
    thread.start()
    try:
        while True:
            kind, item = waiting.get()
            if kind == "end":
                return
            if kind == "error":
                raise item  # type: ignore[misc]
            yield item  # type: ignore[misc]
    finally:
        stopped.set()
        thread.join()
