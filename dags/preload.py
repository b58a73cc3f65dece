"""Everything a task of ours may need, imported once: a scheduler that forks its tasks imports this
first, and then a task begins without delay. Opens no connection and starts no thread."""

from __future__ import annotations

import pipeline
from dags import building
from loaders.contract import contracts
from loaders.errors import ContractError
from pipeline import drops

__all__ = ["building", "drops", "pipeline"]

try:
    contracts()
except ContractError:
    # Said by the task that needs the contract, with every fault.
    pass
