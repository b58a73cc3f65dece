"""Everything a task of ours may need, imported once: a scheduler that forks its tasks imports this
first, and then a task begins without delay. Opens no connection and starts no thread."""

from __future__ import annotations

import contextlib
import importlib

import pipeline
from dags import building
from loaders.contract import contracts
from loaders.errors import ContractError
from pipeline import drops
from quality import engine

__all__ = ["building", "drops", "pipeline"]

# What the rooms import only when they come to use it.
LATE = ("adbc_driver_postgresql.dbapi", "pypinyin", "pysdmx", "splink")

for name in LATE:
    importlib.import_module(name)
engine.library()

# A contract that cannot be used is complained of by the task that needs it.
with contextlib.suppress(ContractError):
    contracts()
