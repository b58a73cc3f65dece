"""No reader crashes, hangs or half loads, however its file is spoilt."""

from __future__ import annotations

import json
import os
import random
import sys
from pathlib import Path

import pytest
from sqlalchemy import text

from runtime.database import engine
from runtime.settings import REPOSITORY
from tests.loaders.desk import AS_OF, contract
from tests.loaders.fuzz.cases import NAMES
from tests.loaders.fuzz.runner import Found, jobs, run

FILES = int(os.environ.get("FUZZ", "10000"))
FEW = 7 * len(NAMES)
SEED = 1  # of the few
WORKERS = 2
KEPT = REPOSITORY / "var" / "test" / "fuzz"


def test_a_few_spoilt_files_of_every_form(database: str, tmp_path: Path) -> None:
    _must_be_fine(_run(database, tmp_path, SEED, FEW))


@pytest.mark.long
def test_very_many_spoilt_files(database: str, tmp_path: Path) -> None:
    seed = int(os.environ.get("SEED", "0")) or random.randrange(1 << 30)
    print(f"SEED={seed} FUZZ={FILES}", file=sys.stderr)
    found = _run(database, tmp_path, seed, FILES)
    print(found.table(), f"slowest: {found.slowest}", sep="\n", file=sys.stderr)
    _must_be_fine(found)


def _run(database: str, folder: Path, seed: int, count: int) -> Found:
    _enter(database)
    return run(database, folder, jobs(seed, count), WORKERS, KEPT / str(seed))


def _must_be_fine(found: Found) -> None:
    told = [f"{one['case']} {one['seed']}: {one['outcome']}, {one['why']}" for one in found.faults]
    assert not told, "\n".join([*told, f"the files are in {KEPT}"])
    whole = {name: found.outcomes[name]["loaded"] for name in NAMES}
    assert all(whole.values()), json.dumps(whole)


def _enter(database: str) -> None:
    """A delivery for each worker, whose ledger it never keeps."""
    under = contract()
    values = {"department": under.department, "as_of": AS_OF}
    with engine(database).begin() as connection:
        for statement in _ENTER:
            connection.execute(text(statement), values)
        for number in range(1, WORKERS + 1):
            connection.execute(text(_DELIVERY), {"id": number, **values})


_ENTER = (
    "INSERT INTO ops.department (code, zh, en, delivers, receives)"
    " VALUES (:department, '某厅', 'A department', true, false) ON CONFLICT DO NOTHING",
    "INSERT INTO ops.dataset (dataset_id, name, department, base, thing, zh, en, contract)"
    " VALUES (1, 'a_dataset', :department, 'population', 'person', '某', 'A', '{}')"
    " ON CONFLICT DO NOTHING",
)
_DELIVERY = (
    "INSERT INTO ops.delivery (delivery_id, dataset_id, as_of, state, source, landing, checksum,"
    " bytes) VALUES (:id, 1, :as_of, 'received', 'x', 'x', :id, 1) ON CONFLICT DO NOTHING"
)
