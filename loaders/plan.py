"""A contract made ready for work: which column is read how, and what a bad value does."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from sqlalchemy import Column, String

from loaders.contract import Contract
from loaders.divisions import Names
from loaders.elements import ON_BAD, SPARED, Aspect
from loaders.fields import UNWANTED, HowRead, JoinSpec, OnBad, PointSpec, SplitSpec
from loaders.files import FileShape
from models.elements import CGCS2000

_WORKBOOKS = ("xlsx", "crosstab")


@dataclass(frozen=True)
class Planned:
    """One attribute and where it comes from."""

    attribute: str
    aspect: Aspect
    on_bad: OnBad
    required: bool
    source: str | None = None  # one column of text, or the file's shape
    crs: str = f"EPSG:{CGCS2000}"  # of a shape written as text
    point: PointSpec | None = None
    constant: str | None = None
    split: SplitSpec | None = None  # of the source, `piece` by its place or group
    piece: str = ""
    join: JoinSpec | None = None
    beside: Mapping[str, str] = field(default_factory=dict)  # what a text says besides: attribute
    divisions: Names | None = None  # what their names mean
    spared: str | None = None  # a flaw that costs the value, never the row

    @property
    def label(self) -> str:
        """The source column's name, for messages."""
        if self.point:
            return f"{self.point.x}, {self.point.y}"
        if self.join:
            return ", ".join(self.join.sources)
        return self.source or self.attribute


def from_workbook(file: FileShape) -> bool:
    """Whether dates may be numbers of days, as Excel counts them."""
    return bool(getattr(file, "format", "") in _WORKBOOKS or getattr(file, "from_workbook", False))


def planned(contract: Contract, divisions: Names | None = None) -> tuple[Planned, ...]:
    """The delivered attributes, in the dictionary's order."""
    workbook = from_workbook(contract.file)
    found: dict[str, Planned] = {}
    columns: Mapping[str, Column[object]] = {c.name: c for c in contract.definition.attributes}
    for source, spec in contract.columns.items():
        found[spec.attribute] = _read(columns[spec.attribute], spec, workbook, source=source)
    for source, split in contract.splits.items():
        for piece, spec in split.pieces.items():
            if spec.attribute != UNWANTED:
                found[spec.attribute] = _read(
                    columns[spec.attribute], spec, workbook, source=source, split=split, piece=piece
                )
    for name, join in contract.joins.items():
        found[name] = _read(columns[name], join, workbook, join=join)
    for name, point in contract.points.items():
        found[name] = Planned(
            name, Aspect("point"), ON_BAD["point"], columns[name].info["required"], point=point
        )
    for name, text in contract.constants.items():
        info = columns[name].info
        aspect = Aspect(info["element"], info["codes"], length=_length(columns[name]))
        found[name] = Planned(name, aspect, "quarantine", info["required"], constant=text)
    return tuple(
        replace(found[name], divisions=divisions)
        if found[name].aspect.element == "division"
        else found[name]
        for name in columns
        if name in found
    )


def _read(column: Column[object], how: HowRead, workbook: bool, **where: Any) -> Planned:
    """An attribute read from text as its contract says."""
    element = column.info["element"]
    return Planned(
        attribute=column.name,
        aspect=Aspect(
            element,
            codes=column.info["codes"],
            own_codes=how.codes,
            unit=how.unit,
            length=_length(column),
            workbook=workbook,
            partial=how.partial,
            counted=how.counted,
        ),
        on_bad=how.on_bad or ON_BAD[element],
        spared=SPARED.get(element) if how.on_bad is None else None,
        beside=column.info["beside"],
        required=column.info["required"],
        crs=how.crs or f"EPSG:{CGCS2000}",
        **where,
    )


def _length(column: Column[object]) -> int | None:
    return column.type.length if isinstance(column.type, String) else None
