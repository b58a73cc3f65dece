"""Processes that work side by side, and what a room asks of a DuckDB of its own."""

from __future__ import annotations

import os

import pyarrow as pa

from runtime.crew import crew
from runtime.duck import duck


def _pool() -> tuple[int, str]:
    return os.getpid(), pa.default_memory_pool().backend_name


def test_each_worker_gives_back_the_memory_it_no_longer_needs() -> None:
    before = dict(os.environ)
    with crew(2, "telling", hint="none") as pool:
        pid, kept_by = pool.submit(_pool).result()
    assert pid != os.getpid()
    assert kept_by == "system"
    assert dict(os.environ) == before


def test_where_one_is_enough_no_process_is_started() -> None:
    with crew(1, "telling", hint="none") as pool:
        assert pool.submit(os.getpid).result() == os.getpid()


def test_an_engine_draws_no_progress_on_the_terminal_and_fetches_nothing() -> None:
    settings = ("enable_progress_bar", "autoinstall_known_extensions")
    with duck(threads=1) as engine:
        told = [engine.execute(f"select current_setting('{name}')").fetchone() for name in settings]
        assert told == [(False,), (False,)]
