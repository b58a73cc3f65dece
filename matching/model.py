"""The model of a match: which fields, of which types, and from which weight on two are the same."""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, PrivateAttr

from loaders.errors import ContractError, Fault
from loaders.faults import mended
from loaders.files import Strict
from loaders.positions import Document, read_document
from matching.artefacts import TRAINED, Artefact
from matching.extending import ABSENT as ABSENT
from matching.extending import extended, of_the_base, still_said
from matching.fitting import against_types
from matching.types import TYPES, Comparison, Level, Type
from runtime.errors import SikuError

MODELS_DIR = Path(__file__).parent / "models"
DIFFERS = "differs"


class ModelError(SikuError):
    """A model that cannot be used, with every fault found in it."""

    def __init__(self, faults: list[Fault]) -> None:
        super().__init__(
            "\n".join(map(str, faults)), hint="correct the file; docs/matching.md has every key"
        )
        self.faults = tuple(faults)


class NoSuchModel(SikuError):
    """A model was named that is neither shipped nor a file."""


def _listed(value: Any) -> Any:
    return [value] if isinstance(value, str) else value


Names = Annotated[tuple[str, ...], BeforeValidator(_listed)]
# Comparison -> the levels that are meant: `same`, `absent` (one side does not say), or
# `near+` for that level and every better one.
Condition = dict[str, Names]


class FieldSpec(Strict):
    """One field: its type, and the columns it comes from."""

    type: str = Field(description="语义类型 · Semantic type.")
    source: dict[str, Names] | Names = Field(
        alias="from",
        description="来源列:一列、多列,或 角色: 列 · One column, several, or role: column(s).",
    )


class Guard(Strict):
    """A condition under which a pair is `apart`, or at most for `review`, whatever its weight."""

    when: Condition = Field(default={}, description="须全部成立 · All of these hold.")
    unless: tuple[Condition, ...] = Field(
        default=(), description="除非其一成立 · Unless one of these holds wholly."
    )
    unclaimed: tuple[Condition, ...] = Field(
        default=(),
        description="除非其一成立且别无他人与任一方相合 · Or one of these, and nobody else claims "
        "either record; known where whole files are linked.",
    )
    below: float | None = Field(
        default=None, description="仅限更轻者 · Only of pairs that weigh less than so many bits."
    )
    verdict: Literal["apart", "review"]
    zh: str
    en: str


class Thresholds(Strict):
    """Weights in bits (log2 of the odds that two are the same)."""

    join: float = Field(default=2.0, description="由此合并 · A record joins from here.")
    leave: float | None = Field(
        default=None, description="低于此才分开 · A linked record leaves only below."
    )
    review: float | None = Field(default=None, description="由此须人工 · A person looks from here.")
    lead: float = Field(
        default=0.0, ge=0, description="须领先其次 · The best must lead the next by this."
    )


