"""The embedded cluster: made once, never in the way of another, standing again after any mishap."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import psycopg2
import pytest
from sqlalchemy.engine import make_url

from runtime import cluster, ports, provision, secrets
from runtime.database import embedded_url
from runtime.errors import SikuError
from runtime.settings import REPOSITORY, settings

ENSURE = "from runtime import cluster; cluster.ensure()"


@pytest.fixture(scope="module", autouse=True)
def home() -> Iterator[Path]:
    """A cluster of this module's own, that two processes wanted at once over a half-made one."""
    folder = Path(tempfile.mkdtemp(dir="/var/tmp"))
    # When root runs the tests, the cluster's user must get through.
    folder.chmod(0o711)
    leftover = folder / "cluster" / "data.new1"
    leftover.mkdir(parents=True)
    (leftover / "PG_VERSION").write_text("half of one")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SIKU_HOME", str(folder))
        patch.setenv("SIKU_CLUSTER_DIR", str(folder / "cluster"))
        settings.cache_clear()
        both = [subprocess.Popen([sys.executable, "-c", ENSURE], cwd=REPOSITORY) for _ in "12"]
        assert [one.wait() for one in both] == [0, 0]
        assert not leftover.exists()
        yield folder
        cluster.stop()
    settings.cache_clear()
    shutil.rmtree(folder)


def ask(statement: str, role: str = provision.OWNER) -> list[tuple[object, ...]]:
    with closing(psycopg2.connect(embedded_url(role, provision.OWNER))) as connection:
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute(statement)
            return cursor.fetchall() if cursor.description else []


def running() -> cluster.Status:
    status = cluster.status()
    assert status.running
    assert status.pid
    assert status.port
    return status


def kill() -> None:
    """End the server as a power cut would, and return when it is gone."""
    pid = running().pid or 0
    os.kill(pid, signal.SIGKILL)
    while Path(f"/proc/{pid}/cwd").is_symlink() and cluster.status().running:
        time.sleep(0.02)


def test_ensuring_what_stands_changes_nothing_and_takes_no_time() -> None:
    before, begun = running(), time.monotonic()
    assert cluster.ensure() == before
    assert time.monotonic() - begun < 0.5


def test_it_listens_on_this_machine_only_and_wants_a_password() -> None:
    assert ask("SHOW listen_addresses") == [("127.0.0.1",)]
    assert ask("SHOW unix_socket_directories", provision.ADMIN) == [("",)]
    bare = make_url(embedded_url(provision.OWNER, provision.OWNER)).set(query={})
    empty = {"PATH": os.environ["PATH"], "PGPASSFILE": "/dev/null"}
    refused = subprocess.run(
        ["psql", bare.render_as_string(), "-w", "-c", "SELECT 1"], env=empty, capture_output=True
    )
    assert b"no password supplied" in refused.stderr


def test_it_is_durable() -> None:
    assert ask("SHOW fsync") == ask("SHOW synchronous_commit") == [("on",)]


def test_no_role_has_more_power_than_it_needs() -> None:
    rows = ask(
        "SELECT rolname, rolsuper, rolcreaterole, rolcreatedb, rolinherit FROM pg_roles"
        " WHERE rolname LIKE 'siku%' ORDER BY 1"
    )
    assert rows == [
        ("siku", False, True, False, True),
        ("siku_admin", True, True, True, True),
        ("siku_airflow", False, False, False, True),
        ("siku_gate", False, False, False, False),
    ]


def test_secrets_are_for_their_owner_only_and_no_address_has_one() -> None:
    assert settings().secrets.stat().st_mode & 0o777 == 0o700
    assert secrets.passfile().stat().st_mode & 0o777 == 0o600
    address = embedded_url(provision.OWNER, provision.OWNER)
    assert not any(word in address for word in secrets.passwords().values())


def test_a_killed_server_stands_again_with_all_that_was_committed() -> None:
    ask("CREATE TABLE kept AS SELECT 1 AS n")
    kill()
    cluster.ensure()
    assert ask("SELECT n FROM kept") == [(1,)]


def test_a_pid_file_that_names_a_stranger_is_no_hindrance() -> None:
    kill()
    file = cluster.data() / "postmaster.pid"
    lines = file.read_text().splitlines()
    file.write_text("\n".join([str(os.getppid()), *lines[1:]]) + "\n")
    assert not cluster.status().running
    cluster.ensure()
    running()


def test_a_port_taken_meanwhile_is_left_to_its_taker() -> None:
    cluster.stop()
    taken = ports.known("cluster")
    with socket.socket() as stranger:
        # The server's closed connections linger on the port for a minute; they are no takers.
        stranger.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        stranger.bind(("127.0.0.1", taken or 0))
        stranger.listen()
        cluster.ensure()
        assert running().port != taken
        assert ask("SELECT 1") == [(1,)]


def test_lost_passwords_are_made_anew() -> None:
    secrets.passfile().unlink()
    cluster.ensure()
    assert ask("SELECT current_user::text", provision.GATE) == [("siku_gate",)]


def test_databases_come_empty_with_postgis_or_as_copies() -> None:
    cluster.create_database("first")
    with closing(psycopg2.connect(embedded_url(provision.OWNER, "first"))) as connection:
        with connection.cursor() as cursor:
            cursor.execute("CREATE TABLE here AS SELECT ST_Point(99, 30, 4490) AS place")
        connection.commit()
    cluster.create_database("second", "first")
    second = psycopg2.connect(embedded_url(provision.OWNER, "second"))
    with closing(second), second.cursor() as cursor:
        cursor.execute("SELECT ST_AsText(place) FROM here")
        assert cursor.fetchall() == [("POINT(99 30)",)]
    cluster.drop_database("first")
    cluster.drop_database("second")


def test_an_existing_database_needs_no_cluster(monkeypatch: pytest.MonkeyPatch) -> None:
    from runtime.database import airflow_url, database_url, gate_url

    there = "postgresql://siku@db.example.gov/siku"
    monkeypatch.setenv("SIKU_DATABASE_URL", there)
    settings.cache_clear()
    try:
        assert database_url() == gate_url() == there
        assert airflow_url() is None
    finally:
        monkeypatch.undo()
        settings.cache_clear()


def test_without_a_running_database_it_is_said_how_to_get_one() -> None:
    cluster.stop()
    cluster.stop()
    with pytest.raises(SikuError, match=r"no database is running\n.*\n.*\./siku up"):
        embedded_url(provision.OWNER, provision.OWNER)
    cluster.ensure()
