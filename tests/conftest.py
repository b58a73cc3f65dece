"""A PostGIS of the tests' own, and in it a migrated database for each module that asks for one.

The tests have a cluster beside the platform's, because roles belong to a cluster: what a test does
to a department's role must not reach the departments of a running platform.
"""

from __future__ import annotations

import hashlib
import itertools
import os
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parent.parent

# Before anything reads the settings: the developer's own are not the tests'.
for name in [name for name in os.environ if name.startswith("SIKU_")]:
    del os.environ[name]
os.environ["SIKU_HOME"] = str(REPOSITORY / "var" / "test")

from models import migrate  # noqa: E402
from runtime import cluster, provision  # noqa: E402
from runtime.database import embedded_url, engine  # noqa: E402
from runtime.locks import only_one  # noqa: E402
from runtime.settings import settings  # noqa: E402

PREFIX = "siku_test_"
_numbers = itertools.count()


@pytest.fixture(scope="session")
def template() -> str:
    """The database that others are copied from: migrated once, then only brought up to date."""
    with only_one("template"):
        _drop_leftovers()
        name = f"{PREFIX}template_{_migrations()}"
        cluster.create_database(name)
        url = embedded_url(provision.OWNER, name)
        migrate.upgrade(url)
        engine(url).dispose()
    return name


@pytest.fixture(scope="module")
def database(template: str) -> Iterator[str]:
    """A migrated database that the module's tests share; settings point at it. Its address."""
    with _copy(template) as url:
        yield url


@pytest.fixture
def fresh_database(template: str) -> Iterator[str]:
    """A migrated database for one test alone; settings point at it. Its address."""
    with _copy(template) as url:
        yield url


@pytest.fixture(scope="session")
def copied(template: str) -> Callable[[], AbstractContextManager[str]]:
    """Makes migrated databases for fixtures that need more than one in a module."""
    return lambda: _copy(template)


@contextmanager
def _copy(template: str) -> Iterator[str]:
    name = f"{PREFIX}{os.getpid()}_{next(_numbers)}"
    cluster.create_database(name, template)
    url = embedded_url(provision.OWNER, name)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SIKU_DATABASE_URL", url)
        settings.cache_clear()
        yield url
        engine(url).dispose()
    settings.cache_clear()
    cluster.drop_database(name)


def _migrations() -> str:
    """A mark of the migrations: an edited one is not run again, so it needs a new template."""
    versions = REPOSITORY / "sql" / "migrations" / "versions"
    files = sorted(file for kind in ("*.py", "*.sql") for file in versions.rglob(kind))
    return hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()[:12]


def _drop_leftovers() -> None:
    """Databases of test runs that were killed, and templates of other migrations."""
    cluster.ensure()
    with closing(provision.connect("postgres")) as connection, connection.cursor() as cursor:
        cursor.execute("SELECT datname FROM pg_database WHERE starts_with(datname, %s)", [PREFIX])
        for (name,) in cursor.fetchall():
            owner = name.removeprefix(PREFIX).split("_")
            stale = owner[0] != "template" and not Path(f"/proc/{owner[0]}").exists()
            if stale or (owner[0] == "template" and owner[1] != _migrations()):
                provision.drop_database(name)
