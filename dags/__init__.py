"""Airflow DAGs: thin; they name steps and their order, hold no logic, pass numbers and no data."""
