"""Contracts and staged deliveries for the tests of quality, made in a few words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection
from sqlalchemy.dialects.postgresql import JSONB

from loaders.contract import Contract
from models import operations as ops
from models import thing_named
from models.elements import GEOMETRIES, verdict

AS_OF = dt.date(2024, 3, 31)
DATASET = 1
Row = Mapping[str, Any]

PERSON_COLUMNS = {
    "公民身份号码": "citizen_number",
    "姓名": "name",
    "性别": "sex",
    "出生日期": "birth_date",
    "死亡日期": "death_date",
    "户籍地区划": "registered_division",
}
PARCEL_COLUMNS = {"ZDDM": "parcel_code", "QHDM": "division_code", "MJ": "area", "SHAPE": "shape"}

# 1 is a man and 2 a woman, born when their numbers say.
PERSON_1 = {
    "citizen_number": "990101199001010014", "name": "张三", "sex": "1",
    "birth_date": dt.date(1990, 1, 1), "registered_division": "990101",
}  # fmt: skip
PERSON_2 = {
    "citizen_number": "990101198502030029", "name": "李四", "sex": "2",
    "birth_date": dt.date(1985, 2, 3), "registered_division": "990101",
}  # fmt: skip
SQUARE = "MULTIPOLYGON(((114 30, 114.001 30, 114.001 30.001, 114 30.001, 114 30)))"
BOW_TIE = "MULTIPOLYGON(((114 30, 114.001 30.001, 114.001 30, 114 30.001, 114 30)))"


def contract(
    thing: str = "person", columns: Mapping[str, str] | None = None, **more: Any
) -> Contract:
    """A contract as its YAML file would say it."""
    said = {
        "dataset": f"test_{thing}",
        "title": {"zh": f"测试 {thing}", "en": f"Test {thing}"},
        "department": "public_security",
        "thing": thing,
        "cadence": "monthly",
        "fresh_within_days": 40,
        "kind": "snapshot",
        "file": {"pattern": "test*.csv", "format": "csv", "encoding": "utf-8"},
        "key": ["编号"],
        "columns": dict(columns or PERSON_COLUMNS),
    }
    return Contract.model_validate(said | more)


def delivery(
    connection: Connection,
    agreed: Contract,
    delivery_id: int = 1,
    as_of: dt.date = AS_OF,
    **ledger: Any,
) -> int:
    """Enter a delivery in the ledger, with its dataset and department."""
    connection.execute(
        sa.text(
            "INSERT INTO ops.department (code, zh, en, golden, delivers, receives)"
            " VALUES (:code, '公安厅', 'Public security', '金盾', true, true)"
            " ON CONFLICT DO NOTHING"
        ),
        {"code": agreed.department},
    )
    connection.execute(
        sa.text(
            "INSERT INTO ops.dataset (dataset_id, name, department, base, thing, zh, en, contract)"
            " VALUES (:dataset_id, :name, :department, :base, :thing, :zh, :en, :contract)"
            " ON CONFLICT DO NOTHING"
        ),
        {
            "dataset_id": DATASET,
            "name": agreed.dataset, "department": agreed.department, "base": agreed.base,
            "thing": agreed.thing, "zh": agreed.title.zh, "en": agreed.title.en,
            "contract": agreed.model_dump_json(),
        },
    )  # fmt: skip
    values = {
        "delivery_id": delivery_id, "dataset_id": DATASET, "as_of": as_of, "state": "received",
        "source": "test.csv", "landing": "landing/test.csv", "checksum": f"{delivery_id:064d}",
        "bytes": 1, **ledger,
    }  # fmt: skip
    connection.execute(sa.insert(ops.Delivery).values(**values))
    return delivery_id


def staged(
    connection: Connection, agreed: Contract, rows: Sequence[Row], delivery_id: int = 1
) -> None:
    """Fill the stage of a delivery: line and key count up, the rest is as given or null."""
    thing = thing_named(agreed.thing)
    stage = sa.Table(
        f"d{delivery_id}", sa.MetaData(),
        sa.Column("line", sa.BigInteger), sa.Column("source_key", sa.Text),
        sa.Column("op", sa.CHAR(1)), sa.Column("valid_from", sa.Date),
        *(sa.Column(c.name, c.type) for c in thing.attributes),
        *(
            sa.Column(name, sa.Boolean, sa.Computed(asked, persisted=True))
            for name, asked in (
                verdict(c.name) for c in thing.attributes if c.info["element"] in GEOMETRIES
            )
        ),
        sa.Column("original", JSONB(none_as_null=True)),
        schema="stage",
    )  # fmt: skip
    connection.execute(sa.text(f"DROP TABLE IF EXISTS stage.d{delivery_id}"))
    stage.create(connection)
    for line, row in enumerate(rows, 1):
        system = {"line": line, "source_key": f"k{line}", "op": "u", "valid_from": AS_OF}
        connection.execute(stage.insert(), [system | dict(row)])


def lines(connection: Connection, delivery_id: int = 1) -> list[int]:
    """The lines that are on the stage."""
    found = connection.scalars(sa.text(f"SELECT line FROM stage.d{delivery_id} ORDER BY line"))
    return list(found)


def quarantine(connection: Connection, delivery_id: int = 1) -> list[sa.RowMapping]:
    """The rows set aside, by line."""
    query = sa.select(ops.Quarantine.__table__).where(ops.Quarantine.delivery_id == delivery_id)
    return list(connection.execute(query.order_by(ops.Quarantine.line)).mappings())
