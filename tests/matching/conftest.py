"""A transaction on the test's database that leaves nothing behind."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import Connection

from runtime.database import engine


@pytest.fixture
def connection(database: object) -> Iterator[Connection]:
    with engine().connect() as connection:
        yield connection
        connection.rollback()
