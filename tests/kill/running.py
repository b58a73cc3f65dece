"""Commands as processes: started from a nursery, watched, and killed."""

from __future__ import annotations

import json
import os
import re
import select
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from tests.kill.ground import ENVIRONMENT, REPOSITORY

ENOUGH = 300  # seconds no command may take
STEP = re.compile(r"delivery \d+: (?!received)\w+$")
COUNTED = re.compile(r"moments (\d+)$")


class _Lines:
    """The lines that come out of a pipe, without waiting for any."""

    def __init__(self, handle: int) -> None:
        self.handle = handle
        self._rest = b""

    def read(self) -> list[str]:
        *lines, self._rest = (self._rest + os.read(self.handle, 1 << 16)).split(b"\n")
        return [line.decode(errors="replace") for line in lines]


@dataclass
class Run:
    """A command under way, or what became of it."""

    pid: int
    began: float
    said: list[str] = field(default_factory=list)
    steps: list[float] = field(default_factory=lambda: [0.0])  # seconds after which each began
    status: int | None = None
    lasted: float = 0.0
    moments: int = 0


class Nursery:
    """Where commands come from. One at a time."""

    def __init__(self, environment: dict[str, str]) -> None:
        reading, writing = os.pipe()
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.kill.nursery", str(writing)],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, bufsize=0, pass_fds=[writing],
            cwd=REPOSITORY,
            env={**os.environ, **environment, "PYTHONPATH": str(REPOSITORY)},
        )  # fmt: skip
        os.close(writing)
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._stdin, self._stdout = self._process.stdin, self._process.stdout
        self._output = _Lines(reading)
        self._ready = False

    def close(self) -> None:
        """Let it end."""
        self._stdin.close()
        self._process.wait(30)
        self._stdout.close()
        os.close(self._output.handle)

    def begin(
        self, words: Sequence[str], moment: int | None = None, postmaster: int | None = None
    ) -> Run:
        """Start a command; it ends itself, and that server, before its given moment."""
        if not self._ready:
            self._ready = bool(self._next_news()["ready"])
        job = {"words": list(words), "moment": moment, "postmaster": postmaster}
        began = time.monotonic()
        self._stdin.write(json.dumps(job).encode() + b"\n")
        self._stdin.flush()
        return Run(int(self._next_news()["pid"]), began)

    def reaches(self, run: Run, step: int, after: float) -> bool:
        """Wait until so many seconds after a step began; False if the command ended before."""
        while run.status is None and len(run.steps) <= step:
            self._listen(run, ENOUGH)
        if run.status is not None:
            return False
        until = run.began + run.steps[step] + after
        while run.status is None and (left := until - time.monotonic()) > 0:
            self._listen(run, left)
        return run.status is None

    def ended(self, run: Run) -> Run:
        """Wait for a command's end."""
        while run.status is None:
            assert time.monotonic() < run.began + ENOUGH, f"it hangs: {run.said}"
            self._listen(run, 1)
        return run

    def _next_news(self) -> dict[str, Any]:
        """The next thing the nursery itself says; it says one thing when something is awaited."""
        line = b""
        while not line.endswith(b"\n"):
            got = os.read(self._stdout.fileno(), 1)
            assert got, "the nursery ended"
            line += got
        news: dict[str, Any] = json.loads(line)
        return news

    def _listen(self, run: Run, patience: float) -> None:
        """Take in what a command says, and its end."""
        output, news = self._output.handle, self._stdout.fileno()
        ready = select.select([output, news], [], [], patience)[0]
        now = time.monotonic() - run.began
        if output in ready:
            self._take(run, now)
        elif news in ready:
            run.status, run.lasted = int(self._next_news()["status"]), now

    def _take(self, run: Run, now: float) -> None:
        for line in self._output.read():
            run.said.append(line)
            if STEP.match(line):
                run.steps.append(now)
            if counted := COUNTED.match(line):
                run.moments = int(counted.group(1))


@contextmanager
def nursery() -> Iterator[Nursery]:
    """A nursery, for as long as it is needed."""
    one = Nursery(ENVIRONMENT)
    try:
        yield one
    finally:
        one.close()
