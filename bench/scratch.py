"""A database and a home of a benchmark's own: it starts from nothing and leaves nothing."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from models import migrate
from runtime import cluster, provision
from runtime.database import embedded_url, engine
from runtime.settings import settings

_OWN = ("SIKU_DATABASE_URL", "SIKU_LANDING_DIR", "SIKU_REPORTS_DIR")


@contextmanager
def scratch() -> Iterator[Path]:
    """Settings point at a fresh, migrated database and an empty folder until the block ends."""
    cluster.ensure()
    name = f"siku_bench_{os.getpid()}"
    cluster.create_database(name)
    url = embedded_url(provision.OWNER, name)
    before = {key: os.environ.get(key) for key in _OWN}
    with tempfile.TemporaryDirectory() as folder:
        try:
            migrate.upgrade(url)
            os.environ |= {
                "SIKU_DATABASE_URL": url,
                "SIKU_LANDING_DIR": f"{folder}/landing",
                "SIKU_REPORTS_DIR": f"{folder}/reports",
            }
            settings.cache_clear()
            yield Path(folder)
        finally:
            for key, value in before.items():
                if value is None:
                    os.environ.pop(key, None)
                else:
                    os.environ[key] = value
            settings.cache_clear()
            engine(url).dispose()
            cluster.drop_database(name)
