"""The contract of a dataset: what one department delivers, as its YAML file says it."""

from __future__ import annotations

import difflib
from functools import cache
from pathlib import Path
from typing import Any, Literal, TypeVar

from pydantic import (
    BaseModel,
    Field,
    GetJsonSchemaHandler,
    PositiveInt,
    TypeAdapter,
    ValidationError,
    model_validator,
)  # fmt: skip
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, ErrorDetails

from loaders.errors import ContractError, Fault, NoSuchDataset
from loaders.files import FileSpec, Strict
from loaders.positions import Document, read_document
from models import Thing, thing_named
from runtime.settings import settings

DEPARTMENTS = "departments.yml"

OnBad = Literal["quarantine", "null"]
Partial = Literal["refuse", "first_day", "last_day"]
_PARTIAL = (
    "What a year alone (1995) or a month (1995-06) means: its first day, its last day, or nothing "
    "that can be taken."
)
Share = float
Model = TypeVar("Model", bound=BaseModel)


class Title(Strict):
    """A name in Chinese and in English."""

    zh: str = Field(min_length=1)
    en: str = Field(min_length=1)


class ColumnSpec(Strict):
    """What one source column becomes; written as just the attribute's name when that says all."""

    attribute: str
    unit: str | None = Field(
        default=None, description="Unit of the figures, such as 万元 or 亩; default 元 and 平方米."
    )
    crs: str | None = Field(
        default=None, description="EPSG:… of a shape written as WKT; default EPSG:4490."
    )
    codes: dict[str, str] = Field(
        default={}, description="The department's own codes -> codes of the dictionary's list."
    )
    on_bad: OnBad | None = Field(
        default=None,
        description="What an unreadable value does: sets the row aside, or becomes no value. "
        "Default by element type.",
    )
    partial: Partial = Field(default="refuse", description=f"Of dates. {_PARTIAL}")

    @model_validator(mode="before")
    @classmethod
    def _short_form(cls, value: object) -> object:
        return {"attribute": value} if isinstance(value, str) else value

    @classmethod
    def __get_pydantic_json_schema__(
        cls, core: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        full = handler.resolve_ref_schema(handler(core))
        return {"anyOf": [{"type": "string", "description": "An attribute of the thing."}, full]}


class PointSpec(Strict):
    """A point delivered as two columns of coordinates."""

    x: str = Field(description="Source column of longitude or easting.")
    y: str = Field(description="Source column of latitude or northing.")
    crs: str = Field(default="EPSG:4490", description="EPSG:… of the coordinates.")


class DaySpec(Strict):
    """A source column that dates the row; written as just the column when that says all."""

    column: str
    partial: Partial = Field(default="refuse", description=_PARTIAL)

    @model_validator(mode="before")
    @classmethod
    def _short_form(cls, value: object) -> object:
        return {"column": value} if isinstance(value, str) else value

    @classmethod
    def __get_pydantic_json_schema__(
        cls, core: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        full = handler.resolve_ref_schema(handler(core))
        return {"anyOf": [{"type": "string", "description": "A source column of dates."}, full]}


class EndSpec(DaySpec):
    """A source column that says until when a row is so."""

    inclusive: bool = Field(
        default=False, description="Whether the row is still so on the day itself."
    )


class OperationSpec(Strict):
    """The column of an increment that tells deletions from upserts."""

    column: str
    delete: tuple[str, ...] = Field(min_length=1)


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
        default=0.5, ge=0, le=1, description="Least share of the previous snapshot's rows."
    )
    score: ScoreGate = ScoreGate()


class Contract(Strict):
    """Who delivers what, how often, in which form, and which column is which attribute."""

    dataset: str = Field(pattern=r"^[a-z][a-z0-9_]{1,59}$")
    title: Title
    department: str = Field(description="Code of the department in departments.yml.")
    thing: str = Field(description="What the dataset speaks of; this decides the base.")
    law: str | None = Field(default=None, description="By which law or agreement.")
    cadence: Literal["daily", "weekly", "monthly", "quarterly", "yearly"]
    fresh_within_days: PositiveInt
    kind: Literal["snapshot", "increment", "events"] = Field(
        description="snapshot: a row that is missing is withdrawn; increment: upserts and "
        "deletions; events: rows are only added."
    )
    after: tuple[str, ...] = Field(
        default=(), description="Datasets whose delivery of the same date goes first."
    )
    file: FileSpec
    key: tuple[str, ...] = Field(min_length=1, description="Source columns that identify a row.")
    valid_from: DaySpec | None = Field(
        default=None, description="Source column of the date since when it is so; default the "
        "delivery's date.",
    )  # fmt: skip
    valid_to: EndSpec | None = Field(
        default=None, description="Source column of the date until when it is so; where that is "
        "empty, and by default, until further notice.",
    )  # fmt: skip
    operation: OperationSpec | None = None
    columns: dict[str, ColumnSpec] = Field(min_length=1, description="Source column -> attribute.")
    points: dict[str, PointSpec] = Field(
        default={}, description="Attribute -> its two columns of coordinates."
    )
    constants: dict[str, str] = Field(default={}, description="Attribute -> fixed value.")
    authority: dict[str, int] = Field(
        default={"default": 50},
        description="Rank of the department per attribute, and by default; lower wins.",
    )
    gate: GateSpec = GateSpec()

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
            | {name: f"{spec.x}, {spec.y}" for name, spec in self.points.items()}
            | dict.fromkeys(self.constants, "constants")
        )

    @property
    def sources(self) -> tuple[str, ...]:
        """Every source column the contract names, in the order of the file's description."""
        named = [*self.columns, *self.key]
        named += [name for spec in self.points.values() for name in (spec.x, spec.y)]
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


