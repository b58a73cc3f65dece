"""The contract of a dataset: what one department delivers, as its YAML file says it."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Literal

from pydantic import Field, PositiveInt, TypeAdapter

from loaders.errors import ContractError, Fault, NoSuchDataset
from loaders.faults import mended, validated
from loaders.fields import (
    ColumnSpec,
    DaySpec,
    EndSpec,
    JoinSpec,
    OnBad,
    OperationSpec,
    PointSpec,
    SplitSpec,
)
from loaders.files import FileSpec, Strict
from loaders.positions import Document, read_document
from loaders.sources import SourceSpec
from models import Thing, thing_named
from runtime.settings import settings

__all__ = [
    "ColumnSpec", "Contract", "DaySpec", "Department", "EndSpec", "JoinSpec", "OnBad",
    "OperationSpec", "PointSpec", "SplitSpec", "contracts", "departments", "find", "read",
]  # fmt: skip

DEPARTMENTS = "departments.yml"

Share = float


class Title(Strict):
    """A name in Chinese and in English."""

    zh: str = Field(min_length=1)
    en: str = Field(min_length=1)


class QuarantineGate(Strict):
    """Shares of rows set aside from which on a delivery is marked, or stopped."""

    warn: Share = Field(default=0.02, ge=0, le=1)
    hold: Share = Field(default=0.10, ge=0, le=1)


class ScoreGate(Strict):
    """Quality scores below which a delivery is marked, or stopped."""

    warn: Share = Field(default=0.95, ge=0, le=1)
    hold: Share = Field(default=0.80, ge=0, le=1)


class GateSpec(Strict):
    """When a delivery is marked or stopped on its way."""

    quarantine: QuarantineGate = QuarantineGate()
    shrink: Share = Field(
        default=0.5,
        ge=0,
        le=1,
        description="全量行数不得少于上次的比例 · Least share of the previous snapshot's rows.",
    )
    score: ScoreGate = ScoreGate()


class Contract(Strict):
    """Who delivers what, how often, in which form, and which column is which attribute."""

    dataset: str = Field(
        pattern=r"^[a-z][a-z0-9_]{1,59}$",
        description="数据集名,与文件名一致 · Name of the dataset, and of this file.",
    )
    title: Title
    department: str = Field(description="报送部门代码 · Code of the department in departments.yml.")
    thing: str = Field(
        description="数据描述的对象 · What the dataset speaks of; this decides the base."
    )
    law: str | None = Field(default=None, description="法律依据 · By which law it is delivered.")
    agreement: str | None = Field(
        default=None, description="共享协议或批准文号 · By which agreement between departments."
    )
    cadence: Literal["daily", "weekly", "monthly", "quarterly", "yearly"] = Field(
        description="报送周期 · How often it is delivered."
    )
    fresh_within_days: PositiveInt = Field(
        description="超过多少天未更新视为过期 · After so many days without a delivery it is stale."
    )
    kind: Literal["snapshot", "increment", "events"] = Field(
        description="全量(缺少的行即撤回)、增量(新增、变更和注销)、事件(只增)· "
        "snapshot: a row that is missing is withdrawn; increment: upserts and deletions; "
        "events: rows are only added."
    )
    after: tuple[str, ...] = Field(
        default=(),
        description="同日须先入库的数据集 · Datasets whose delivery of the same date goes first.",
    )
    file: FileSpec = Field(description="文件的形式 · How the delivered file is built.")
    source: SourceSpec | None = Field(
        default=None,
        description="文件的远程来源 · Where files lie if not in the drop folder.",
    )
    key: tuple[str, ...] = Field(
        min_length=1, description="识别一行的列 · Source columns that identify a row."
    )
    valid_from: DaySpec | None = Field(
        default=None,
        description="生效日期列,默认报送日期 · Source column of the date since when it is so; "
        "default the delivery's date.",
    )
    valid_to: EndSpec | None = Field(
        default=None,
        description="失效日期列,为空则一直有效 · Source column of the date until when it is so; "
        "where that is empty, and by default, until further notice.",
    )
    operation: OperationSpec | None = Field(
        default=None,
        description="增量中区分注销的列 · The column of an increment that tells deletions.",
    )
    columns: dict[str, ColumnSpec] = Field(
        min_length=1, description="源列: 属性 · Source column: attribute of the thing."
    )
    splits: dict[str, SplitSpec] = Field(
        default={},
        description="一列含多项内容 · Source column: the several attributes it holds.",
    )
    joins: dict[str, JoinSpec] = Field(
        default={},
        description="多列合为一项 · Attribute: the source columns it is made of.",
    )
    points: dict[str, PointSpec] = Field(
        default={}, description="两列坐标合为一点 · Attribute: its two columns of coordinates."
    )
    constants: dict[str, str] = Field(
        default={}, description="固定值 · Attribute: a value that every row has."
    )
    authority: dict[str, int] = Field(
        default={"default": 50},
        description="各属性的权威级别,数小者优先 · Rank of the department per attribute, and by "
        "default; lower wins.",
    )
    gate: GateSpec = Field(
        default=GateSpec(), description="质量闸口 · When a delivery is marked or stopped."
    )

    @property
    def base(self) -> str:
        """The base the thing belongs to."""
        return self.definition.base

    @property
    def definition(self) -> Thing:
        """The dictionary's entry of the thing."""
        return thing_named(self.thing)

    @property
    def attributes(self) -> dict[str, str]:
        """Attribute -> where its value comes from, for messages."""
        return (
            {spec.attribute: name for name, spec in self.columns.items()}
            | {name: source for source, spec in self.splits.items() for name in spec.attributes}
            | {name: ", ".join(spec.sources) for name, spec in self.joins.items()}
            | {name: f"{spec.x}, {spec.y}" for name, spec in self.points.items()}
            | dict.fromkeys(self.constants, "constants")
        )

    @property
    def sources(self) -> tuple[str, ...]:
        """Every source column the contract names, in the order of the file's description."""
        named = [*self.columns, *self.splits, *self.key]
        named += [name for join in self.joins.values() for name in join.sources]
        named += [name for point in self.points.values() for name in (point.x, point.y)]
        named += [day.column for day in (self.valid_from, self.valid_to) if day]
        named += [self.operation.column] if self.operation else []
        return tuple(dict.fromkeys(named))

    def rank(self, attribute: str) -> int:
        """The department's rank for an attribute; lower wins."""
        return self.authority.get(attribute, self.authority.get("default", 50))


