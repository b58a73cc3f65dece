"""An Airflow DAG for each base: it settles what one delivery of its datasets cannot."""

from __future__ import annotations

from airflow.sdk import get_parsing_context

from dags.building import base_dag
from dags.listing import listed
from models.base import BASES

WANTED = get_parsing_context().dag_id
CONTRACTS = listed()

for base, title in BASES.items():
    datasets = [contract for contract in CONTRACTS.values() if contract.base == base]
    if datasets and WANTED in (None, base):
        globals()[base] = base_dag(base, title, datasets)
