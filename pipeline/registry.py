"""Departments and datasets as the database knows them: written from contracts, never by hand."""

from __future__ import annotations

import json
import logging

from sqlalchemy import Connection, text

from loaders.contract import Contract, departments, sound
from pipeline.deliveries import lock, next_numbers

log = logging.getLogger(__name__)


def sync(connection: Connection) -> None:
    """Bring `ops.department` and `ops.dataset` to what `contracts/` says. Nothing is removed: a
    dataset whose contract went keeps its number, its records and its history; one whose contract
    is broken stays as it was."""
    lock(connection, "registry")
    _departments(connection)
    _datasets(connection)


def dataset_id(connection: Connection, contract: Contract) -> int:
    """A dataset's number; the registry is brought up to date first where its contract changed."""
    query = text(
        "select dataset_id from ops.dataset"
        " where name = :name and contract = cast(:contract as jsonb)"
    )
    values = {"name": contract.dataset, "contract": written(contract)}
    found = connection.execute(query, values).scalar()
    if found is None:
        sync(connection)
        found = connection.execute(query, values).scalar_one()
    return int(found)


def written(contract: Contract) -> str:
    """A contract as the database keeps it."""
    return json.dumps(contract.model_dump(mode="json"), ensure_ascii=False)


def _departments(connection: Connection) -> None:
    rows = [
        {
            "code": d.code, "zh": d.zh, "en": d.en, "golden": d.golden,
            "delivers": d.role != "receiver", "receives": d.role != "supplier",
        }
        for d in departments().values()
    ]  # fmt: skip
    connection.execute(
        text(
            "insert into ops.department (code, zh, en, golden, delivers, receives)"
            " values (:code, :zh, :en, :golden, :delivers, :receives)"
            " on conflict (code) do update set zh = excluded.zh, en = excluded.en,"
            " golden = excluded.golden, delivers = excluded.delivers, receives = excluded.receives"
            " where (department.zh, department.en, department.golden, department.delivers,"
            " department.receives) is distinct from (excluded.zh, excluded.en, excluded.golden,"
            " excluded.delivers, excluded.receives)"
        ),
        rows,
    )


def _datasets(connection: Connection) -> None:
    known = set(connection.execute(text("select name from ops.dataset")).scalars())
    known_contracts, faults = sound()
    for fault in faults:
        log.warning("left out of the registry: %s", fault)
    for name, contract in sorted(known_contracts.items()):
        values = {
            "name": name, "department": contract.department, "base": contract.base,
            "thing": contract.thing, "zh": contract.title.zh, "en": contract.title.en,
            "contract": written(contract),
        }  # fmt: skip
        if name in known:
            connection.execute(_UPDATE, values)
        else:
            number = next_numbers(connection, "dataset") + 1
            connection.execute(_INSERT, {**values, "dataset_id": number})


_INSERT = text(
    "insert into ops.dataset (dataset_id, name, department, base, thing, zh, en, contract)"
    " values (:dataset_id, :name, :department, :base, :thing, :zh, :en, cast(:contract as jsonb))"
)
_UPDATE = text(
    "update ops.dataset set department = :department, base = :base, thing = :thing, zh = :zh,"
    " en = :en, contract = cast(:contract as jsonb) where name = :name"
    " and (department, base, thing, zh, en, contract) is distinct from"
    " (:department, :base, :thing, :zh, :en, cast(:contract as jsonb))"
)
