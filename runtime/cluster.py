"""The embedded PostgreSQL cluster: made, started, repaired and stopped without touching another."""

from __future__ import annotations

import os
import shutil
import time
from dataclasses import dataclass
from pathlib import Path

from runtime import ports, provision, secrets
from runtime.errors import SikuError
from runtime.locks import only_one
from runtime.postgres import PostgresFailed, Programs, account, programs
from runtime.settings import settings

# A killed postmaster's children may take a moment to leave; until then a new one refuses to start.
PATIENCE = 30


class ClusterDown(SikuError):
    """The embedded cluster is not running, or could not be started."""


@dataclass(frozen=True)
class Status:
    """What stands of the embedded cluster."""

    running: bool
    folder: Path
    port: int | None
    pid: int | None


def data() -> Path:
    """The cluster's data directory."""
    return settings().cluster / "data"


def status() -> Status:
    """Whether the cluster runs, and where."""
    pid, number = _running() or (None, ports.known("cluster"))
    return Status(pid is not None, settings().cluster, number, pid)


def ensure() -> Status:
    """Make the cluster stand: created, running, provisioned. Costs nothing when it does."""
    with only_one("cluster"):
        if not data().exists():
            _create()
        if not _running():
            _start()
        _remember()
        if provision.stamp() != provision.wanted():
            _provide()
    return status()


def stop() -> None:
    """Stop the cluster, if it runs, once what is committed is safe."""
    with only_one("cluster"):
        _halt()


def port() -> int:
    """The running cluster's port."""
    now = status()
    if not now.running or now.port is None:
        raise ClusterDown(
            "no database is running",
            where=str(now.folder),
            hint="./siku up, or set SIKU_DATABASE_URL",
        )
    return now.port


def create_database(name: str, template: str | None = None) -> None:
    """Make one more database in the cluster, empty or a copy; tests work in these."""
    ensure()
    provision.create_database(name, template)


def drop_database(name: str) -> None:
    """Drop a database of the cluster and end whoever is in it."""
    ensure()
    provision.drop_database(name)


def _programs() -> Programs:
    return programs(int((data() / "PG_VERSION").read_text()))


def _create() -> None:
    """Make the data directory beside its place and move it there whole: a kill is harmless."""
    folder = settings().cluster
    _own(folder)
    for leftover in folder.glob("data.new*"):
        shutil.rmtree(leftover)
    fresh = folder / f"data.new{os.getpid()}"
    found = programs()
    words = {r: secrets.new_password() for r in provision.ROLES} | secrets.passwords()
    secrets.keep_passwords(ports.known("cluster") or 0, words)
    # The locale is C with UTF-8 letters: fast, the same everywhere, and LIKE 'x%' uses indexes.
    word = folder / "initial.password"
    secrets.write(word, words[provision.ADMIN])
    os.chown(word, account().pw_uid, account().pw_gid)
    found.run(
        "initdb", "-D", str(fresh), "-U", provision.ADMIN, "-E", "UTF8",
        "--lc-collate=C", "--lc-ctype=C.UTF-8", "--lc-messages=C.UTF-8",
        "--auth=scram-sha-256", f"--pwfile={word}",
    )  # fmt: skip
    word.unlink()
    provision.forget()
    fresh.rename(data())


def _own(folder: Path) -> None:
    """Make the cluster's folder, and let the user it runs as reach it."""
    folder.mkdir(parents=True, exist_ok=True)
    if os.geteuid() == 0:
        owner = account()
        os.chown(folder, owner.pw_uid, owner.pw_gid)
        for parent in folder.parents:
            if not parent.stat().st_mode & 0o001:
                raise ClusterDown(
                    f"the user postgres cannot reach {folder}",
                    where=str(parent),
                    hint="set SIKU_CLUSTER_DIR to a folder whose parents others may enter",
                )
    folder.chmod(0o700)


def _start() -> None:
    """Start the server; wait for one that is recovering, and for a killed one's children to go."""
    deadline = time.monotonic() + PATIENCE
    while not _running():
        if _process():
            time.sleep(0.2)
            continue
        (data() / "postmaster.pid").unlink(missing_ok=True)
        number = ports.choose("cluster", settings().cluster_port)
        _configure(number)
        try:
            _programs().run(
                "pg_ctl", "start", "-D", str(data()), "-w", "-t", "600",
                "-l", str(settings().cluster / "start.log"),
            )  # fmt: skip
        except PostgresFailed as error:
            if time.monotonic() > deadline:
                raise ClusterDown(
                    "PostgreSQL does not start: " + _last_lines(settings().cluster / "start.log"),
                    where=str(settings().cluster),
                    hint="read start.log and log/ there",
                ) from error
            time.sleep(1)


def _configure(number: int) -> None:
    """Write our settings beside the data; postgresql.conf itself stays as initdb made it."""
    own = data() / "siku.conf"
    fresh = own.with_suffix(".new")
    fresh.write_text(provision.configuration(number, settings().cluster))
    shutil.chown(fresh, account().pw_uid, account().pw_gid)
    fresh.replace(own)
    main = data() / "postgresql.conf"
    line = "include_if_exists = 'siku.conf'\n"
    if line not in main.read_text():
        with main.open("a") as file:
            file.write(line)


def _halt() -> None:
    if _process():
        _programs().run("pg_ctl", "stop", "-D", str(data()), "-m", "fast", "-w", "-t", "120")


def _remember() -> None:
    """Let the remembered port and the password file say where the server really listens."""
    found = _running()
    if found and not secrets.passfile_is_for(found[1]):
        ports.remember("cluster", found[1])
        secrets.keep_passwords(found[1], secrets.passwords())


def _provide() -> None:
    """Roles, databases and extensions; a password lost with its file is set anew first."""
    if not provision.admin_can_enter():
        _halt()
        known = secrets.passwords()
        words = {r: known.get(r) or secrets.new_password() for r in provision.ROLES} | known
        secrets.keep_passwords(ports.known("cluster") or 0, words)
        _programs().run(
            "postgres", "--single", "-D", str(data()), "postgres",
            stdin=f"ALTER ROLE {provision.ADMIN} PASSWORD '{words[provision.ADMIN]}'\n",
        )  # fmt: skip
        _start()
        _remember()
    provision.everything()


def _process() -> tuple[int, int] | None:
    """Process id and port of our own server, starting or started; None when there is none.

    A stale file may name a process id that another program has since been given: a server of ours
    is one that works in our data directory.
    """
    try:
        lines = (data() / "postmaster.pid").read_text().splitlines()
        pid, number = int(lines[0]), int(lines[3])
        ours = Path(f"/proc/{pid}/cwd").resolve(strict=True) == data().resolve()
    except (OSError, IndexError, ValueError):
        return None
    return (pid, number) if ours else None


def _running() -> tuple[int, int] | None:
    """Process id and port of our own server once it accepts connections."""
    found = _process()
    return found if found and ports.answers(found[1]) else None


def _last_lines(path: Path) -> str:
    try:
        return " | ".join(path.read_text(errors="replace").splitlines()[-4:])
    except OSError:
        return f"{path} cannot be read"
