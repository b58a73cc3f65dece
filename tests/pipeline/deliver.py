"""Files as departments would send them, and their walk, for tests that read like a story."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from sqlalchemy import text

import pipeline
from loaders.contract import find
from pipeline import deliveries
from pipeline.deliveries import Delivery
from runtime.database import transaction

AUGUST, SEPTEMBER, OCTOBER = (dt.date(2026, month, 1) for month in (8, 9, 10))

PERSON = {
    "人员编号": "1", "公民身份号码": "990101199003070015", "姓名": "王小明", "性别": "男",
    "民族": "汉族", "出生日期": "19900307", "户号": "H1", "与户主关系": "户主",
    "户籍地区划": "990101001001", "户籍地址": "云泽省丰溪市高河区江浦街道团结巷1号",
    "变动日期": "20200101", "操作": "新增",
}  # fmt: skip
INSURED = {
    "个人编号": "S1", "身份证号码": "990101199003070015", "社会保障号码": "990101199003070015",
    "姓名": "王小明", "性别": "1", "出生日期": "1990-03-07", "民族": "01",
    "手机号码": "13900000001", "险种": "", "参保状态": "", "居住地区划": "990101001001",
    "居住地址": "江浦街道迎宾大道2号",
}  # fmt: skip
HOUSEHOLD = {
    "户号": "H1", "户主姓名": "王小明", "户主公民身份号码": "990101199003070015",
    "区划代码": "990101001001", "住址": "云泽省丰溪市高河区江浦街道团结巷1号",
    "立户日期": "20200101",
}  # fmt: skip


def written(folder: Path, dataset: str, rows: Sequence[Mapping[str, str]]) -> Path:
    """A dataset's file with these rows, in the encoding and with the columns of its contract."""
    contract = find(dataset)
    out = io.StringIO()
    writer = csv.DictWriter(out, fieldnames=contract.sources, lineterminator="\n")
    writer.writeheader()
    writer.writerows(dict(row) for row in rows)
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{dataset}.csv"
    encoding = getattr(contract.file, "encoding", "utf-8")
    path.write_bytes(out.getvalue().encode(encoding))
    return path


def received(folder: Path, dataset: str, day: dt.date, *rows: Mapping[str, str]) -> int:
    return pipeline.receive(dataset, written(folder / day.isoformat(), dataset, rows), day)


def delivered(folder: Path, dataset: str, day: dt.date, *rows: Mapping[str, str]) -> Delivery:
    return pipeline.walk(received(folder, dataset, day, *rows))


def merged(folder: Path, dataset: str, day: dt.date, *rows: Mapping[str, str]) -> int:
    """Stage, match and merge a file without asking the gate, which takes the longest; the same
    file once more is the delivery that it was."""
    number = received(folder, dataset, day, *rows)
    return number if ledger(number).known_at is not None else merge(number)


def merge(number: int) -> int:
    """Take a delivery that was received as far, without the gate."""
    pipeline.stage(number)
    with transaction() as connection:
        deliveries.write(connection, number, state="checked")
    pipeline.match(number)
    pipeline.merge(number)
    return number


def query(statement: str, **values: Any) -> list[Any]:
    with transaction() as connection:
        return list(connection.execute(text(statement), values).all())


def ledger(delivery_id: int) -> Any:
    return query("select * from ops.delivery where delivery_id = :id", id=delivery_id)[0]
