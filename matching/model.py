"""The model of a match: which fields, of which types, and from which weight on two are the same."""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, PrivateAttr

from loaders.errors import ContractError, Fault
from loaders.faults import mended
from loaders.files import Strict
from loaders.positions import Document, Place, read_document
from matching.types import TYPES, Comparison, Level, Type
from runtime.errors import SikuError

MODELS_DIR = Path(__file__).parent / "models"
ABSENT = "absent"
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
    training: Literal["auto", "shipped", "data"] = Field(
        default="auto",
        description="概率来源 · Weights as shipped, learnt from the data, or learnt where the data "
        "is big enough.",
    )

    # Where it was read; its trained weights lie beside it.
    _file: Path | None = PrivateAttr(default=None)

    @property
    def file(self) -> Path | None:
        """Where it was read."""
        return self._file

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
    path = Path(named)
    shipped = MODELS_DIR / f"{named}.yaml"
    if path.suffix not in (".yaml", ".yml") and shipped.is_file():
        return _read_unchanged(shipped, shipped.stat().st_mtime_ns)
    if not path.is_file():
        known = sorted(each.stem for each in MODELS_DIR.glob("*.yaml"))
        close = difflib.get_close_matches(str(named), known, n=1)
        question = f"; did you mean {close[0]}?" if close else ""
        raise NoSuchModel(
            f"there is no model {str(named)!r}{question}",
            hint=f"a YAML file, or one of: {', '.join(known)}",
        )
    return _read_unchanged(path, path.stat().st_mtime_ns)


@cache
def _read_unchanged(path: Path, changed: int) -> MatchModel:
    """Read a model once per process and version of its file."""
    try:
        return understood(read_document(path))
    except ContractError as error:
        raise ModelError(list(error.faults)) from error


def understood(document: Document) -> MatchModel:
    """The model a document holds; all that is wrong with it at once."""
    model, faults, gaps = mended(MatchModel, document, {"model": "unnamed"})
    if model is not None and not gaps:
        faults += _against_types(model, document)
    if faults or model is None:
        raise ModelError(sorted(faults, key=lambda fault: fault.line))
    model._file = document.path
    return model


def _against_types(model: MatchModel, document: Document) -> Iterator[Fault]:
    """What does not fit the semantic types."""
    sound = True
    for name, spec in model.fields.items():
        place = ("fields", name)
        if not name.isidentifier() or name != name.lower():
            sound = False
            yield document.fault(place, "a field's name is small letters, digits and _")
        if spec.type not in TYPES:
            sound = False
            yield document.fault((*place, "type"), f"is no type, {_one_of(spec.type, TYPES)}")
        elif isinstance(spec.source, dict):
            known = TYPES[spec.type].roles
            for role in set(spec.source) - set(known):
                sound = False
                what = f"is no role of {spec.type}, {_one_of(role, known)}"
                yield document.fault((*place, "from", role), what)
        elif not _roles(spec):
            sound = False
            yield document.fault((*place, "from"), "names no column")
    if sound:
        yield from _conditions(model, document)
        for n, name in enumerate(model.strong):
            if name not in model.fields:
                yield document.fault(("strong", n), f"is no field, {_one_of(name, model.fields)}")


def _conditions(model: MatchModel, document: Document) -> Iterator[Fault]:
    known = {one.name: one for one in model.comparisons}
    for n, guard in enumerate(model.guards):
        places: list[tuple[Place, Condition]] = [(("guards", n, "when"), guard.when)]
        places += [(("guards", n, "unless", m), one) for m, one in enumerate(guard.unless)]
        for place, condition in places:
            for name, levels in condition.items():
                if name in model.facts:
                    continue
                if name not in known:
                    what = f"is no comparison, {_one_of(name, known)}"
                    yield document.fault((*place, name), what)
                    continue
                names = [level.name for level in known[name].levels]
                for said in levels:
                    if said != ABSENT and said.removesuffix("+") not in names:
                        what = f"has no level {said!r}, {_one_of(said, [*names, ABSENT])}"
                        yield document.fault((*place, name), what)


def _one_of(given: str, known: Any) -> str:
    close = difflib.get_close_matches(given, known, n=1)
    return f"did you mean {close[0]}?" if close else "there are: " + ", ".join(known)


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
