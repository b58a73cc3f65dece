"""Processes that do one piece of work side by side, and end together."""

import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from typing import Any

import pyarrow

from runtime.errors import SikuError

_POOL = "ARROW_DEFAULT_MEMORY_POOL"


class _Inline(Executor):
    """Runs work at once, where one process is enough."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        future: Future[Any] = Future()
        future.set_result(fn(*args, **kwargs))
        return future


@contextmanager
def crew(workers: int, doing: str, hint: str) -> Iterator[Executor]:
    """So many processes; when anything goes wrong, none of them goes on. `doing` and `hint` tell
    who lost one of them what it was about, and what to do."""
    if workers == 1:
        yield _Inline()
        return
    others = set(multiprocessing.active_children())
    # Forking a process with Arrow's threads in it can hang: start afresh.
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(workers, context, initializer=_join) as pool:
        try:
            _start(pool, workers)
            yield pool
        except BaseException as error:
            pool.shutdown(wait=False, cancel_futures=True)
            for worker in set(multiprocessing.active_children()) - others:
                worker.terminate()
            if isinstance(error, BrokenProcessPool):
                raise SikuError(
                    f"a process {doing} was ended, perhaps for want of memory", hint=hint
                ) from error
            raise


def _start(pool: Executor, workers: int) -> None:
    # A Ctrl-C reaches the workers only when they know how to end without a word.
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        with _thrifty():
            for _ in range(workers):
                pool.submit(os.getpid)
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


@contextmanager
def _thrifty() -> Iterator[None]:
    """What each of several processes keeps for itself adds up: this one gives the system back what
    Arrow no longer needs, and those that are started meanwhile always do."""
    pyarrow.default_memory_pool().release_unused()
    before = os.environ.get(_POOL)
    os.environ[_POOL] = before or "system"
    try:
        yield
    finally:
        if before is None:
            del os.environ[_POOL]


def _join() -> None:
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    """A parent that was killed cannot end its workers, and they would wait for ever."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
