"""Where the things are that a demonstration leaves running, and what to try with them."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Connection, text

from runtime import airflow
from runtime.database import database_url, transaction
from runtime.settings import settings
from sharing import keys, serving

# One of the departments that the sample agreements speak of.
DEPARTMENT = "tax"


def known() -> dict[str, str]:
    """What runs → where, without a password."""
    return {
        "SQL": f'psql "{database_url()}"',
        "SQL, a department": f"./siku psql --as {DEPARTMENT}",
        "REST": f"{serving.address()}/docs  (OpenAPI: {serving.address()}/openapi.json)",
        "Airflow": f"{airflow.address()}  user {airflow.ADMIN}, "
        f"password in {settings().secrets / 'airflow-admin'}",
        "quality reports": str(settings().reports / "index.html"),
        "drop folder": str(settings().drop),
    }


def to_try(first_day: str) -> list[str]:
    """Commands to go on with; `first_day` is the date of the first deliveries."""
    with transaction() as connection:
        key = keys.kept_here(connection, DEPARTMENT)
        return [
            *_as_of(connection, first_day),
            *_lookup(connection, key, first_day),
            "./siku delivery list",
            "./siku quarantine list",
            "./siku down",
        ]


def _as_of(connection: Connection, first_day: str) -> list[str]:
    """A company that was called otherwise on the first day, then and now."""
    found = connection.execute(_RENAMED, {"day": first_day}).scalar()
    if found is None:
        return []
    query = "SELECT name, valid_from FROM legal_entity.entity_as_of({}) WHERE master_id = {}"
    return [f'./siku psql -- -c "{query.format(day, found)}"' for day in (f"'{first_day}'", "")]


def _lookup(connection: Connection, key: Path, first_day: str) -> list[str]:
    """A company as the department may see it."""
    code = connection.execute(_COMPANY).scalar()
    if code is None:
        return []
    address = f"{serving.address()}/v1/legal_entity/entity?credit_code={code}&valid={first_day}"
    return [f"curl -s -H \"X-API-Key: $(cat {key})\" '{address}'"]


_RENAMED = text(
    "select now.master_id from legal_entity.entity now"
    " join legal_entity.entity_as_of(cast(:day as date)) was using (master_id)"
    " where now.name <> was.name order by now.master_id limit 1"
)
_COMPANY = text(
    "select credit_code from legal_entity.entity where credit_code is not null"
    " order by master_id limit 1"
)
