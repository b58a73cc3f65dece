"""A siku of the harness's own, whose states are kept: as databases to copy, and copied folders."""

from __future__ import annotations

import hashlib
import os
import shutil
import signal
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import psutil
import pytest
from sqlalchemy import text

import audit
from loaders.readers.unpacking.scratch import scratch
from models import migrate
from runtime import cluster, provision
from runtime.database import database_url, embedded_url, engine, transaction
from runtime.locks import only_one
from runtime.settings import settings
from tests.support.state import fingerprint, rows

REPOSITORY = Path(__file__).resolve().parents[2]
HOME = REPOSITORY / "var" / "kill"
# Rows that come again are carried over however few they are, so that this is killed, too.
ENVIRONMENT = {"SIKU_HOME": str(HOME), "TMPDIR": str(HOME / "tmp"), "SIKU_CARRY_FROM": "0"}
FOLDERS = ("landing", "reports", "scratch", "tmp")
PATIENCE = 10
ENOUGH = 60

# What of the sealed log must be the same whenever it was written.
SEALED = """
    select string_agg(concat_ws(' ', kind, who, what - '{file,sha256}'::text[]), e'\n'
                      order by position) from audit.entry
"""
WORKSHOP = """
    select string_agg(tablename, ' ' order by tablename) from pg_tables where schemaname = 'stage'
"""


@contextmanager
def ground() -> Iterator[Ground]:
    """An empty siku; removed in the end, unless something was found that ought to be looked at:
    then `SIKU_HOME=var/kill ./siku up` lets one look, until the next run."""
    with only_one("kill"), pytest.MonkeyPatch.context() as patch:
        for name, value in ENVIRONMENT.items():
            patch.setenv(name, value)
        settings.cache_clear()
        one = Ground()
        try:
            one.wipe()
            one.stand_up()
            one.hurry()
            migrate.upgrade()
            yield one
            one.wipe()
        finally:
            one.let_go()
            if pid := cluster.status().pid:
                one.stop_at_once(pid)
            settings.cache_clear()


class Ground:
    """The database, the folders beside it, and what they were."""

    def __init__(self) -> None:
        self._url: str | None = None

    def wipe(self) -> None:
        """Stop it and remove all of it."""
        self.let_go()
        if pid := cluster.status().pid:
            self.stop_at_once(pid)
        shutil.rmtree(settings().cluster, ignore_errors=True)
        shutil.rmtree(HOME, ignore_errors=True)
        for name in FOLDERS:
            (HOME / name).mkdir(parents=True)

    def hurry(self) -> None:
        """Let it not wait for the disk: it is processes that are killed here, not the machine, and
        what a process wrote the system keeps."""
        with closing(provision.connect("postgres")) as connection, connection.cursor() as cursor:
            cursor.execute("alter system set fsync = off")
            cursor.execute("select pg_reload_conf()")

    def keep(self, name: str) -> None:
        """Remember the state of now under a name."""
        self.let_go()
        provision.create_database(name, provision.OWNER)
        for folder in FOLDERS:
            shutil.copytree(HOME / folder, HOME / "kept" / name / folder)

    def restore(self, name: str) -> None:
        """Go back to a state."""
        self.let_go()
        provision.drop_database(provision.OWNER)
        provision.create_database(provision.OWNER, name)
        for folder in FOLDERS:
            shutil.rmtree(HOME / folder)
            shutil.copytree(HOME / "kept" / name / folder, HOME / folder)

    def state(self) -> dict[str, str]:
        """Everything that must be the same, however often it was interrupted on the way there."""
        with transaction() as connection:
            tables = fingerprint(connection)
            verdict = audit.verify(connection)
            said = {
                "sealed log": str(connection.execute(text(SEALED)).scalar()),
                "workshop": str(connection.execute(text(WORKSHOP)).scalar()),
                "altered": repr(verdict.faults),
            }
        return {**tables, **said, **{f"{name}/": "\n".join(_files(name)) for name in FOLDERS}}

    def postmaster(self) -> int:
        """The process of the database."""
        pid = cluster.status().pid
        assert pid is not None
        return pid

    def stop_at_once(self, postmaster: int) -> None:
        """PostgreSQL's immediate mode, unless it is on its way already; wait until it is gone."""
        if psutil.pid_exists(postmaster):
            os.kill(postmaster, signal.SIGQUIT)
            psutil.wait_procs([psutil.Process(postmaster)], ENOUGH)

    def stand_up(self, stopped: int | None = None) -> None:
        """Start the database if it was stopped; it recovers by itself."""
        self.let_go()
        if stopped is not None:
            self.stop_at_once(stopped)
        cluster.ensure()
        self._url = database_url()

    def let_go(self) -> None:
        """Leave no connection open."""
        if self._url is not None:
            engine(self._url).dispose()

    def rows_that_differ(self, kept: str, table: str) -> list[str]:
        """A table's rows that only a kept state has (-), and those that only this one has (+)."""
        url = embedded_url(provision.OWNER, kept)
        with engine(url).connect() as before, transaction() as now:
            one, other = set(rows(before, table)), set(rows(now, table))
        engine(url).dispose()
        return [f"- {row}" for row in sorted(one - other)] + [
            f"+ {row}" for row in sorted(other - one)
        ]


def left_running(session: int) -> list[str]:
    """Processes of a killed command that do not end though it did."""
    until = time.monotonic() + PATIENCE
    while left := [p for p in psutil.process_iter() if _session(p.pid) == session]:
        if time.monotonic() > until:
            return [repr(process) for process in left]
        time.sleep(0.02)
    return []


def _session(pid: int) -> int | None:
    try:
        return os.getsid(pid)
    except OSError:
        return None


def _is_probe(path: Path) -> bool:
    """What `tempfile` leaves in TMPDIR when killed in the moment in which it tries the folder."""
    in_tmp = path.parent == HOME / "tmp" and len(path.name) == 8
    return in_tmp and path.read_bytes() in (b"", b"blat")


def _files(name: str) -> list[str]:
    """The files in a folder, those that never change with their content. What killed processes left
    in scratch folders is removed when the next one is asked for. The file by which Python finds
    out whether it may write to a folder is not ours."""
    folder = HOME / name
    if name == "landing":
        with scratch(folder / ".incoming"):
            pass
    if name == "scratch":
        with scratch():
            pass
    found = sorted(path for path in folder.rglob("*") if path.is_file() and not _is_probe(path))
    return [
        f"{path.relative_to(folder)} {_content(path) if name == 'landing' else ''}"
        for path in found
    ]


def _content(path: Path) -> str:
    return f"{path.stat().st_mode:o} {hashlib.sha256(path.read_bytes()).hexdigest()}"
