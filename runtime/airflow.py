"""Airflow as siku runs it: its configuration, and its three processes started, watched, stopped."""

from __future__ import annotations

import base64
import configparser
import io
import json
import os
import secrets as random
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

import httpx
from sqlalchemy import inspect, text
from sqlalchemy.engine import make_url

from runtime import ports, preloaded, secrets
from runtime.database import airflow_url, engine
from runtime.errors import SikuError
from runtime.locks import only_one
from runtime.processes import Process
from runtime.settings import REPOSITORY, settings

ADMIN = "admin"
PORT = "airflow"
API = Process("airflow-api-server")
SCHEDULER = Process("airflow-scheduler")
DAG_PROCESSOR = Process("airflow-dag-processor")
PATIENCE = 180

COMMANDS = {
    API: [sys.executable, "-P", "-m", "airflow", "api-server"],
    SCHEDULER: [sys.executable, "-P", "-m", "runtime.preloaded", "scheduler"],
    DAG_PROCESSOR: [sys.executable, "-P", "-m", "runtime.preloaded", "dag-processor"],
}


class AirflowError(SikuError):
    """Airflow did not start, or does not answer."""


@dataclass(frozen=True)
class Status:
    """What stands of Airflow."""

    running: bool
    address: str | None
    processes: dict[str, int | None]


def address() -> str | None:
    """Where Airflow's pages and REST API are, once a port was chosen."""
    number = ports.known(PORT)
    return f"http://127.0.0.1:{number}" if number else None


def status() -> Status:
    """Which of Airflow's processes run, and where."""
    processes = {process.name: process.pid for process in COMMANDS}
    return Status(all(processes.values()), address(), processes)


def start(say: Callable[[str], None] = lambda line: None) -> Status:
    """Start what does not run of Airflow, or runs with an old configuration or old code.

    `wait_ready` tells when it can be used.
    """
    with only_one("airflow"):
        if not API.pid:
            ports.choose(PORT, settings().airflow_port)
        if configure():
            _stop()
        _stop_stale()
        if not status().running:
            _migrate(say)
            for process, command in COMMANDS.items():
                process.start(command, environment())
    return status()


def _stop_stale() -> None:
    """End what was started with other code of ours than stands now: it has that code in memory."""
    note = settings().run / "airflow.code"
    found, here = secrets.read(note), preloaded.mark()
    if found == here:
        return
    for process in (SCHEDULER, DAG_PROCESSOR):
        process.stop()
    secrets.write(note, here)


def stop() -> None:
    """Stop Airflow's processes: first who starts tasks, last who answers them."""
    with only_one("airflow"):
        _stop()


def _stop() -> None:
    for process in (SCHEDULER, DAG_PROCESSOR, API):
        process.stop()


def wait_ready(say: Callable[[str], None] = lambda line: None, patience: float = PATIENCE) -> None:
    """Return once every part of Airflow reports itself healthy."""
    begun = told = time.monotonic()
    while sick := _sick():
        now = time.monotonic()
        for process in COMMANDS:
            process.must_run()
        if now - begun > patience:
            raise AirflowError(
                f"Airflow is not ready after {patience:.0f} s: {', '.join(sick)}",
                where=str(settings().logs),
                hint="read the airflow-… logs there, then ./siku down and ./siku up",
            )
        if now - told > 5:
            say(f"waiting for Airflow: {', '.join(sick)}")
            told = now
        time.sleep(0.25)


def _sick() -> list[str]:
    """The parts that are not healthy yet."""
    parts = ("metadatabase", "scheduler", "dag_processor")
    try:
        health = httpx.get(f"{address()}/api/v2/monitor/health", timeout=5).json()
    except (httpx.HTTPError, ValueError):
        return ["api-server", *parts]
    return [part for part in parts if (health.get(part) or {}).get("status") != "healthy"]


def client() -> httpx.Client:
    """A REST client of Airflow (/api/v2/…), signed in as the administrator."""
    base = address()
    try:
        answer = httpx.post(
            f"{base}/auth/token", json={"username": ADMIN, "password": admin_password()}, timeout=30
        )
        answer.raise_for_status()
    except httpx.HTTPError as error:
        raise AirflowError(
            f"Airflow does not answer: {error}", where=str(base), hint="./siku up"
        ) from error
    token = answer.json()["access_token"]
    return httpx.Client(
        base_url=str(base), headers={"Authorization": f"Bearer {token}"}, timeout=30
    )


def admin_password() -> str:
    """The generated password of Airflow's pages."""
    return secrets.secret("airflow-admin")


def environment() -> dict[str, str]:
    """What Airflow's processes and the `airflow` command need of the environment."""
    return {
        **os.environ,
        "AIRFLOW_HOME": str(settings().airflow_home),
        "PYTHONPATH": str(REPOSITORY),
        "PYTHONUNBUFFERED": "1",
        # Nothing tells anybody outside what runs here.
        "GX_ANALYTICS_ENABLED": "false",
        "SCARF_ANALYTICS": "false",
        "DO_NOT_TRACK": "1",
        # Tasks run side by side: one thread each for the numeric libraries.
        "OMP_NUM_THREADS": "1",
        "OPENBLAS_NUM_THREADS": "1",
    }