class Department(Strict):
    """An organ of government that delivers or receives."""

    code: str = Field(pattern=r"^[a-z][a-z0-9_]{1,39}$")
    zh: str
    en: str
    golden: str | None = Field(default=None, description="Which of the twelve golden systems.")
    role: Literal["supplier", "receiver", "both"]


def read(path: Path, known: Mapping[str, Department] | None = None) -> Contract:
    """The contract in a file, held against the dictionary and the departments (by default those
    beside it); every fault with its line and key."""
    return understood(read_document(path), known or departments(path.parent))


def understood(document: Document, known: Mapping[str, Department]) -> Contract:
    """The contract a document holds; all that is wrong with it at once."""
    from loaders.check import against_dictionary

    contract, faults, gaps = mended(Contract, document, _PLACEHOLDERS)
    if contract is not None:
        found = against_dictionary(contract, document, known, gaps)
        replaced = {str(place[0]) for place in gaps if len(place) == 1}
        faults += [fault for fault in found if fault.key.split(".")[0] not in replaced]
    if faults or contract is None:
        raise ContractError(sorted(faults, key=lambda fault: fault.line))
    return contract


def contracts(folder: Path | None = None) -> dict[str, Contract]:
    """Every contract of a folder by its dataset; the faults of all files at once."""
    known, faults = sound(folder)
    if faults:
        raise ContractError(faults)
    return known


def sound(folder: Path | None = None) -> tuple[dict[str, Contract], list[Fault]]:
    """The contracts of a folder that are in order, and what is wrong with the others."""
    from loaders.check import among_themselves

    found: dict[str, tuple[Path, Contract]] = {}
    every: list[tuple[Path, Contract]] = []
    faults: list[Fault] = []
    broken: set[str] = set()
    for path in files(folder or settings().contracts_dir):
        try:
            contract = _read_unchanged(path, path.stat().st_mtime_ns)
        except ContractError as error:
            faults += error.faults
            broken.add(path.stem)
            continue
        every.append((path, contract))
        if found.setdefault(contract.dataset, every[-1]) is not every[-1]:
            first = found[contract.dataset][0].name
            faults.append(Fault(path, 1, "dataset", f"{contract.dataset} is also in {first}"))
    faults += among_themselves(every, broken)
    return {name: contract for name, (_, contract) in found.items()}, faults


@cache
def _read_unchanged(path: Path, changed: int) -> Contract:
    """Read a contract once per process and version of its file."""
    return read(path)


def files(folder: Path) -> list[Path]:
    """The contract files of a folder, in a fixed order."""
    return sorted(path for path in folder.glob("*.yml") if path.name != DEPARTMENTS)


def find(dataset: str, folder: Path | None = None) -> Contract:
    """The contract of a dataset. One that is broken does not keep the others from being found."""
    own = (folder or settings().contracts_dir) / f"{dataset}.yml"
    if own.name != DEPARTMENTS and own.is_file():
        contract = _read_unchanged(own, own.stat().st_mtime_ns)
        if contract.dataset == dataset:
            return contract
    known = contracts(folder)
    if dataset not in known:
        close = difflib.get_close_matches(dataset, known, n=1)
        question = f"; did you mean {close[0]}?" if close else ""
        raise NoSuchDataset(
            f"there is no dataset {dataset!r}{question}",
            where=str(folder or settings().contracts_dir),
            hint="one of: " + ", ".join(known),
        )
    return known[dataset]


def departments(folder: Path | None = None) -> dict[str, Department]:
    """The departments by their code."""
    path = (folder or settings().contracts_dir) / DEPARTMENTS
    path = path if path.exists() else settings().contracts_dir / DEPARTMENTS
    return _departments_unchanged(path, path.stat().st_mtime_ns if path.exists() else 0)


@cache
def _departments_unchanged(path: Path, changed: int) -> dict[str, Department]:
    document = read_document(path)
    listed: list[Department] = validated(TypeAdapter(list[Department]), document)
    return {department.code: department for department in listed}


# What stands in for a part that is missing or wrong, so that the other faults can be told, too.
_PLACEHOLDERS = {
    "dataset": "unnamed", "title": {"zh": "?", "en": "?"}, "department": "?", "thing": "?",
    "cadence": "yearly", "fresh_within_days": "1", "kind": "snapshot",
    "file": {"pattern": "*", "format": "csv"}, "key": ["?"], "columns": {"?": "?"},
}  # fmt: skip
