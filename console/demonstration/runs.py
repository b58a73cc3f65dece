"""The runs of our DAGs, as Airflow's REST API tells and takes them."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import httpx

from console.demonstration.order import Planned
from runtime import airflow
from runtime.errors import SikuError

PREFIX = "demo-"
UNDERWAY = ("queued", "running")
PAGE = 100
PATIENCE = 60


class AirflowRefused(SikuError):
    """Airflow did not do what was asked of it."""


@dataclass(frozen=True)
class Run:
    """One run of a DAG."""

    dag: str
    name: str
    state: str

    @property
    def underway(self) -> bool:
        return self.state in UNDERWAY


def name_of(planned: Planned) -> str:
    """The run of a delivery has always the same name, so that it is found again."""
    return f"{PREFIX}{planned.date}"


class Runs:
    """What the demonstration asks of Airflow."""

    def __init__(self) -> None:
        self._client = airflow.client()

    def close(self) -> None:
        """Let the connection to Airflow go."""
        self._client.close()

    def dags(self) -> set[str]:
        """The DAGs that Airflow knows by now."""
        return {one["dag_id"] for one in self._pages("/api/v2/dags", "dags")}

    def ours(self) -> dict[tuple[str, str], Run]:
        """All runs that a demonstration started, by DAG and name."""
        found = self._pages(
            "/api/v2/dags/~/dagRuns", "dag_runs", run_id_prefix_pattern=PREFIX, order_by="id"
        )
        return {(run.dag, run.name): run for run in map(_run, found)}

    def of(self, dag: str) -> list[Run]:
        """All runs of a DAG, whoever started them."""
        found = self._pages(f"/api/v2/dags/{dag}/dagRuns", "dag_runs", order_by="id")
        return [_run(one) for one in found]

    def underway(self) -> list[Run]:
        """All runs that have not ended, of every DAG."""
        found = self._pages(
            "/api/v2/dags/~/dagRuns", "dag_runs", state=list(UNDERWAY), order_by="id"
        )
        return [_run(one) for one in found]

    def news(self, dag: str) -> bool:
        """Whether datasets have changed for which a DAG that follows them has not yet run."""
        path = f"/api/v2/dags/{dag}/assets/queuedEvents"
        return bool(self._ask("GET", path, accept=(httpx.codes.NOT_FOUND,)).get("total_entries"))

    def start(self, dag: str, name: str, conf: dict[str, Any]) -> None:
        """Start a run; one of that name that stands already is left as it is."""
        body = {"dag_run_id": name, "logical_date": None, "conf": conf}
        self._ask("POST", f"/api/v2/dags/{dag}/dagRuns", body, accept=(httpx.codes.CONFLICT,))

    def again(self, run: Run) -> None:
        """Walk a run anew from its first task; steps that are done are passed over.

        A run whose tasks died with Airflow is failed first: nobody else would end it.
        """
        path = f"/api/v2/dags/{run.dag}/dagRuns/{run.name}"
        if run.underway:
            self._ask("PATCH", path, {"state": "failed"})
        self._ask("POST", f"{path}/clear", {"dry_run": False, "only_failed": False})

    def why(self, run: Run) -> str:
        """What made a run fail: the task, and the last words of its log."""
        path = f"/api/v2/dags/{run.dag}/dagRuns/{run.name}/taskInstances"
        failed = next(self._pages(path, "task_instances", state=["failed"]), None)
        if failed is None:
            return "no task says why"
        task, attempt = failed["task_id"], failed["try_number"]
        answer = self._ask("GET", f"{path}/{task}/logs/{attempt}", query={"full_content": True})
        return f"{task}: {_last_error(answer.get('content', []))}"

    def _pages(self, path: str, key: str, **query: Any) -> Iterator[dict[str, Any]]:
        offset = 0
        while True:
            answer = self._ask("GET", path, query={**query, "limit": PAGE, "offset": offset})
            yield from answer[key]
            offset += PAGE
            if offset >= answer["total_entries"]:
                return

    def _ask(
        self,
        method: str,
        path: str,
        body: dict[str, Any] | None = None,
        *,
        query: dict[str, Any] | None = None,
        accept: tuple[int, ...] = (),
    ) -> dict[str, Any]:
        """One request; a busy or restarting Airflow is asked again for a while."""
        deadline = time.monotonic() + PATIENCE
        while True:
            try:
                answer = self._client.request(method, path, json=body, params=query)
            except httpx.HTTPError as error:
                fault = f"does not answer: {error}"
            else:
                if answer.is_success:
                    content: dict[str, Any] = answer.json() if answer.content else {}
                    return content
                if answer.status_code in accept:
                    return {}
                fault = f"refused {method} {path}: {answer.status_code} {answer.text[:300]}"
                if answer.is_client_error:
                    deadline = 0
            if time.monotonic() > deadline:
                raise AirflowRefused(
                    f"Airflow {fault}", where=str(airflow.address()), hint="./siku status"
                )
            time.sleep(1)


def _run(entry: dict[str, Any]) -> Run:
    return Run(entry["dag_id"], entry["dag_run_id"], entry["state"])


def _last_error(lines: list[Any]) -> str:
    """What the last error of a task's log says."""
    for line in reversed(lines):
        if not isinstance(line, dict) or line.get("level") not in ("error", "critical"):
            continue
        for fault in line.get("error_detail") or []:
            return str(fault.get("exc_value", line.get("event")))
        return str(line.get("event"))
    return "its log says nothing of an error"
