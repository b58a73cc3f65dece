"""Background processes that outlive the command that started them, and are found again later."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from runtime.errors import SikuError
from runtime.settings import REPOSITORY, settings

# What this very process started, to be let go of when it ends.
_children: dict[int, subprocess.Popen[bytes]] = {}


class ProcessFailed(SikuError):
    """A background process ended when it should run."""


@dataclass(frozen=True)
class Process:
    """A background process by its name; it leads a session of its own, with all it starts."""

    name: str

    @property
    def log(self) -> Path:
        """Where it writes."""
        return settings().logs / f"{self.name}.log"

    @property
    def pid(self) -> int | None:
        """Its process id while it runs."""
        pid, birth = self._remembered()
        return pid if pid and _birth(pid) == birth else None

    def start(self, command: Sequence[str], environment: Mapping[str, str]) -> None:
        """Start it, unless it runs."""
        if self.pid:
            return
        self.stop()
        self.log.parent.mkdir(parents=True, exist_ok=True)
        self._file.parent.mkdir(parents=True, exist_ok=True)
        with self.log.open("a") as log:
            started = subprocess.Popen(
                list(command),
                env=dict(environment),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                cwd=REPOSITORY,
                start_new_session=True,
            )
        _children[started.pid] = started
        self._file.write_text(f"{started.pid} {_birth(started.pid)}\n")

    def stop(self, patience: float = 20) -> None:
        """End it and everything it started: politely first, then for certain."""
        pid, birth = self._remembered()
        if not pid or _birth(pid) not in (birth, ""):
            # Nothing of ours, or the process id has since been given to a stranger.
            self._file.unlink(missing_ok=True)
            return
        if self.pid:
            os.kill(pid, signal.SIGTERM)
        deadline = time.monotonic() + patience
        while self.pid and time.monotonic() < deadline:
            _reap(pid)
            time.sleep(0.05)
        while members := _session(pid):
            for member in members:
                _kill(member)
            _reap(pid)
            time.sleep(0.02)
        _reap(pid)
        self._file.unlink(missing_ok=True)

    def must_run(self) -> None:
        """Complain with its last words when it has ended."""
        if self.pid:
            return
        raise ProcessFailed(f"{self.name} ended: {self.last_words()}", where=str(self.log))

    def last_words(self, lines: int = 5) -> str:
        """The end of its log."""
        try:
            return " | ".join(self.log.read_text(errors="replace").splitlines()[-lines:])
        except OSError:
            return "it left no log"

    @property
    def _file(self) -> Path:
        return settings().run / f"{self.name}.pid"

    def _remembered(self) -> tuple[int, str]:
        try:
            pid, birth = self._file.read_text().split()
        except (FileNotFoundError, ValueError):
            return 0, ""
        return int(pid), birth


def _stat(pid: int) -> list[str]:
    """The fields of /proc/PID/stat after the name, which may itself hold spaces."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return []


def _birth(pid: int) -> str:
    """When a process started, to tell it from a later one of the same id; "" when it is gone."""
    fields = _stat(pid)
    return fields[19] if fields and fields[0] != "Z" else ""


def _session(leader: int) -> list[int]:
    """The processes of a session that have not ended."""
    everyone = (int(path.name) for path in Path("/proc").iterdir() if path.name.isdigit())
    stats = ((pid, _stat(pid)) for pid in everyone)
    return [pid for pid, stat in stats if stat and stat[3] == str(leader) and stat[0] not in "ZX"]


def _kill(pid: int) -> None:
    try:
        os.kill(pid, signal.SIGKILL)
    except ProcessLookupError:
        return


def _reap(pid: int) -> None:
    """Let go of an ended child of this process; one that another command started is not ours."""
    if pid in _children and _children[pid].poll() is not None:
        del _children[pid]
