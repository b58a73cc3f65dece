"""Begin anew: everything that siku stored on this machine is removed."""

from __future__ import annotations

import shutil
from pathlib import Path

from runtime import cluster
from runtime.errors import SikuError
from runtime.settings import settings

# What siku writes into its home. Anything else that lies there is not ours to remove.
OURS = ("airflow", "demo.json", "drop", "landing", "logs", "province", "reports", "run", "secrets")


class NotOurs(SikuError):
    """The data are not on this machine, or somebody else's."""


def doomed() -> list[Path]:
    """What would be removed: the embedded cluster, and what siku wrote into its home."""
    if settings().database_url:
        raise NotOurs(
            "the database is an existing server's; siku does not remove it",
            where="SIKU_DATABASE_URL",
            hint="drop and create that database yourself",
        )
    found = [settings().cluster, *(settings().home / name for name in OURS)]
    return [path for path in found if path.exists()]


def wipe() -> None:
    """Remove all of it; everything must be stopped before."""
    # The cluster first: what the passwords open must not outlive them.
    paths = doomed()
    if cluster.status().running:
        raise NotOurs("the database still runs", where=str(cluster.data()), hint="./siku down")
    for path in paths:
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink()
