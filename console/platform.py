"""`./siku up`, `./siku down`, `./siku status`: the platform as a whole."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any

import typer

from console import wiping
from console.noun import Noun
from console.output import Json, say, show_json, show_table
from models import migrate
from runtime import airflow, cluster, ports
from runtime.database import database_url, transaction
from runtime.errors import SikuError
from runtime.processes import Process
from runtime.settings import settings

# The sharing API as sharing.serving names it, whose imports `status` need not wait for.
SHARING = Process("serve")

up = Noun()
down = Noun()
status = Noun()


@up.verb("./siku up")
def start(as_json: Json = False) -> None:
    """Start the database, bring it to this version, start Airflow and the sharing API.

    What already runs is left running. Contracts' datasets are registered and
    agreements applied.
    """
    from sharing import serving

    say("starting the database")
    prepare_database()
    say("starting Airflow")
    airflow.start(say)
    say("starting the sharing API")
    serving.start()
    airflow.wait_ready(say)
    _show(as_json)


def prepare_database(tell: Callable[[str], None] = say) -> None:
    """The database stands, is of this version, and knows what contracts and agreements say."""
    from pipeline import registry
    from sharing import applying

    if not settings().database_url:
        if not cluster.status().running:
            # Without its database Airflow is of no use to anybody; it starts anew with it.
            airflow.stop()
        cluster.ensure()
    for revision in migrate.upgrade():
        tell(f"migrated to {revision}")
    with transaction() as connection:
        registry.sync(connection)
    applying.apply()


@down.verb("./siku down", "./siku down --wipe")
def stop(
    wipe: Annotated[
        bool, typer.Option("--wipe", help="Then remove all that is stored, to begin anew.")
    ] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Remove it without asking.")] = False,
) -> None:
    """Stop Airflow, the sharing API and the embedded database; what is stored stays."""
    doomed = wiping.doomed() if wipe else []
    if doomed and not yes:
        say("this will be gone for ever:\n" + "\n".join(f"  {path}" for path in doomed))
        typer.confirm("Remove it?", abort=True, err=True)
    airflow.stop()
    SHARING.stop()
    if not settings().database_url:
        cluster.stop()
    say("everything is stopped")
    if wipe:
        wiping.wipe()
        say("everything is removed")


@status.verb("./siku status", "./siku status --json")
def tell(as_json: Json = False) -> None:
    """Say what runs, and where."""
    _show(as_json)


def _show(as_json: bool) -> None:
    rows = [_database(), *_airflow(), _sharing()]
    if as_json:
        show_json(rows)
    else:
        show_table(["what", "state", "where"], [list(row.values()) for row in rows])


def _database() -> dict[str, Any]:
    try:
        return {"what": "database", "state": "running", "where": database_url()}
    except SikuError as error:
        return {"what": "database", "state": "stopped", "where": error.where}


def _sharing() -> dict[str, Any]:
    pid, number = SHARING.pid, ports.known(SHARING.name)
    where = f"http://127.0.0.1:{number}/docs" if pid else None
    return {"what": "sharing API", "state": "running" if pid else "stopped", "where": where}


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
