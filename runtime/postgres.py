"""The PostgreSQL programs installed on this machine, and running them as the right user."""

from __future__ import annotations

import os
import pwd
import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from runtime.errors import SikuError
from runtime.settings import settings

OLDEST = 15


class PostgresMissing(SikuError):
    """PostgreSQL or PostGIS is not installed, or too old."""


class PostgresFailed(SikuError):
    """A PostgreSQL program ended with an error."""


@dataclass(frozen=True)
class Programs:
    """One installed version of PostgreSQL."""

    folder: Path
    version: int

    def run(self, program: str, *arguments: str, stdin: str = "") -> str:
        """Run a program as the cluster's user and return what it printed."""
        done: subprocess.CompletedProcess[str] = subprocess.run(
            [str(self.folder / program), *arguments],
            input=stdin,
            capture_output=True,
            text=True,
            cwd="/",
            env={"PATH": os.environ.get("PATH", "/usr/bin:/bin"), "LC_ALL": "C.UTF-8"},
            **as_owner(),
        )
        if done.returncode:
            said = (done.stderr or done.stdout).strip()
            raise PostgresFailed(f"{program} failed: {said}", where=str(self.folder / program))
        return done.stdout


def programs(version: int | None = None) -> Programs:
    """The newest usable version, or exactly the given one."""
    found = [p for p in _installed() if version in (None, p.version)]
    if not found:
        wanted = str(version) if version else f"{OLDEST} or later"
        raise PostgresMissing(
            f"PostgreSQL {wanted} with PostGIS is not installed",
            where="SIKU_POSTGRES_BIN, /usr/lib/postgresql/*/bin, PATH",
            hint=f"apt-get install postgresql-{version or 'NN'}-postgis-3, or ./siku up does it",
        )
    return max(found, key=lambda p: p.version)


def _installed() -> list[Programs]:
    chosen = settings().postgres_bin
    folders = [chosen] if chosen else _usual_folders()
    found = (Programs(f, _version(f)) for f in folders if (f / "initdb").exists())
    return [p for p in found if p.version >= OLDEST and _has_postgis(p)]


def _usual_folders() -> list[Path]:
    folders = list(Path("/usr/lib/postgresql").glob("*/bin"))
    on_path = shutil.which("initdb")
    return folders + ([Path(on_path).resolve().parent] if on_path else [])


def _version(folder: Path) -> int:
    said = subprocess.run(
        [str(folder / "postgres"), "--version"], capture_output=True, text=True
    ).stdout
    number = re.search(r"\d+", said)
    return int(number.group()) if number else 0


def _has_postgis(found: Programs) -> bool:
    shared = Path(f"/usr/share/postgresql/{found.version}")
    if not shared.exists():
        said = subprocess.run(
            [str(found.folder / "pg_config"), "--sharedir"], capture_output=True, text=True
        )
        shared = Path(said.stdout.strip())
    return (shared / "extension" / "postgis.control").exists()


def as_owner() -> dict[str, Any]:
    """How subprocess starts a program as the cluster's user; PostgreSQL refuses to run as root."""
    if os.geteuid() != 0:
        return {}
    owner = account()
    return {"user": owner.pw_uid, "group": owner.pw_gid, "extra_groups": []}


def account() -> pwd.struct_passwd:
    """The user the embedded cluster runs as."""
    if os.geteuid() != 0:
        return pwd.getpwuid(os.geteuid())
    try:
        return pwd.getpwnam("postgres")
    except KeyError as error:
        raise PostgresMissing(
            "there is no user postgres, and PostgreSQL refuses to run as root",
            where="/etc/passwd",
            hint="install PostgreSQL from the system's packages: ./siku up",
        ) from error
