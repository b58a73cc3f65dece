"""A database with a few masters, the repository's agreements applied, and the service before it."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass

import httpx
import psycopg2
import pytest
from psycopg2.extensions import cursor as Cursor
from sqlalchemy.engine import make_url

from runtime import provision
from runtime.database import database_url, embedded_url, transaction
from runtime.settings import REPOSITORY, settings
from sharing import applying, keys, roles
from tests.sharing import province

Ask = Callable[..., list[tuple[object, ...]]]
DEPARTMENTS = ("tax", "audit_office", "agriculture")


@pytest.fixture(scope="module")
def gate(database: object) -> Iterator[None]:
    """The gate's own role, as in production: it owns nothing and must become a department."""
    name = make_url(database_url()).database
    with pytest.MonkeyPatch.context() as patch:
        os.environ.pop("SIKU_GATE_DATABASE_URL", None)
        patch.setenv("SIKU_GATE_DATABASE_URL", embedded_url(provision.GATE, str(name)))
        settings.cache_clear()
        yield
    settings.cache_clear()


@pytest.fixture(scope="module")
def shared(gate: None) -> None:
    """Masters, and the repository's agreements in force."""
    applying.apply()
    with transaction() as connection:
        province.settle(connection)


@contextmanager
def signed_in(department: str) -> Iterator[Cursor]:
    """A session of the department's own, as psql would have it."""
    with closing(psycopg2.connect(roles.address(department))) as connection:
        connection.autocommit = True
        with connection.cursor() as cursor:
            yield cursor


@pytest.fixture
def ask(shared: None) -> Ask:
    """Ask as a department: `ask("tax", "SELECT …", values)`."""

    def asked(department: str, query: str, *values: object) -> list[tuple[object, ...]]:
        with signed_in(department) as cursor:
            cursor.execute(query, values or None)
            return list(cursor.fetchall())

    return asked


@dataclass
class Service:
    """The running API and a key for each department."""

    client: httpx.Client
    keys: dict[str, str]

    def get(self, department: str, path: str, **parameters: object) -> httpx.Response:
        headers = {"X-API-Key": self.keys[department]}
        # None leaves the query alone that a followed link carries; an empty one would erase it.
        query = {name: str(value) for name, value in parameters.items()} or None
        return self.client.get(path, params=query, headers=headers)


@pytest.fixture(scope="module")
def service(shared: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """A real process of the API on a free port."""
    with transaction() as connection:
        issued = {name: keys.issue(connection, name) for name in (*DEPARTMENTS, "health")}
    home = tmp_path_factory.mktemp("service")
    log = (home / "log").open("w+")
    process = subprocess.Popen(
        [sys.executable, "-c", SERVE], cwd=REPOSITORY, stdout=log, stderr=log,
        env=os.environ | {"PYTHONPATH": str(REPOSITORY)}, text=True,
    )  # fmt: skip
    try:
        port = _port(process, home / "log")
        with httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=30) as client:
            yield Service(client, issued)
    finally:
        process.terminate()
        process.wait(20)
        log.close()


# Port 0: the system gives a free one; uvicorn tells which.
SERVE = """
import uvicorn
from sharing.api.app import application
uvicorn.run(application(), host="127.0.0.1", port=0, access_log=False)
"""


def _port(process: subprocess.Popen[str], log: object) -> int:
    from pathlib import Path

    deadline = time.monotonic() + 120
    while time.monotonic() < deadline and process.poll() is None:
        said = Path(str(log)).read_text()
        if "running on http://127.0.0.1:" in said:
            return int(said.split("running on http://127.0.0.1:")[1].split()[0])
        time.sleep(0.1)
    raise AssertionError(Path(str(log)).read_text())
