"""One at a time: file locks that vanish with the process that held them."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from runtime.settings import settings


@contextmanager
def only_one(name: str, say: Callable[[str], None] = lambda line: None) -> Iterator[None]:
    """Hold the lock of that name; others wait, and say so."""
    folder = settings().run
    folder.mkdir(parents=True, exist_ok=True)
    handle = os.open(folder / f"{name}.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say(f"waiting for another {name} to end")
            fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)
