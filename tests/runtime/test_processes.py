"""Background processes are found again, ended with all they started, and never mistaken."""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from runtime.processes import Process, ProcessFailed
from runtime.settings import settings

FAMILY = """
import subprocess, sys, time
child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
print(child.pid, flush=True)
time.sleep(60)
"""


@pytest.fixture
def process(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Process]:
    monkeypatch.setenv("SIKU_HOME", str(tmp_path))
    settings.cache_clear()
    made = Process("worker")
    yield made
    made.stop()
    monkeypatch.undo()
    settings.cache_clear()


def start(process: Process, program: str) -> None:
    process.start([sys.executable, "-c", program], os.environ)


def said(process: Process) -> str:
    deadline = time.monotonic() + 20
    while not process.log.read_text().strip() and time.monotonic() < deadline:
        time.sleep(0.05)
    return process.log.read_text().strip()


def alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def test_starting_twice_starts_once(process: Process) -> None:
    start(process, FAMILY)
    pid = process.pid
    start(process, FAMILY)
    assert process.pid == pid
    assert Process("worker").pid == pid


def test_stopping_ends_what_it_started_too(process: Process) -> None:
    start(process, FAMILY)
    child = int(said(process))
    process.stop()
    assert process.pid is None
    assert not alive(child)


def test_what_a_killed_process_left_is_ended(process: Process) -> None:
    start(process, FAMILY)
    child = int(said(process))
    os.kill(process.pid or 0, signal.SIGKILL)
    process.stop()
    assert not alive(child)


def test_one_that_is_deaf_is_ended_for_certain(process: Process) -> None:
    start(
        process,
        "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN);"
        "print('deaf', flush=True); time.sleep(60)",
    )
    said(process)
    process.stop(patience=0.2)
    assert process.pid is None


def test_a_stranger_with_its_process_id_is_left_alone(process: Process) -> None:
    file = settings().run / "worker.pid"
    file.parent.mkdir(parents=True)
    file.write_text(f"{os.getppid()} 1\n")
    assert process.pid is None
    process.stop()
    assert alive(os.getppid())


def test_one_that_ended_is_reported_with_its_last_words(process: Process) -> None:
    start(process, "print('no more disk'); raise SystemExit(1)")
    said(process)
    while process.pid:
        time.sleep(0.05)
    with pytest.raises(ProcessFailed, match="worker ended: no more disk"):
        process.must_run()
