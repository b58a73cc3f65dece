"""A delivery that a test can make of any file, staged in a transaction that is never kept."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from runtime.database import engine
from samples.generate import generate
from samples.order import order
from tests.loaders.desk import Desk


@pytest.fixture
def desk(database: str, tmp_path: Path) -> Iterator[Desk]:
    with engine(database).connect() as connection, connection.begin() as transaction:
        yield Desk(connection, tmp_path)
        transaction.rollback()


@pytest.fixture(scope="session")
def sent(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What the departments of a small fictional province deliver in one month."""
    what = order(persons=1_000, entities=600, seed=3, months=1, years=2)
    folder = tmp_path_factory.mktemp("loaders") / "province"
    generate(what, folder, jobs=1)
    return folder / "drop" / what.dates[0]
