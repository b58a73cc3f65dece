"""Whenever a command is killed, and the database with it: run again, it ends as if it never was."""

from __future__ import annotations

import json
import os
import random
import signal
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path

import pytest
from sqlalchemy import text

from runtime.database import transaction
from tests.kill.ground import HOME, REPOSITORY, Ground, ground, left_running
from tests.kill.orders import SHEET, Act, corrected, few, province, words
from tests.kill.points import Point, point
from tests.kill.running import Nursery, Run, nursery
from tests.support.state import difference

KILLS = int(os.environ.get("KILLS", "200"))
KILLS_SHORT = 6
OFTEN = 30
SEED = int(os.environ.get("SEED", "0")) or random.randrange(1, 1 << 30)
ONLY = os.environ.get("POINT")  # its number: that one alone
EVIDENCE = REPOSITORY / "var" / "killed"

LATEST = text("select max(delivery_id) from ops.delivery")

Orders = Callable[[Path, int], list[Act]]


class Harness:
    """The uninterrupted run, and every attempt to come to its states by way of a kill."""

    def __init__(self, where: Ground, nursery: Nursery, orders: Orders) -> None:
        self._ground, self._nursery = where, nursery
        self._folder = HOME / "province"
        self._acts = orders(self._folder, 1)
        self._numbers: dict[str, int] = {}
        self.whole: list[Run] = []
        self._states: list[dict[str, str]] = []

    def run_whole(self) -> None:
        """Run every command without interruption, and keep the state after each."""
        self._ground.keep("s0")
        for number, act in enumerate(self._acts, 1):
            if act.sheet:
                self._sheet(act)
            run = self._run(act)
            assert run.status == act.status, run.said
            if act.name:
                self._numbers[act.name] = _latest()
            self.whole.append(run)
            self._states.append(self._ground.state())
            self._ground.keep(f"s{number}")

    def kill(self, at: Point) -> list[str] | None:
        """Kill there and run again: what is wrong then; None if the command was quicker."""
        act, whole = self._acts[at.act], self.whole[at.act]
        self._ground.restore(f"s{at.act}")
        database = self._ground.postmaster() if "database" in at.who else None
        killed = self._killed(at, database)
        if killed is None:
            return None
        wrong = [f"left running: {one}" for one in left_running(killed.pid)]
        self._ground.stand_up(database)
        again = self._run(act)
        if again.status != whole.status:
            wrong.append(f"run again, it ended {again.status}: {again.said}")
        found = difference(self._states[at.act], self._ground.state())
        wrong += [f"{name}: {one!r} is {other!r}" for name, (one, other) in found.items()]
        if wrong:
            self._keep(at, killed, again, wrong, [n for n in found if "." in n])
        return wrong

    def _run(self, act: Act) -> Run:
        return self._nursery.ended(self._nursery.begin(words(act, self._numbers)))

    def _killed(self, at: Point, database: int | None) -> Run | None:
        """The command with what it came to, killed; None if it ended by itself before."""
        said = words(self._acts[at.act], self._numbers)
        if at.moment:
            run = self._nursery.ended(self._nursery.begin(said, at.moment, database))
            return run if run.status == -signal.SIGKILL else None
        run = self._nursery.begin(said)
        if not self._nursery.reaches(run, at.step, at.after):
            return None
        try:
            if "process" in at.who:
                (os.killpg if at.family else os.kill)(run.pid, signal.SIGKILL)
        except ProcessLookupError:
            self._nursery.ended(run)
            return None
        if database is not None:
            os.kill(database, signal.SIGQUIT)
        return self._nursery.ended(run)

    def _sheet(self, act: Act) -> None:
        """Export a delivery's quarantine and correct it."""
        sheet, of = self._folder / SHEET, str(self._numbers[act.sheet])
        self._run(Act(("quarantine", "export", "--delivery", of, "--out", str(sheet))))
        corrected(sheet)

    def _keep(
        self, at: Point, killed: Run, again: Run, wrong: list[str], tables: list[str]
    ) -> None:
        """Put down what was found, with the rows that differ."""
        folder = EVIDENCE / f"{SEED}-{at.number}"
        folder.mkdir(parents=True, exist_ok=True)
        for name in tables:
            lines = self._ground.rows_that_differ(f"s{at.act + 1}", name)
            (folder / f"{name}.txt").write_text("\n".join(lines))
        told = {
            "point": asdict(at),
            "command": words(self._acts[at.act], self._numbers),
            "wrong": wrong,
            "killed": asdict(killed),
            "again": asdict(again),
        }
        (folder / "point.json").write_text(json.dumps(told, ensure_ascii=False, indent=1))


def _latest() -> int:
    with transaction() as connection:
        return int(connection.execute(LATEST).scalar_one())


@contextmanager
def harness(orders: Orders) -> Iterator[Harness]:
    """Everything that is needed, with the uninterrupted run behind it."""
    with nursery() as commands, ground() as where:
        one = Harness(where, commands, orders)
        one.run_whole()
        yield one


def survives(orders: Orders, count: int) -> None:
    """Kill at so many points; all that is wrong is told in the end."""
    print(f"seed {SEED}", file=sys.stderr)
    wrong: dict[str, list[str]] = {}
    with harness(orders) as one:
        for number in [int(ONLY)] if ONLY else range(count):
            began = time.monotonic()
            at, found = _once(one, number)
            told = "the same" if not found else f"WRONG: {found}"
            print(f"{at}: {time.monotonic() - began:.1f} s, {told}", file=sys.stderr)
            if found:
                wrong[str(at)] = found
        assert not wrong, f"seed {SEED}, see {EVIDENCE}: {json.dumps(wrong, ensure_ascii=False)}"


def _once(one: Harness, number: int) -> tuple[Point, list[str]]:
    """Kill at a point of that number; where the command was quicker, another one is drawn."""
    for again in range(OFTEN):
        at = point(SEED, number, again, one.whole)
        found = one.kill(at)
        if found is not None:
            return at, found
    raise AssertionError(f"seed {SEED}, point {number}: the command was quicker {OFTEN} times")


def test_killed_at_a_few_moments_it_ends_the_same() -> None:
    survives(few, KILLS_SHORT)


@pytest.mark.long
def test_killed_at_any_moment_it_ends_the_same() -> None:
    survives(province, KILLS)
