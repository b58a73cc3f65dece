"""Killing the demonstration at any moment and running it again ends as if it never was killed."""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import psutil
import pytest

from tests.support.state import difference

REPOSITORY = Path(__file__).resolve().parents[2]
ARGUMENTS = ("demo", "--persons", "2000", "--months", "2", "--json")
KILLS = int(os.environ.get("KILLS", "8"))
ENOUGH = 1200

FINGERPRINT = """
import json
from runtime.database import transaction
from tests.support.state import fingerprint
with transaction() as connection:
    print(json.dumps(fingerprint(connection)))
"""


class Machine:
    """A siku with a home of its own, to be killed at will."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self._environment = {
            **{k: v for k, v in os.environ.items() if not k.startswith("SIKU_")},
            "SIKU_HOME": str(home),
            "PYTHONPATH": str(REPOSITORY),
        }

    def begin(self) -> subprocess.Popen[str]:
        """Start a demonstration, in a session of its own."""
        return subprocess.Popen(
            [str(REPOSITORY / "siku"), *ARGUMENTS],
            env=self._environment, start_new_session=True, text=True,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        )  # fmt: skip

    def finish(self) -> dict[str, object]:
        """Run the demonstration to its end; what it printed."""
        running = self.begin()
        out, err = running.communicate(timeout=ENOUGH)
        assert running.returncode == 0, err[-3000:]
        closing: dict[str, object] = json.loads(out)
        return closing

    def fingerprint(self) -> dict[str, str]:
        """The state of its database."""
        told: dict[str, str] = json.loads(self._python(FINGERPRINT))
        return told

    def wipe(self) -> None:
        """Stop it and remove all of it."""
        folder = self._python("from runtime.settings import settings; print(settings().cluster)")
        subprocess.run(
            [str(REPOSITORY / "siku"), "down"], env=self._environment, capture_output=True
        )
        shutil.rmtree(folder.strip(), ignore_errors=True)
        shutil.rmtree(self.home, ignore_errors=True)

    def kill_airflow(self) -> None:
        """End Airflow's processes without a word; their children too, or only their parents."""
        children = random.random() < 0.5
        for note in (self.home / "run").glob("airflow-*.pid"):
            _kill(int(note.read_text().split()[0]), children)

    def kill_database(self) -> None:
        """End PostgreSQL as a power cut would: nothing is flushed, nobody is told."""
        try:
            folder = self._python("from runtime.cluster import data; print(data())").strip()
            pid = int((Path(folder) / "postmaster.pid").read_text().split()[0])
        except (OSError, IndexError):
            return
        random.choice((_quit, _kill))(pid, True)

    def _python(self, code: str) -> str:
        done = subprocess.run(
            [sys.executable, "-c", code],
            env=self._environment, capture_output=True, text=True, cwd=REPOSITORY,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        return done.stdout


def _kill(pid: int, children: bool) -> None:
    try:
        family = psutil.Process(pid).children(recursive=True) if children else []
        psutil.Process(pid).kill()
    except psutil.NoSuchProcess:
        return
    for one in family:
        try:
            one.kill()
        except psutil.NoSuchProcess:
            continue


def _quit(pid: int, _children: bool) -> None:
    """PostgreSQL's immediate shutdown."""
    os.kill(pid, signal.SIGQUIT)


def _ways(machine: Machine) -> list[tuple[str, list[Callable[[], None]]]]:
    return [
        ("only the command", []),
        ("Airflow too", [machine.kill_airflow]),
        ("the database too", [machine.kill_database]),
        ("everything", [machine.kill_airflow, machine.kill_database]),
    ]


@pytest.mark.long
def test_the_end_is_the_same_however_often_it_is_killed(tmp_path: Path) -> None:
    seed = random.randrange(1 << 30)
    print(f"seed {seed}", file=sys.stderr)
    whole, killed = Machine(tmp_path / "whole"), Machine(tmp_path / "killed")
    try:
        began = time.monotonic()
        closing = whole.finish()
        lasted = time.monotonic() - began
        expected = whole.fingerprint()
        random.seed(seed)
        for number in range(KILLS):
            what, blows = random.choice(_ways(killed))
            wait = random.uniform(1, lasted * (0.9 if number else 0.3))
            running = killed.begin()
            try:
                running.wait(wait)
            except subprocess.TimeoutExpired:
                os.killpg(running.pid, signal.SIGKILL)
            for blow in blows:
                blow()
            print(f"kill {number}: after {wait:.0f} s, {what}", file=sys.stderr)
            running.communicate()
        again = killed.finish()
        assert difference(expected, killed.fingerprint()) == {}
        assert again["masters"] == closing["masters"]
        # Once more: nothing is left to do, and nothing changes.
        assert killed.finish()["walked"] == 0
        assert difference(expected, killed.fingerprint()) == {}
    finally:
        whole.wipe()
        killed.wipe()