def read(path: Path) -> Contract:
    """The contract in a file, held against the dictionary; every fault with its line and key."""
    from loaders.check import against_dictionary

    document = read_document(path)
    contract: Contract = _model(TypeAdapter(Contract), document)
    faults = list(against_dictionary(contract, document, departments(path.parent)))
    if faults:
        raise ContractError(faults)
    return contract


def contracts(folder: Path | None = None) -> dict[str, Contract]:
    """Every contract of a folder by its dataset; the faults of all files at once."""
    from loaders.check import among_themselves

    found: dict[str, tuple[Path, Contract]] = {}
    faults: list[Fault] = []
    for path in files(folder or settings().contracts_dir):
        try:
            contract = _read_unchanged(path, path.stat().st_mtime_ns)
        except ContractError as error:
            faults += error.faults
            continue
        if contract.dataset in found:
            first = found[contract.dataset][0].name
            faults.append(Fault(path, 1, "dataset", f"{contract.dataset} is also in {first}"))
        found[contract.dataset] = (path, contract)
    faults += among_themselves(found)
    if faults:
        raise ContractError(faults)
    return {name: contract for name, (_, contract) in found.items()}


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
    listed = _model(TypeAdapter(list[Department]), document)
    return {department.code: department for department in listed}


def schema() -> dict[str, Any]:
    """The JSON Schema of a contract, for editors."""
    described = Contract.model_json_schema()
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **described}


def _model(adapter: TypeAdapter[Any], document: Document) -> Any:
    try:
        return adapter.validate_python(document.content)
    except ValidationError as error:
        raise ContractError([_fault(document, one) for one in error.errors()]) from error


def _fault(document: Document, error: ErrorDetails) -> Fault:
    """One of pydantic's complaints in our words, at its place in the file."""
    place = tuple(part for part in error["loc"] if part not in _TAGS)
    kind, context = error["type"], error.get("ctx", {})
    if kind == "extra_forbidden":
        close = difflib.get_close_matches(str(place[-1]), _keys(), n=1)
        hint = f"did you mean {close[0]}?" if close else "see contracts/schema.json"
        return document.fault(place, f"is no key here; {hint}")
    if kind == "missing":
        return document.fault(place, "is missing")
    what = error["msg"][0].lower() + error["msg"][1:]
    if "expected_tags" in context:
        what = f"format must be one of {context['expected_tags']}"
    given = error["input"]
    shown = f", not {given!r}" if isinstance(given, str) else ""
    return document.fault(place, what + shown)


@cache
def _keys() -> tuple[str, ...]:
    """Every key that means something anywhere in a contract."""
    described = schema()
    parts = [described, *described["$defs"].values()]
    found = [part.get("anyOf", [part])[-1].get("properties", {}) for part in parts]
    return tuple(dict.fromkeys(name for properties in found for name in properties))


# Pydantic puts the chosen format between `file` and the key below it.
_TAGS = frozenset({"csv", "xlsx", "ndjson", "xml", "vector", "crosstab", "sdmx"})
