"""`./siku up`, `./siku down`, `./siku status`: the platform as a whole."""

from __future__ import annotations

from typing import Any

from console.noun import Noun
from console.output import Json, say, show_json, show_table
from runtime import airflow, cluster, migrate
from runtime.database import database_url
from runtime.errors import SikuError
from runtime.settings import settings

up = Noun()
down = Noun()
status = Noun()


@up.verb("./siku up")
def start(as_json: Json = False) -> None:
    """Start the database, bring it to this version, start Airflow; tell where they are."""
    if not settings().database_url:
        say("starting the database")
        cluster.ensure()
    for revision in migrate.upgrade():
        say(f"migrated to {revision}")
    say("starting Airflow")
    airflow.start(say)
    airflow.wait_ready(say)
    _show(as_json)


@down.verb("./siku down")
def stop() -> None:
    """Stop Airflow and the embedded database; what is stored stays."""
    airflow.stop()
    if not settings().database_url:
        cluster.stop()
    say("everything is stopped")


@status.verb("./siku status", "./siku status --json")
def tell(as_json: Json = False) -> None:
    """Say what runs, and where."""
    _show(as_json)


def _show(as_json: bool) -> None:
    rows = [_database(), *_airflow()]
    if as_json:
        show_json(rows)
    else:
        show_table(["what", "state", "where"], [list(row.values()) for row in rows])


def _database() -> dict[str, Any]:
    try:
        return {"what": "database", "state": "running", "where": database_url()}
    except SikuError as error:
        return {"what": "database", "state": "stopped", "where": error.where}


def _airflow() -> list[dict[str, Any]]:
    found = airflow.status()
    rows = [
        {
            "what": name,
            "state": "running" if pid else "stopped",
            "where": f"process {pid}" if pid else None,
        }
        for name, pid in found.processes.items()
    ]
    if found.running:
        sign_in = (
            f"{found.address}  user {airflow.ADMIN}, password in {settings().secrets}/airflow-admin"
        )
        rows.insert(0, {"what": "Airflow", "state": "running", "where": sign_in})
    return rows
