"""Runs mutated files through workers, ends those that hang, and keeps what was found."""

from __future__ import annotations

import json
import os
import queue
import select
import shutil
import signal
import subprocess
import sys
import threading
from collections import Counter, defaultdict
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from runtime.settings import REPOSITORY
from tests.loaders.fuzz.cases import NAMES

LIMIT = 20  # seconds a small file may take
START = 120  # seconds a worker may take to be ready
FINE = frozenset({"refused", "loaded", "set aside in part", "nothing in it"})

Job = dict[str, Any]


@dataclass
class Found:
    """What became of the files: outcomes by specimen, and everything that is a fault."""

    outcomes: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    faults: list[dict[str, Any]] = field(default_factory=list)
    slowest: tuple[float, Job] = (0.0, {})
    mutations: Counter[str] = field(default_factory=Counter)

    def note(self, job: Job, told: dict[str, Any]) -> None:
        """What became of one file."""
        self.outcomes[job["case"]][told["outcome"]] += 1
        self.mutations.update(told.get("how", ()))
        self.slowest = max(self.slowest, (told.get("seconds", 0.0), job), key=lambda one: one[0])
        if told["outcome"] not in FINE:
            self.faults.append({**job, **told})

    def table(self) -> str:
        """Outcomes by specimen, as text."""
        kinds = sorted({kind for counts in self.outcomes.values() for kind in counts})
        width = max(map(len, NAMES))
        lines = [f"{'':{width}} " + " ".join(f"{kind:>17}" for kind in kinds)]
        for name in NAMES:
            counts = self.outcomes[name]
            lines.append(f"{name:{width}} " + " ".join(f"{counts[kind]:17}" for kind in kinds))
        total: Counter[str] = sum(self.outcomes.values(), Counter())
        lines.append(f"{'all':{width}} " + " ".join(f"{total[kind]:17}" for kind in kinds))
        return "\n".join(lines)


class Worker:
    """A process that loads files; ended and begun anew as often as it takes."""

    def __init__(self, url: str, folder: Path, delivery: int) -> None:
        self._url, self.folder, self._delivery = url, folder, delivery
        self._process: subprocess.Popen[str] | None = None

    def ask(self, job: Job) -> dict[str, Any]:
        """What becomes of a file, or how the worker ended over it."""
        fresh = self._process is None
        process = self._process = self._process or self._begin()
        assert process.stdin
        assert process.stdout
        limit = job.get("limit", LIMIT)
        try:
            process.stdin.write(json.dumps({**job, "limit": limit}) + "\n")
            process.stdin.flush()
        except BrokenPipeError:
            return self._ended("crash")
        ready, _, _ = select.select([process.stdout], [], [], limit + fresh * START)
        if not ready:
            return self._ended("hang")
        line = process.stdout.readline()
        return json.loads(line) if line else self._ended("crash")

    def end(self) -> None:
        """Stop the process and whatever it started."""
        if self._process:
            with suppress(ProcessLookupError):
                os.killpg(self._process.pid, signal.SIGKILL)
            self._process.communicate()
        self._process = None

    def _ended(self, outcome: str) -> dict[str, Any]:
        assert self._process
        if outcome == "crash":
            with suppress(subprocess.TimeoutExpired):
                self._process.wait(10)
        code = self._process.poll()
        self.end()
        said = (self.folder / "said").read_text(errors="replace")[-6000:]
        return {"outcome": outcome, "why": f"exit {code}", "trace": said}

    def _begin(self) -> subprocess.Popen[str]:
        self.folder.mkdir(parents=True, exist_ok=True)
        with (self.folder / "said").open("w") as said:
            return subprocess.Popen(
                [sys.executable, "-m", "tests.loaders.fuzz.worker", self._url, str(self.folder),
                 str(self._delivery)],
                stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=said, text=True,
                cwd=REPOSITORY, start_new_session=True,
            )  # fmt: skip


def jobs(seed: int, count: int, names: Sequence[str] = NAMES) -> list[Job]:
    """So many files, in turn of every specimen; first each specimen as it is."""
    whole = [{"case": name, "seed": ""} for name in names]
    spoilt = [
        {"case": names[number % len(names)], "seed": f"{seed}:{number}"} for number in range(count)
    ]
    return whole + spoilt


def run(url: str, folder: Path, wanted: Sequence[Job], workers: int, kept: Path) -> Found:
    """Load them all; the files that were a fault are kept."""
    waiting: queue.SimpleQueue[Job] = queue.SimpleQueue()
    for job in wanted:
        waiting.put(job)
    found, lock = Found(), threading.Lock()

    def work(number: int) -> None:
        worker = Worker(url, folder / str(number), number)
        try:
            while True:
                job = waiting.get_nowait()
                told = worker.ask(job)
                if told["outcome"] == "hang":  # or others kept the machine busy
                    told = worker.ask({**job, "limit": 3 * LIMIT})
                with lock:
                    found.note(job, told)
                    if told["outcome"] not in FINE:
                        _keep(worker.folder, kept, job, told)
        except queue.Empty:
            pass
        finally:
            worker.end()

    threads = [threading.Thread(target=work, args=(n,)) for n in range(1, workers + 1)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if not waiting.empty():
        raise RuntimeError("the workers stopped before the end")
    return found


def _keep(folder: Path, kept: Path, job: Job, told: dict[str, Any]) -> None:
    place = kept / f"{job['case']}-{job['seed'].replace(':', '-') or 'whole'}"
    shutil.rmtree(place, ignore_errors=True)
    if (folder / "files").exists():
        shutil.copytree(folder / "files", place)
    place.mkdir(parents=True, exist_ok=True)
    (place / "told.json").write_text(json.dumps(told, ensure_ascii=False, indent=1))