def configure() -> bool:
    """Write Airflow's configuration file, which holds the keys; return whether it changed."""
    folder = settings().airflow_home
    folder.mkdir(parents=True, exist_ok=True)
    users = secrets.folder() / "airflow-users.json"
    if not users.exists():
        secrets.write(users, json.dumps({ADMIN: admin_password()}))
    parser = configparser.RawConfigParser()
    parser.read_dict(options())
    written = io.StringIO()
    parser.write(written)
    file, wanted = folder / "airflow.cfg", written.getvalue().replace("%", "%%").strip()
    if secrets.read(file) == wanted:
        return False
    secrets.write(file, wanted)
    return True


def options() -> dict[str, dict[str, str]]:
    """Airflow's options that differ from its defaults, by section."""
    return {
        "core": {
            "executor": "LocalExecutor",
            "dags_folder": str(REPOSITORY / "dags"),
            "plugins_folder": str(settings().airflow_home / "plugins"),
            "load_examples": "False",
            "dags_are_paused_at_creation": "False",
            "default_timezone": settings().timezone,
            # The pool says how many tasks work at a time. A slot is held a moment longer than its
            # task, so there are more of these.
            "parallelism": str(2 * settings().airflow_parallelism),
            "default_pool_task_slot_count": str(settings().airflow_parallelism),
            "fernet_key": secrets.secret("airflow-fernet", _fernet_key),
            "execution_api_server_url": f"{address()}/execution/",
            "simple_auth_manager_users": f"{ADMIN}:admin",
            "simple_auth_manager_passwords_file": str(secrets.folder() / "airflow-users.json"),
            "mp_start_method": "fork",
        },
        "database": {"sql_alchemy_conn": _metadata_url()},
        "api": {
            "host": "127.0.0.1",
            "port": str(ports.known(PORT)),
            "base_url": str(address()),
            "workers": "1",
            "secret_key": secrets.secret("airflow-api"),
        },
        "api_auth": {"jwt_secret": secrets.secret("airflow-jwt", lambda: random.token_urlsafe(64))},
        "logging": {
            "base_log_folder": str(settings().logs / "airflow"),
            "dag_processor_child_process_log_directory": str(settings().logs / "airflow-dags"),
            "logging_level": "INFO",
            "namespace_levels": "great_expectations=WARNING",
            "colored_console_log": "False",
        },
        # Idle, the scheduler looks four times a second (a twelfth of a core with its database). The
        # short intervals let work resume within a minute after a machine was switched off.
        "scheduler": {
            "scheduler_idle_sleep_time": "0.25",
            "scheduler_health_check_threshold": "15",
            "orphaned_tasks_check_interval": "15",
            "task_instance_heartbeat_timeout": "30",
            "task_instance_heartbeat_timeout_detection_interval": "5",
        },
        # A task that ends just after its last output is noticed at the next heartbeat only, and
        # blocks a worker until then: at the default 5 s that tripled the time of a busy walk.
        "workers": {"min_heartbeat_interval": "1"},
        "dag_processor": {
            "parsing_processes": "1",
            "refresh_interval": "10",
            "min_file_process_interval": "30",
        },
    }


def _fernet_key() -> str:
    return base64.urlsafe_b64encode(random.token_bytes(32)).decode()


def _metadata_url() -> str:
    url = os.environ.get("AIRFLOW__DATABASE__SQL_ALCHEMY_CONN") or airflow_url()
    if not url:
        raise AirflowError(
            "an existing database is used, but none is named for Airflow's metadata",
            where="SIKU_AIRFLOW_DATABASE_URL",
            hint="set it to an empty database of its own, or AIRFLOW__DATABASE__SQL_ALCHEMY_CONN",
        )
    return make_url(url).set(drivername="postgresql+psycopg2").render_as_string(hide_password=False)


def _migrate(say: Callable[[str], None]) -> None:
    """Bring Airflow's own tables to its version; skipped when that was done for this database."""
    stamp = settings().airflow_home / "migrated"
    if secrets.read(stamp) == (found := _metadata_version()) and found:
        return
    say("preparing Airflow's metadata")
    done = subprocess.run(
        [sys.executable, "-P", "-m", "airflow", "db", "migrate"],
        env=environment(),
        capture_output=True,
        text=True,
    )
    if done.returncode:
        raise AirflowError(
            "Airflow's metadata could not be prepared: " + done.stderr.strip()[-500:],
            where=make_url(_metadata_url()).render_as_string(),
        )
    secrets.write(stamp, _metadata_version())


def _metadata_version() -> str:
    """Airflow's version with its migration of this database; "" when there is none."""
    with engine(_metadata_url()).connect() as connection:
        if not inspect(connection).has_table("alembic_version"):
            return ""
        revision = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
        return f"{_version()} {revision}" if revision else ""


@lru_cache
def _version() -> str:
    from importlib.metadata import version

    return version("apache-airflow-core")