class MatchModel(Strict):
    """How records of one thing are told apart and brought together."""

    model: str = Field(pattern=r"^[a-z][a-z0-9_]{0,59}$", description="模型名 · Its name.")
    extends: str | None = Field(
        default=None,
        description="所扩展的模型 · A model, shipped or a file: it holds where this is silent.",
    )
    without: Names = Field(default=(), description="不用的字段 · Fields of it that are left out.")
    thing: str | None = Field(default=None, description="字典中的对象 · The dictionary's thing.")
    fields: dict[str, FieldSpec] = Field(min_length=1)
    thresholds: Thresholds = Thresholds()
    guards: tuple[Guard, ...] = ()
    facts: tuple[str, ...] = Field(
        default=(),
        description="两条记录之间的事实 · What guards know of a pair beside its fields: yes or no.",
    )
    strong: tuple[str, ...] = Field(
        default=(), description="强标识字段 · Fields that settle by themselves."
    )
    sources: Literal["auto", "unique", "mixed"] = Field(
        default="auto",
        description="来源内部有无重复 · Whether each source is free of duplicates; auto: decided "
        "from the data.",
    )
    listed_in: str | None = Field(
        default=None,
        description="所在登记册的列 · The column that says in which register a record stands; "
        "without it each file is one.",
    )
    training: Literal["auto", "shipped", "data"] = Field(
        default="auto",
        description="概率来源 · Weights as shipped, learnt from the data, or learnt where the data "
        "is big enough.",
    )

    # Where it was read; what was learnt for it lies beside it.
    _file: Path | None = PrivateAttr(default=None)
    # What it says with what it extends, as it would stand in one file; and that other model.
    _said: Any = PrivateAttr(default=None)
    _base: MatchModel | None = PrivateAttr(default=None)
    _artefact: Artefact | None = PrivateAttr(default=None)
    _read_at: tuple[int, ...] = PrivateAttr(default=())

    @property
    def file(self) -> Path | None:
        """Where it was read."""
        return self._file

    @property
    def files(self) -> tuple[Path, ...]:
        """Its file, and those of the models it extends."""
        own = () if self._file is None else (self._file,)
        return own + (() if self._base is None else self._base.files)

    def beside(self, ending: str) -> Path | None:
        """What lies beside it under its name with another ending, or beside what it extends."""
        near = (file.with_suffix(ending) for file in self.files)
        return next((path for path in near if path.is_file()), None)

    @property
    def artefact(self) -> Artefact | None:
        """What it learnt: what it was given to weigh by, or what lies beside it."""
        if self._artefact is not None:
            return self._artefact
        path = self.beside(TRAINED)
        return None if path is None else Artefact.read(path)

    @property
    def tries(self) -> bool:
        """Whether it was given weights of its own."""
        return self._artefact is not None

    def weighed_by(self, artefact: Artefact) -> MatchModel:
        """The same model with other weights."""
        copy = self.model_copy()
        copy._artefact = artefact
        return copy

    @property
    def of_files(self) -> MatchModel:
        """The same without what only the platform knows of a pair: no file tells it."""
        if not self.facts:
            return self
        said = still_said(self._said.get("guards", ()), set(), set(self.facts))
        guards = tuple(map(Guard.model_validate, said))
        return self.model_copy(update={"facts": (), "guards": guards})

    def field(self, name: str) -> ModelField:
        """One field with its type."""
        spec = self.fields[name]
        return ModelField(name, TYPES[spec.type], _roles(spec))

    @cached_property
    def typed(self) -> tuple[ModelField, ...]:
        """Every field with its type."""
        return tuple(map(self.field, self.fields))

    @property
    def columns(self) -> tuple[str, ...]:
        """Every column the fields come from."""
        named = (c for field in self.typed for columns in field.roles.values() for c in columns)
        return tuple(dict.fromkeys(named))

    @property
    def read(self) -> tuple[str, ...]:
        """Every column that is read of a file."""
        more = () if self.listed_in is None else (self.listed_in,)
        return tuple(dict.fromkeys((*self.columns, *more)))

    @cached_property
    def comparisons(self) -> tuple[ModelComparison, ...]:
        """Every comparison of every field."""
        return tuple(one for field in self.typed for one in field.comparisons)

    @property
    def decider(self) -> str:
        """How the model signs its decisions."""
        return f"siku {self.model} model"


@dataclass(frozen=True)
class ModelField:
    """A field of a model: role -> the columns that have it."""

    name: str
    type: Type
    roles: dict[str, tuple[str, ...]]

    @property
    def comparisons(self) -> tuple[ModelComparison, ...]:
        """How the field is compared."""
        found = self.type.comparisons(frozenset(self.roles))
        return tuple(ModelComparison(self.name, one) for one in found)

    def column(self, feature: str) -> str:
        """The column of a feature in an engine's table."""
        return f"{self.name}_{feature}"


@dataclass(frozen=True)
class ModelComparison:
    """A comparison of a field, as guards, weights and engines name it."""

    field: str
    comparison: Comparison

    @property
    def name(self) -> str:
        """What guards and explanations call it."""
        aspect = self.comparison.aspect
        return f"{self.field}.{aspect}" if aspect else self.field

    @property
    def column(self) -> str:
        """What an engine's columns are called."""
        return self.name.replace(".", "_")

    @property
    def levels(self) -> tuple[Level, ...]:
        """From the best down."""
        return self.comparison.levels

    def condition(self, level: Level) -> str:
        """A level's condition over the columns of an engine's table."""
        names = _Prefixed(self.field)
        return level.condition.format_map(names)

    def absent(self) -> str:
        """The condition that one side does not say."""
        sides = (
            f"{self.field}_{need}_{side} is null" for need in self.comparison.needs for side in "lr"
        )
        return " or ".join(sides)

    def meant(self, said: str) -> frozenset[str]:
        """The levels that a guard's word means."""
        names = [level.name for level in self.levels]
        if said == ABSENT:
            return frozenset({ABSENT})
        if said.endswith("+"):
            return frozenset(names[: names.index(said[:-1]) + 1])
        return frozenset({names[names.index(said)]})


