"""Real files, if this machine has them, and small ones of the same form, which are always tried.

REAL_DATA names their folder; by default it is looked for beside the checkout.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path

import pytest

from runtime.settings import REPOSITORY, settings
from tests.real import extracts

FOLDER = Path(os.environ.get("REAL_DATA", REPOSITORY.parent / "shared" / "real"))
CONTRACTS = REPOSITORY / "examples" / "real"


@pytest.fixture(scope="module", params=["extract", "real"])
def file(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Callable[[str], Path]:
    """Finds a file by its name: the real one, or a small one of the same form."""
    if request.param == "extract":
        folder = tmp_path_factory.mktemp("extracts")
        return lambda name: extracts.written(folder, name)
    if not FOLDER.is_dir():
        pytest.skip("the real files are not on this machine; REAL_DATA names their folder")
    return lambda name: FOLDER / name


@pytest.fixture(scope="module")
def home(
    file: object,
    copied: Callable[[], AbstractContextManager[str]],
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Path]:
    """A database for the one or the other, with the contracts of the real files and no others."""
    folder = tmp_path_factory.mktemp("home")
    shutil.copytree(CONTRACTS, folder / "contracts")
    shutil.copy(REPOSITORY / "contracts" / "departments.yml", folder / "contracts")
    with copied(), pytest.MonkeyPatch.context() as patch:
        for name in ("LANDING", "REPORTS", "DROP", "CONTRACTS"):
            patch.setenv(f"SIKU_{name}_DIR", str(folder / name.lower()))
        settings.cache_clear()
        yield folder
    settings.cache_clear()
