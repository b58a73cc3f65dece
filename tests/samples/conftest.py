"""A small province that the tests of the samples look at from all sides."""

from __future__ import annotations

import pytest

from samples.order import order
from tests.samples.made import Made

SMALL = order(persons=4_000, seed=7, months=3, years=3)


@pytest.fixture(scope="session")
def province(tmp_path_factory: pytest.TempPathFactory) -> Made:
    return Made(SMALL, tmp_path_factory.mktemp("samples") / "province")
