"""An Airflow DAG for each dataset that a contract describes: one run walks one delivery."""

from __future__ import annotations

from airflow.sdk import get_parsing_context

from dags.building import delivery_dag
from dags.listing import listed

# A task's process needs its own DAG only; what goes first matters to the schedule alone.
CONTRACTS = listed(get_parsing_context().dag_id)

for name, contract in CONTRACTS.items():
    globals()[name] = delivery_dag(contract, CONTRACTS)