class _Prefixed(dict[str, str]):
    def __init__(self, field: str) -> None:
        super().__init__()
        self.prefix = field

    def __missing__(self, feature: str) -> str:
        return f"{self.prefix}_{feature}"


def load(named: str | Path) -> MatchModel:
    """The model in a file, or the shipped one of that name."""
    return _load(_path(named), ())


def _path(named: str | Path) -> Path:
    path = Path(named)
    if path.suffix in (".yaml", ".yml"):
        if path.is_file():
            return path
    elif (shipped := MODELS_DIR / f"{named}.yaml").is_file():
        return shipped
    known = sorted(each.stem for each in MODELS_DIR.glob("*.yaml"))
    close = difflib.get_close_matches(str(named), known, n=1)
    question = f"; did you mean {close[0]}?" if close else ""
    raise NoSuchModel(
        f"there is no model {str(named)!r}{question}",
        hint=f"a YAML file, or one of: {', '.join(known)}",
    )


def _load(path: Path, extending: tuple[Path, ...]) -> MatchModel:
    model = _read_unchanged(path, path.stat().st_mtime_ns, extending)
    if model._read_at != tuple(file.stat().st_mtime_ns for file in model.files):
        _read_unchanged.cache_clear()
        model = _read_unchanged(path, path.stat().st_mtime_ns, extending)
    return model


@cache
def _read_unchanged(path: Path, changed: int, extending: tuple[Path, ...]) -> MatchModel:
    """Read a model once per process and version of its file."""
    try:
        model = understood(read_document(path), extending)
    except ContractError as error:
        raise ModelError(list(error.faults)) from error
    model._read_at = tuple(file.stat().st_mtime_ns for file in model.files)
    return model


def understood(document: Document, extending: tuple[Path, ...] = ()) -> MatchModel:
    """The model a document holds; all that is wrong with it at once.

    `extending` are the files of the models that extend this one.
    """
    base: MatchModel | None = None
    faults: list[Fault] = []
    said = document.content.get("extends") if isinstance(document.content, dict) else None
    if isinstance(said, str):
        base = _base(document, said, extending)
        document, faults = extended(document, base._said, base.model)
    elif isinstance(document.content, dict) and "without" in document.content:
        faults = [document.fault(("without",), "leaves fields out of nothing: extends is missing")]
    model, more, gaps = mended(MatchModel, document, {"model": "unnamed"})
    faults += more
    if model is not None and not faults and not gaps:
        faults += against_types(model, document)
    if base is not None:
        faults = [of_the_base(fault, document, base.model) for fault in faults]
    if faults or model is None:
        raise ModelError(sorted(faults, key=lambda fault: fault.line))
    model._file, model._base, model._said = document.path, base, document.content
    return model


def _base(document: Document, said: str, extending: tuple[Path, ...]) -> MatchModel:
    """The model that a document extends: a shipped one, or a file seen from this one."""
    chain = (*extending, document.path.resolve())
    beside = document.path.parent / said
    try:
        path = _path(beside if beside.suffix in (".yaml", ".yml") else said)
    except NoSuchModel as error:
        what = f"{error.what}; {error.hint}" if error.hint else error.what
        raise ModelError([document.fault(("extends",), what)]) from error
    if path.resolve() in chain:
        names = [one.name for one in chain[chain.index(path.resolve()) :]]
        what = "goes round in a circle: " + " → ".join([*names, path.name])
        raise ModelError([document.fault(("extends",), what)])
    return _load(path, chain)


def _roles(spec: FieldSpec) -> dict[str, tuple[str, ...]]:
    if isinstance(spec.source, dict):
        return dict(spec.source)
    kind = TYPES[spec.type]
    if len(spec.source) == 1:
        return {kind.roles[0]: spec.source}
    found: dict[str, tuple[str, ...]] = {}
    for role, column in kind.assign(spec.source):
        found[role] = (*found.get(role, ()), column)
    return found
