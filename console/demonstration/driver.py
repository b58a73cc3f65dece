"""Takes the planned deliveries through Airflow: each as soon as what it waits for is published."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import text

from console.demonstration.order import Contracted, Planned, urgency, waits
from console.demonstration.progress import Progress
from console.demonstration.runs import Run, Runs, name_of
from runtime import airflow
from runtime.database import transaction
from runtime.errors import SikuError
from runtime.settings import settings

# So many runs at once keep every core busy; more would only make Airflow's scheduler slower.
AT_ONCE = 5
LOOK_AT_LEDGER = 0.2
LOOK_AT_AIRFLOW = 2.0


class RunsFailed(SikuError):
    """Runs of DAGs failed, and trying them again did not help."""


@dataclass(frozen=True)
class Entry:
    """What the ledger says of a delivery."""

    state: str
    rows: int | None
    seconds: float
    error: str | None


class Driver:
    """Starts the runs in their order and watches them end."""

    def __init__(
        self,
        planned: Sequence[Planned],
        contracts: Mapping[str, Contracted],
        runs: Runs,
        progress: Progress,
    ) -> None:
        self._waits = waits(planned, contracts)
        behind = urgency(self._waits)
        self._queue = sorted(planned, key=lambda one: -behind[one])
        self._progress = progress
        self._runs = runs
        self._ledger: dict[Planned, Entry] = {}
        self._running: dict[Planned, float] = {}
        self._ended: dict[Planned, str] = {}
        self._retried: set[Planned] = set()
        self._told: set[Planned] = set()

    def run(self) -> int:
        """Walk everything that is not walked yet; return how many deliveries that were."""
        self._pick_up()
        todo = len(self._queue) - len(self._ended)
        with self._progress.watching():
            looked = 0.0
            while self._go_on():
                if time.monotonic() - looked > LOOK_AT_AIRFLOW:
                    self._look_at_airflow()
                    looked = time.monotonic()
                time.sleep(LOOK_AT_LEDGER)
        self._judge()
        return todo

    def _pick_up(self) -> None:
        """Find what an earlier demonstration began: what succeeded, goes on, or must anew."""
        known = self._runs.ours()
        self._look_at_ledger(tell=False)
        for one in self._queue:
            run = known.get((one.dataset, name_of(one)))
            if run is None:
                continue
            if run.state == "success" and self._is_published(one):
                self._ended[one] = run.state
            else:
                if not run.underway:
                    self._runs.again(run)
                self._running[one] = time.monotonic()
        if self._running:
            self._progress.say(f"picked up {len(self._running)} runs that were under way")

    def _go_on(self) -> bool:
        """Look, start what may start, show it; whether there is anything left to wait for."""
        self._look_at_ledger()
        for one in self._queue:
            if len(self._busy()) >= AT_ONCE:
                break
            if one not in self._running and one not in self._ended and self._may_start(one):
                self._runs.start(one.dataset, name_of(one), {"date": one.date.isoformat()})
                self._running[one] = time.monotonic()
        shown = {
            one: (self._ledger[one].state if one in self._ledger else "", self._running[one])
            for one in self._busy()
        }
        self._progress.show(shown, len(self._published()), len(self._queue))
        return bool(self._running)

    def _may_start(self, one: Planned) -> bool:
        return all(self._is_published(other) for other in self._waits[one])

    def _is_published(self, one: Planned) -> bool:
        return one in self._ledger and self._ledger[one].state == "published"

    def _published(self) -> list[Planned]:
        return [one for one in self._queue if self._is_published(one)]

    def _busy(self) -> list[Planned]:
        """Runs that still have work: a published delivery's run only has to be closed."""
        return [one for one in self._running if not self._is_published(one)]

    def _look_at_ledger(self, tell: bool = True) -> None:
        with transaction() as connection:
            rows = connection.execute(_LEDGER).all()
        self._ledger = {
            Planned(r.name, r.as_of): Entry(r.state, r.delivered, r.seconds, r.error) for r in rows
        }
        published = self._published()
        for one in published:
            if one not in self._told and tell:
                entry = self._ledger[one]
                count = f"{len(self._told) + 1:3} of {len(self._queue)}"
                what = f"{one.dataset} {one.date}: {entry.rows:,} rows in {entry.seconds:.1f} s"
                self._progress.say(f"{count}  {what}")
            self._told.add(one)

    def _look_at_airflow(self) -> None:
        """Note which runs have ended; one that failed is tried once more."""
        known = self._runs.ours()
        for one in list(self._running):
            run = known.get((one.dataset, name_of(one)))
            if run is None or run.underway:
                continue
            if not self._is_published(one) and one not in self._retried:
                self._retried.add(one)
                self._progress.say(f"{one.dataset} {one.date}: {self._runs.why(run)}")
                self._progress.say(f"{one.dataset} {one.date}: trying once more")
                self._runs.again(run)
                continue
            del self._running[one]
            self._ended[one] = run.state

    def _judge(self) -> None:
        """Complain of deliveries that did not get to their end, with their reasons."""
        failed = [one for one in self._ended if not self._is_published(one)]
        if not failed:
            return
        known = self._runs.ours()
        reasons = [
            f"{one.dataset} {one.date}: {self._reason(one, known[one.dataset, name_of(one)])}"
            for one in failed
        ]
        if never := len(self._queue) - len(self._ended):
            reasons.append(f"{never} deliveries that come after were not begun")
        raise RunsFailed(
            "\n".join(reasons),
            where=f"{airflow.address()}, logs in {settings().logs / 'airflow'}",
            hint="mend what is said above, then ./siku demo again: it goes on from here",
        )

    def _reason(self, one: Planned, run: Run) -> str:
        entry = self._ledger.get(one)
        if entry and entry.error:
            return f"{entry.state}: {entry.error}"
        return self._runs.why(run)


_LEDGER = text(
    "select s.name, d.as_of, d.state, d.delivered, d.error,"
    " (select coalesce(sum(v::numeric), 0)::float from jsonb_each_text(d.seconds) e(k, v))"
    " as seconds"
    " from ops.delivery d join ops.dataset s using (dataset_id) order by d.delivery_id"
)
