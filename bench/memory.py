"""How much memory a walk takes at most: of our process and those it starts, and of the database."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from runtime.settings import REPOSITORY

_EVERY = 0.2  # seconds
_OURS = re.compile(r"parallel worker for PID (\d+)")
_CHILD = """
import json, sys
from bench import measure
from pathlib import Path
print(json.dumps(measure.walked(sys.argv[1], Path(sys.argv[2]))))
"""


@dataclass
class Peaks:
    """Megabytes held at most at one time; the database's are without its shared buffers."""

    process: float = 0.0
    database: float = 0.0


def walked_apart(dataset: str, file: Path, database: str) -> tuple[dict[str, float], Peaks]:
    """Walk a delivery in a process of its own, and watch it."""
    command = [sys.executable, "-P", "-c", _CHILD, dataset, str(file)]
    paths = f"{REPOSITORY}:{os.environ.get('PYTHONPATH', '')}".rstrip(":")
    environment = os.environ | {"PYTHONPATH": paths}
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, text=True, cwd=REPOSITORY, env=environment
    ) as child:
        try:
            with _watched(child.pid, database) as peaks:
                said, _ = child.communicate()
        finally:
            child.kill()
        if child.returncode:
            raise subprocess.CalledProcessError(child.returncode, command[:3])
    return json.loads(said.splitlines()[-1]), peaks


@contextmanager
def _watched(pid: int, database: str) -> Iterator[Peaks]:
    peaks, ended = Peaks(), threading.Event()

    def watch() -> None:
        while not ended.wait(_EVERY):
            peaks.process = max(peaks.process, _held(_family(pid), "VmRSS"))
            peaks.database = max(peaks.database, _held(_backends(database), "RssAnon"))

    watcher = threading.Thread(target=watch, daemon=True)
    watcher.start()
    try:
        yield peaks
    finally:
        ended.set()
        watcher.join()


def _held(pids: set[int], kind: str) -> float:
    total = 0
    for pid in pids:
        for line in _read(pid, "status").splitlines():
            if line.startswith(f"{kind}:"):
                total += int(line.split()[1])
    return total / 1024


def _family(root: int) -> set[int]:
    """A process and everything it has started."""
    parents = {pid: _parent(pid) for pid in _pids()}
    found, grown = {root}, True
    while grown:
        more = {pid for pid, parent in parents.items() if parent in found} - found
        found |= more
        grown = bool(more)
    return found


def _backends(database: str) -> set[int]:
    """The server's processes that work for a database, by what they call themselves."""
    titles = {pid: _read(pid, "cmdline") for pid in _pids()}
    servers = {pid: title for pid, title in titles.items() if title.startswith("postgres:")}
    own = {pid for pid, title in servers.items() if f" {database} " in title}
    workers = {pid: _OURS.search(title) for pid, title in servers.items()}
    return own | {pid for pid, told in workers.items() if told and int(told[1]) in own}


def _parent(pid: int) -> int:
    stat = _read(pid, "stat").rpartition(")")[2].split()
    return int(stat[1]) if len(stat) > 1 else 0


def _pids() -> list[int]:
    root = Path("/proc")
    return [int(path.name) for path in root.glob("[0-9]*")] if root.is_dir() else []


def _read(pid: int, name: str) -> str:
    try:
        return Path(f"/proc/{pid}/{name}").read_text(encoding="utf-8", errors="replace")
    except OSError:  # it has ended meanwhile
        return ""
